"""ch12/python/44_start_tls.py
A conversation begins in plain text and goes on over TLS, on the same
connection. What a client sends too early is not taken over as secret.
"""

import asyncio
import ssl
import subprocess
import tempfile
from asyncio import StreamReader, StreamWriter
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Identity:
    key: Path
    certificate: Path


def make_identity(folder: Path, name: str, host: str) -> Identity:
    made = Identity(folder / f"{name}.key", folder / f"{name}.pem")
    command = "openssl req -x509 -nodes -days 1 -newkey ec".split()
    command += ["-pkeyopt", "ec_paramgen_curve:P-256", "-subj", f"/CN={host}"]
    command += ["-addext", f"subjectAltName=DNS:{host}"]
    command += ["-keyout", str(made.key), "-out", str(made.certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return made


def as_server(identity: Identity) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity.certificate, identity.key)
    return context


def as_client_of(identity: Identity) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(identity.certificate))


async def serve(
    reader: StreamReader, writer: StreamWriter, context: ssl.SSLContext
) -> None:
    received = b""
    while not b"\n" in received:
        received += await reader.read(100)
    # Compared with all that has come. Whatever there is beyond the line came
    # unprotected, and anybody on the way can have put it there.
    if received != b"start tls\n":
        writer.write(b"refused\n")
    else:
        writer.write(b"go ahead\n")
        await writer.start_tls(context)
        writer.write(b"hello " + await reader.readline())
    writer.close()
    await writer.wait_closed()


async def ask(
    address: tuple[str, int], context: ssl.SSLContext, command: bytes
) -> None:
    reader, writer = await asyncio.open_connection(*address)
    writer.write(command)
    reply = await reader.readline()
    print("in plain text:", reply.decode(), end="")
    if reply == b"go ahead\n":
        await writer.start_tls(context, server_hostname="localhost")
        writer.write(b"Ada\n")
        answer = await reader.readline()
        version = writer.get_extra_info("ssl_object").version()
        print(f"over {version}:", answer.decode(), end="")
    writer.close()
    await writer.wait_closed()


async def main(folder: Path) -> None:
    identity = make_identity(folder, "server", "localhost")
    server_context = as_server(identity)
    context = as_client_of(identity)

    async def accept(reader: StreamReader, writer: StreamWriter) -> None:
        await serve(reader, writer, server_context)

    async with await asyncio.start_server(accept, "127.0.0.1") as server:
        address = server.sockets[0].getsockname()
        await ask(address, context, b"start tls\n")
        await ask(address, context, b"start tls\nMallory\n")


with tempfile.TemporaryDirectory() as folder:
    asyncio.run(main(Path(folder)))

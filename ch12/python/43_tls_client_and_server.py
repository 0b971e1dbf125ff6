"""ch12/python/43_tls_client_and_server.py
Server and client talk over TLS, with a certificate made for this run. The
client refuses a server of another name, and a stranger of the same name.
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


async def serve(reader: StreamReader, writer: StreamWriter) -> None:
    writer.write(b"hello " + await reader.readline())
    writer.close()
    await writer.wait_closed()


async def ask(
    server_context: ssl.SSLContext, context: ssl.SSLContext, host: str
) -> None:
    async with await asyncio.start_server(
        serve, "127.0.0.1", ssl=server_context
    ) as server:
        address = server.sockets[0].getsockname()
        try:
            reader, writer = await asyncio.open_connection(
                *address, ssl=context, server_hostname=host
            )
        except ssl.SSLCertVerificationError as refused:
            print(refused.reason.lower().replace("_", " "))
            return
        print(writer.get_extra_info("ssl_object").version(), end=", ")
        writer.write(b"Ada\n")
        print((await reader.readline()).decode(), end="")
        writer.close()
        await writer.wait_closed()


async def main(folder: Path) -> None:
    known = make_identity(folder, "known", "localhost")
    stranger = make_identity(folder, "stranger", "localhost")
    client = as_client_of(known)

    print("the right one: ", end="")
    await ask(as_server(known), client, "localhost")
    print("another name: ", end="")
    await ask(as_server(known), client, "elsewhere.example")
    print("a stranger: ", end="")
    await ask(as_server(stranger), client, "localhost")


with tempfile.TemporaryDirectory() as folder:
    asyncio.run(main(Path(folder)))

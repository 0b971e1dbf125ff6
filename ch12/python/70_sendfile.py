"""ch12/python/70_sendfile.py
The system sends a file without it passing through the program; from where
it can't, the program reads and writes.
"""

import asyncio
import io
import socket
import tempfile
from typing import IO


async def send(receiver: tuple[str, int], file: IO[bytes]) -> None:
    loop = asyncio.get_running_loop()
    with socket.socket() as sock:
        sock.setblocking(False)
        await loop.sock_connect(sock, receiver)
        sent = await loop.sock_sendfile(sock, file, fallback=False)
        print(f"sendfile: {sent} bytes")

        text = io.BytesIO(b"more text")
        try:
            sent = await loop.sock_sendfile(sock, text, fallback=False)
        except asyncio.SendfileNotAvailableError:
            print("sendfile: not available")
            _, writer = await asyncio.open_connection(sock=sock)
            sent = await loop.sendfile(writer.transport, text)
        print(f"copied: {sent} bytes")
        writer.close()
        await writer.wait_closed()


async def receive(acceptor: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    sock, _ = await loop.sock_accept(acceptor)
    reader, writer = await asyncio.open_connection(sock=sock)
    text = (await reader.read()).decode()
    print(f"received: {len(text)} bytes, the end is {text[-9:]}")
    writer.close()
    await writer.wait_closed()


async def main() -> None:
    with (
        tempfile.TemporaryFile() as file,
        socket.create_server(("127.0.0.1", 0)) as acceptor,
    ):
        file.write(b"x" * 1_000_000)
        file.flush()
        file.seek(0)
        acceptor.setblocking(False)
        await asyncio.gather(
            receive(acceptor), send(acceptor.getsockname(), file)
        )


if __name__ == "__main__":
    asyncio.run(main())

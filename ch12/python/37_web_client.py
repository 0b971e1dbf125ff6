"""ch12/python/37_web_client.py
A coroutine fetches a page: it writes the request, reads the status and the
headers line by line, and then the body until the server closes.
"""

import asyncio
import sys
from asyncio import StreamReader, StreamWriter


async def read_line(reader: StreamReader) -> str:
    return (await reader.readline()).decode().rstrip("\r\n")


async def fetch(host: str, port: int) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(
        f"GET / HTTP/1.0\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    )

    print("status:", await read_line(reader))
    while line := await read_line(reader):
        print("header:", line)

    body = await reader.read()
    print("body:", body.decode(), end="")
    writer.close()
    await writer.wait_closed()


async def serve_once(reader: StreamReader, writer: StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(
        b"HTTP/1.1 200 OK\r\n"
        b"Content-Type: text/plain\r\n"
        b"Content-Length: 16\r\n"
        b"\r\n"
        b"Ada was here...\n"
    )
    writer.close()
    await writer.wait_closed()


async def main() -> None:
    if len(sys.argv) > 1:
        await fetch(sys.argv[1], int((sys.argv[2:] or ["80"])[0]))
        return
    async with await asyncio.start_server(serve_once, "127.0.0.1") as server:
        await fetch(*server.sockets[0].getsockname())


asyncio.run(main())

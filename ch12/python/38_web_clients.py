"""ch12/python/38_web_clients.py
Several pages are fetched at the same time, as many as the list has. The
server answers nobody until all have asked: one after the other would hang.
"""

import asyncio
import os
import socket
from asyncio import StreamReader, StreamWriter

Page = tuple[int, str]


async def fetch(page: Page) -> str:
    port, path = page
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer.decode().split("\r\n\r\n", 1)[1]


async def fetch_all(pages: list[Page]) -> None:
    results = await asyncio.gather(
        *(fetch(page) for page in pages), return_exceptions=True
    )
    for (_, path), result in zip(pages, results):
        print(f"{path}: ", end="")
        match result:
            case OSError(errno=number):
                print(os.strerror(number))
            case BaseException():
                raise result
            case _:
                print(result, end="")


async def main() -> None:
    waiting: list[tuple[StreamWriter, str]] = []

    async def serve(reader: StreamReader, writer: StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.decode().split()[1]
        print("server: is asked for", path)
        waiting.append((writer, path))
        if len(waiting) == 3:
            for client, path in waiting:
                page = f"the page {path}\n".encode()
                client.writelines([b"HTTP/1.0 200 OK\r\n\r\n", page])
                client.close()

    with socket.socket() as silent:
        # A port that is taken, and where nobody listens.
        silent.bind(("127.0.0.1", 0))
        nobody = silent.getsockname()[1]
        async with await asyncio.start_server(serve, "127.0.0.1") as server:
            port = server.sockets[0].getsockname()[1]
            await fetch_all(
                [
                    (port, "/apples"),
                    (nobody, "/nobody"),
                    (port, "/pears"),
                    (port, "/plums"),
                ]
            )


asyncio.run(main())

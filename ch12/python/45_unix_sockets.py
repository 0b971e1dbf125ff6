"""ch12/python/45_unix_sockets.py
A server that is reached through a path in the file system, and by nobody
outside this machine. All but the address is as with TCP.
"""

import asyncio
import os
import socket
import tempfile
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def removed_on_exit(path: str) -> Iterator[str]:
    try:
        yield path
    finally:
        with suppress(FileNotFoundError):
            os.remove(path)


async def answer(reader: StreamReader, writer: StreamWriter) -> None:
    writer.write(b"hello " + await reader.readline())
    writer.close()
    await writer.wait_closed()


async def ask(path: str, name: str) -> None:
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(f"{name}\n".encode())
    print(f"{name}: {(await reader.readline()).decode()}", end="")
    writer.close()
    await writer.wait_closed()


async def main(path: str) -> None:
    async with await asyncio.start_unix_server(answer, path):
        await asyncio.gather(ask(path, "Ada"), ask(path, "Bob"))
    there = "is still there" if os.path.exists(path) else "is gone"
    print("closed, the path", there)

    # start_unix_server() removes what is in its way; a socket does not.
    with socket.socket(socket.AF_UNIX) as following:
        try:
            following.bind(path)
        except OSError as error:
            print("bind:", os.strerror(error.errno))
        os.remove(path)
        following.bind(path)
        print("bind:", os.strerror(0))


with removed_on_exit(
    os.path.join(tempfile.gettempdir(), f"ch12_45_{os.getpid()}")
) as path:
    asyncio.run(main(path))

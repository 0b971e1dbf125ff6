"""ch12/python/40_echo_server.py
A server sends back what it gets, to all its clients at the same time: each
connection is a coroutine. It can be reached from listen() until close().
"""

import asyncio
import os
from asyncio import StreamReader, StreamWriter


async def echo(reader: StreamReader, writer: StreamWriter) -> None:
    while data := await reader.read(1024):
        writer.write(data)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def talk(port: int, name: str) -> None:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError as refused:
        print(f"{name}: {os.strerror(refused.errno)}")
        return
    for word in ("one", "two"):
        line = f"{name} says {word}\n".encode()
        writer.write(line)
        print("echo:", (await reader.readexactly(len(line))).decode(), end="")
    writer.close()
    await writer.wait_closed()


async def main() -> None:
    server = await asyncio.start_server(echo, "127.0.0.1", start_serving=False)
    assert server.get_loop() is asyncio.get_running_loop()
    host, port = server.sockets[0].getsockname()
    await talk(port, "early")

    await server.start_serving()
    print(f"serving at {host}:{port}")
    serving = asyncio.create_task(server.serve_forever())
    await asyncio.gather(talk(port, "A"), talk(port, "B"), talk(port, "C"))

    # This closes the server: server.close() does it alone.
    serving.cancel()
    await asyncio.wait([serving])
    server.close()
    print("serving" if server.is_serving() else "not serving")
    await talk(port, "late")


asyncio.run(main())

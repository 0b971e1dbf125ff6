"""ch12/python/47_blocking_in_threads.py
A function that blocks runs in a thread of a pool, and the loop goes on: here
it must, because the server that the function waits for lives in the loop.
"""

import asyncio
import os
import socket
from asyncio import StreamReader, StreamWriter
from concurrent.futures import ThreadPoolExecutor


# Knows nothing of coroutines, as most libraries.
def look_up(port: int, name: str) -> str:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"{name}\n".encode())
        with connection.makefile() as answers:
            return answers.readline().strip()


async def ask(pool: ThreadPoolExecutor, port: int, name: str) -> None:
    loop = asyncio.get_running_loop()
    try:
        # In the pool; its result, or its exception, comes back to the loop.
        answer = await loop.run_in_executor(pool, look_up, port, name)
    except OSError as error:
        answer = os.strerror(error.errno)
    print(f"{name}: {answer}")


async def main() -> None:
    waiting: list[tuple[StreamWriter, str]] = []

    async def serve(reader: StreamReader, writer: StreamWriter) -> None:
        waiting.append((writer, (await reader.readline()).decode()))
        if len(waiting) == 3:
            print("server: three wait at the same time")
            for client, name in waiting:
                client.write(f"found {name}".encode())
                client.close()

    with ThreadPoolExecutor(3) as pool, socket.socket() as silent:
        # A port that is taken, and where nobody listens.
        silent.bind(("127.0.0.1", 0))
        async with await asyncio.start_server(serve, "127.0.0.1") as server:
            port = server.sockets[0].getsockname()[1]
            await asyncio.gather(
                ask(pool, silent.getsockname()[1], "Nobody"),
                ask(pool, port, "Ada"),
                ask(pool, port, "Bob"),
                ask(pool, port, "Cy"),
            )


asyncio.run(main())

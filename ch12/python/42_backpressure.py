"""ch12/python/42_backpressure.py
A producer is faster than its consumer. One that waits for each write can be
ahead only by what the sockets hold; one that doesn't piles up everything.
"""

import asyncio
import socket
from asyncio import StreamReader, StreamWriter

CHUNKS = 8192
CHUNK = b"x" * 1024


class Count:
    made = 0


async def produce(writer: StreamWriter, waits: bool, count: Count) -> None:
    while count.made < CHUNKS:
        count.made += 1
        writer.write(CHUNK)
        if waits:
            await writer.drain()
    writer.close()
    await writer.wait_closed()


async def consume(reader: StreamReader, count: Count) -> None:
    # Time for the producer to get as far ahead as it can.
    await asyncio.sleep(0.03)
    made = "less than 1024" if count.made < 1024 else count.made
    print("made before the first is read:", made)

    received = 0
    while data := await reader.read(4096):
        received += len(data)
    print(f"made {count.made}, read {received // len(CHUNK)}")


async def run(waits: bool) -> None:
    count = Count()
    done = asyncio.Event()

    async def accept(reader: StreamReader, writer: StreamWriter) -> None:
        await consume(reader, count)
        writer.close()
        done.set()

    async with await asyncio.start_server(accept, "127.0.0.1") as server:
        # Fixed, and inherited by what is accepted: else the system lets the
        # buffers of a fast connection grow, to several megabytes.
        server.sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        address = server.sockets[0].getsockname()
        _, writer = await asyncio.open_connection(*address)
        writer.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_SNDBUF, 65536
        )
        await asyncio.gather(produce(writer, waits, count), done.wait())


for waits in (False, True):
    print("waiting for each write:" if waits else "not waiting:")
    asyncio.run(run(waits))

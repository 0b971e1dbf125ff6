"""ch12/python/68_pipes.py
A pipe between two coroutines of one loop: each end waits for the other
without holding up the loop.
"""

import asyncio
import os


async def produce(output: int) -> None:
    loop = asyncio.get_running_loop()
    # FlowControlMixin is what StreamWriter.drain needs of its protocol.
    transport, protocol = await loop.connect_write_pipe(
        asyncio.streams.FlowControlMixin, os.fdopen(output, "wb")
    )
    writer = asyncio.StreamWriter(transport, protocol, None, loop)
    for line in ("one\n", "two\n", "three\n"):
        print(f"writes {line}", end="")
        writer.write(line.encode())
        await writer.drain()
    transport.close()


async def consume(pipe: int) -> None:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(pipe, "rb")
    )
    while line := await reader.readline():
        print(f"reads {line.decode()}", end="")
    print("the other end is closed")
    transport.close()


async def main() -> None:
    pipe, output = os.pipe()
    await asyncio.gather(consume(pipe), produce(output))


if __name__ == "__main__":
    asyncio.run(main())

"""ch12/python/41_stream_reads.py
The ways to read from a stream: what there is, a line, so many bytes, up to a
mark; and how reading fails at a limit and at the end.
"""

import asyncio
from asyncio import StreamReader, StreamWriter


async def send(reader: StreamReader, writer: StreamWriter) -> None:
    writer.write(b"!")
    # The rest only when it has been asked for.
    await reader.readexactly(1)
    writer.write(b"a line\n1234key=value;far too long a value;")
    writer.write(b"last")
    writer.close()
    await writer.wait_closed()


async def receive(port: int) -> None:
    # The limit belongs to the reader, and holds for readline() too.
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=16)

    # At least one byte, at most 100.
    print("some:", (await reader.read(100)).decode())
    writer.write(b"?")

    print("line:", (await reader.readline()).decode(), end="")
    print("exactly 4:", (await reader.readexactly(4)).decode())
    print("until ;:", (await reader.readuntil(b";")).decode())

    try:
        await reader.readuntil(b";")
    except asyncio.LimitOverrunError as overrun:
        print(f"until ;: none in {overrun.consumed} bytes")
        skipped = await reader.readexactly(overrun.consumed)
        skipped += await reader.readuntil(b";")
        print("skipped:", len(skipped))

    try:
        await reader.readexactly(10)
    except asyncio.IncompleteReadError as incomplete:
        assert reader.at_eof()
        partial = incomplete.partial.decode()
        print(
            f"exactly {incomplete.expected}: only {partial}, then the end",
        )
    writer.close()
    await writer.wait_closed()


async def main() -> None:
    async with await asyncio.start_server(send, "127.0.0.1") as server:
        await receive(server.sockets[0].getsockname()[1])


asyncio.run(main())

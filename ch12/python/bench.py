"""ch12/python/bench.py
What asyncio does in a second, under the names of ch12/bench.cpp. One JSON
object a line: the name and the rate, in items per second.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable

SECONDS = 1.0
MESSAGE = bytes(64)
TERMS = 200_000


async def rate(work: Callable[[], Awaitable[object]], items: int) -> float:
    """How many items per second work does, each call of it doing items."""
    await work()
    calls, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < SECONDS:
        await work()
        calls += 1
    return calls * items / passed


async def nothing() -> None:
    pass


async def tasks() -> float:
    async def work() -> None:
        await asyncio.gather(*(nothing() for _ in range(1000)))

    return await rate(work, 1000)


async def take_turns(turns: int) -> None:
    for _ in range(turns):
        await asyncio.sleep(0)


async def switches() -> float:
    async def work() -> None:
        await asyncio.gather(take_turns(1000), take_turns(1000))

    return await rate(work, 2000)


async def queue() -> float:
    items: asyncio.Queue[int] = asyncio.Queue(100)

    async def put() -> None:
        for i in range(1000):
            await items.put(i)

    async def get() -> None:
        for _ in range(1000):
            await items.get()

    async def work() -> None:
        await asyncio.gather(put(), get())

    return await rate(work, 1000)


async def answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    while message := await reader.read(len(MESSAGE)):
        writer.write(message)
    writer.close()


async def ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, times: int
) -> None:
    for _ in range(times):
        writer.write(MESSAGE)
        await reader.readexactly(len(MESSAGE))


async def echo(connections: int) -> float:
    times = 1000 if connections == 1 else 100
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    clients = [
        await asyncio.open_connection(*address) for _ in range(connections)
    ]

    async def work() -> None:
        await asyncio.gather(*(ask(*client, times) for client in clients))

    try:
        return await rate(work, connections * times)
    finally:
        for _, writer in clients:
            writer.close()
            await writer.wait_closed()
        server.close()
        await server.wait_closed()


class Player(asyncio.DatagramProtocol):
    """Sends back what comes, as often as it may; then `done` is set."""

    def __init__(self) -> None:
        self.left = 0
        self.done = asyncio.Event()
        self.transport: asyncio.DatagramTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        if self.left:
            self.left -= 1
            self.transport.sendto(data, address)
        else:
            self.done.set()


async def datagrams() -> float:
    loop = asyncio.get_running_loop()
    any_port = ("127.0.0.1", 0)
    here, one = await loop.create_datagram_endpoint(Player, any_port)
    there, other = await loop.create_datagram_endpoint(Player, any_port)

    async def work() -> None:
        one.left, other.left = 999, 1000
        one.done.clear()
        one.transport.sendto(MESSAGE, there.get_extra_info("sockname"))
        await one.done.wait()

    try:
        return await rate(work, 2000)
    finally:
        here.close()
        there.close()


async def partial_pi(first: int, last: int) -> float:
    total = 0.0
    for k in range(first, last):
        total += (4.0 if k % 2 == 0 else -4.0) / (2.0 * k + 1.0)
        if k % 1000 == 999:
            await asyncio.sleep(0)
    return total


async def pi() -> float:
    async def work() -> None:
        share = TERMS // 4
        parts = (partial_pi(i * share, (i + 1) * share) for i in range(4))
        sum(await asyncio.gather(*parts))

    return await rate(work, TERMS)


async def main() -> None:
    benchmarks = {
        "tasks": tasks,
        "switches": switches,
        "queue": queue,
        "echo/1": lambda: echo(1),
        "echo/100": lambda: echo(100),
        "datagrams": datagrams,
        "pi": pi,
    }
    for name, benchmark in benchmarks.items():
        result = {"name": name, "items_per_second": await benchmark()}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    asyncio.run(main())

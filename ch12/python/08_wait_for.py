"""ch12/python/08_wait_for.py
An awaitable gets a time limit. When it is over, the work is cancelled and
has ended before the exception comes; what it still achieves is kept.
"""

import asyncio


async def slow() -> int:
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        print("slow: cancelled")
        raise
    return 0


async def quick() -> int:
    await asyncio.sleep(0)
    return 42


async def produce(queue: asyncio.Queue[int]) -> None:
    for number in range(100):
        await asyncio.sleep(0.0001)
        await queue.put(number)


async def consume(queue: asyncio.Queue[int]) -> None:
    expected = 0
    while expected < 100:
        try:
            number = await asyncio.wait_for(queue.get(), 0.0001)
            assert number == expected, "a number was lost"
            expected += 1
        except asyncio.TimeoutError:
            pass
    print(f"consumer: all {expected} numbers")


async def program() -> None:
    answer = await asyncio.wait_for(quick(), 3600)
    print(f"quick: {answer}")

    try:
        await asyncio.wait_for(slow(), 0.01)
    except asyncio.TimeoutError:
        print("program: time is over")

    queue: asyncio.Queue[int] = asyncio.Queue(1)
    await asyncio.gather(produce(queue), consume(queue))


if __name__ == "__main__":
    asyncio.run(program())

"""ch12/python/24_queue.py
A queue with maxsize=2: full, it makes the producer wait; empty, the consumer.
Who is cancelled takes nothing along.
"""

import asyncio


async def produce(queue: asyncio.Queue[int]) -> None:
    for number in range(1, 6):
        print(f"puts {number}")
        await queue.put(number)


async def consume(queue: asyncio.Queue[int]) -> None:
    for _ in range(5):
        number = await queue.get()
        print(f"gets {number}")


def without_waiting(queue: asyncio.Queue[int]) -> None:
    for number in (1, 2, 3):
        try:
            queue.put_nowait(number)
        except asyncio.QueueFull:
            print(f"no room for {number} in {queue.maxsize}")
    while not queue.empty():
        print(f"there was {queue.get_nowait()}")
    try:
        queue.get_nowait()
    except asyncio.QueueEmpty:
        print("empty")


async def get(name: str, queue: asyncio.Queue[int]) -> None:
    try:
        number = await queue.get()
        print(f"{name}: got {number}")
    except asyncio.CancelledError:
        print(f"{name}: cancelled")


async def put(number: int, queue: asyncio.Queue[int]) -> None:
    try:
        await queue.put(number)
    except asyncio.CancelledError:
        print(f"{number}: cancelled")


async def main() -> None:
    queue: asyncio.Queue[int] = asyncio.Queue(maxsize=2)
    await asyncio.gather(produce(queue), consume(queue))

    without_waiting(queue)

    a = asyncio.create_task(get("A", queue))
    b = asyncio.create_task(get("B", queue))
    await asyncio.sleep(0)
    # A and B wait for an item.
    a.cancel()
    for number in (1, 2, 3):
        await put(number, queue)
    await asyncio.gather(a, b)

    # B has one, two fill the queue, and two more wait for room.
    tasks = [asyncio.create_task(put(number, queue)) for number in (4, 5)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    await asyncio.sleep(0)
    for _ in range(3):
        await get("C", queue)


asyncio.run(main())

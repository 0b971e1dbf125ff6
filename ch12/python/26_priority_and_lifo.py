"""ch12/python/26_priority_and_lifo.py
One queue, two orders: the container adaptor decides which item is next. Who
is cancelled with an item as good as in hand leaves it to the next.
"""

import asyncio

Job = tuple[int, str]


def fill_and_empty(name: str, queue: asyncio.Queue[Job]) -> None:
    for job in ((2, "eat"), (3, "sleep"), (1, "wake")):
        queue.put_nowait(job)
    print(f"{name}, {queue.qsize()} items:", end="")
    while queue.qsize() > 0:
        _, what = queue.get_nowait()
        print(f" {what}", end="")
    print()


async def get(name: str, queue: asyncio.Queue[Job]) -> None:
    try:
        _, what = await queue.get()
        print(f"{name}: {what}")
    except asyncio.CancelledError:
        print(f"{name}: cancelled")


async def main() -> None:
    priority: asyncio.PriorityQueue[Job] = asyncio.PriorityQueue()
    fill_and_empty("lifo", asyncio.LifoQueue())
    fill_and_empty("priority", priority)

    a = asyncio.create_task(get("A", priority))
    b = asyncio.create_task(get("B", priority))
    await asyncio.sleep(0)
    priority.put_nowait((1, "wake"))
    # A is woken now, but A does not run before this coroutine waits.
    a.cancel()
    await asyncio.gather(a, b)


asyncio.run(main())

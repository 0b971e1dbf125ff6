"""ch12/python/23_barrier.py
A barrier for two coroutines: one that is cancelled gives up its place; an
abort or a reset breaks the round of those who wait.
"""

import asyncio


async def meet(name: str, barrier: asyncio.Barrier) -> None:
    try:
        index = await barrier.wait()
        print(f"{name}: through as number {index}")
    except asyncio.BrokenBarrierError:
        print(f"{name}: broken")
    except asyncio.CancelledError:
        print(f"{name}: cancelled")


async def main() -> None:
    barrier = asyncio.Barrier(2)
    a = asyncio.create_task(meet("A", barrier))
    await asyncio.sleep(0)
    print(f"waiting: {barrier.n_waiting} of {barrier.parties}")
    a.cancel()
    await a
    print(f"waiting: {barrier.n_waiting}")

    b = asyncio.create_task(meet("B", barrier))
    c = asyncio.create_task(meet("C", barrier))
    await asyncio.gather(b, c)

    d = asyncio.create_task(meet("D", barrier))
    await asyncio.sleep(0)
    await barrier.abort()
    print("broken for all" if barrier.broken else "whole")
    await d
    await meet("E", barrier)

    await barrier.reset()
    f = asyncio.create_task(meet("F", barrier))
    await asyncio.sleep(0)
    await barrier.reset()
    await f
    print("broken for all" if barrier.broken else "whole")


asyncio.run(main())

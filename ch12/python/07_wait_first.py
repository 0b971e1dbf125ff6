"""ch12/python/07_wait_first.py
Of several that wait, the first to be done decides, and the others are
cancelled: a few of any type with ||, any number with a group.
"""

import asyncio
from typing import Any, Coroutine


async def ask(mirror: str, delay: float) -> str:
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(f"{mirror}: cancelled")
        raise
    return f"page from {mirror}"


async def count_visitors() -> int:
    await asyncio.sleep(0)
    return 12


async def first_of(*coroutines: Coroutine[Any, Any, Any]) -> None:
    tasks = [asyncio.create_task(coroutine) for coroutine in coroutines]
    done, pending = await asyncio.wait(
        tasks, return_when=asyncio.FIRST_COMPLETED
    )
    # wait lets the others go on; cancelling them is the caller's part.
    for task in pending:
        task.cancel()
    await asyncio.wait(pending)
    winner = done.pop()
    print(f"number {tasks.index(winner)} was first: {winner.result()}")


async def program() -> None:
    await first_of(ask("mars", 3600), count_visitors())
    await first_of(ask("venus", 3600), ask("earth", 0.01), ask("pluto", 3600))


if __name__ == "__main__":
    asyncio.run(program())

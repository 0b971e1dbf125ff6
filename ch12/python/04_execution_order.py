"""ch12/python/04_execution_order.py
Coroutines take turns at their waits only: who waits goes to the end of the
queue, and nobody is interrupted in between.
"""

import asyncio


async def task(name: str) -> None:
    print(f"{name} 1")
    await asyncio.sleep(0)
    print(f"{name} 2")


async def program() -> None:
    a = asyncio.create_task(task("A"))
    b = asyncio.create_task(task("B"))
    asyncio.get_running_loop().call_soon(print, "callback")
    print("called at once")

    print("program: spawned, nobody has begun")
    await asyncio.sleep(0)
    print("program: one turn")
    await asyncio.sleep(0)
    print("program: two turns")
    await a
    await b


if __name__ == "__main__":
    asyncio.run(program())

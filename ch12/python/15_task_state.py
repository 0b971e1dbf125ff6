"""ch12/python/15_task_state.py
A handle tells how its task stands: a name, done or not, a result, a failure
or a cancellation, and callbacks for whoever wants to know.
"""

import asyncio


async def divide(dividend: int, divisor: int) -> int:
    await asyncio.sleep(0)
    if divisor == 0:
        raise ValueError("division by zero")
    return dividend // divisor


async def sleep_long() -> int:
    await asyncio.sleep(3600)
    return 0


def tell(task: asyncio.Task[int]) -> None:
    if not task.done():
        told = "not done"
    elif task.cancelled():
        told = "cancelled"
    elif task.exception():
        told = "failed"
    else:
        told = f"result {task.result()}"
    print(f"{task.get_name()}: {told}")


def announce(task: asyncio.Task[int]) -> None:
    print(f"{task.get_name()} is done")


def never(task: asyncio.Task[int]) -> None:
    print("never printed")


async def program() -> None:
    good = asyncio.create_task(divide(12, 4), name="Task-1")
    bad = asyncio.create_task(divide(12, 0), name="bad")
    unwanted = asyncio.create_task(sleep_long(), name="unwanted")
    good.set_name("good")
    good.add_done_callback(announce)
    good.add_done_callback(never)
    good.remove_done_callback(never)
    asyncio.get_running_loop().call_soon(unwanted.cancel)

    tell(good)
    await asyncio.wait([good, bad, unwanted])
    for task in (good, bad, unwanted):
        tell(task)


if __name__ == "__main__":
    asyncio.run(program())

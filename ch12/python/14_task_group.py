"""ch12/python/14_task_group.py
No task outlives its group: the group waits for all. When one fails or the
waiter is cancelled, the rest is cancelled, and every failure is kept.
"""

import asyncio


async def cook(dish: str) -> None:
    await asyncio.sleep(0)
    if dish == "toast":
        raise RuntimeError("toast is burnt")
    print(f"{dish} is ready")


async def wait_at_table(name: str) -> None:
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        if name == "waiter":
            raise RuntimeError("waiter stumbled")
        print(f"{name} leaves")
        raise


async def breakfast() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(cook("porridge"))
        group.create_task(cook("egg"))


async def brunch() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(wait_at_table("guest"))
        group.create_task(wait_at_table("waiter"))
        group.create_task(cook("toast"))


async def supper() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(wait_at_table("family"))


async def program() -> None:
    await breakfast()
    print("breakfast is over")

    failures: tuple[Exception, ...] = ()
    try:
        await brunch()
    except* RuntimeError as group:
        failures = group.exceptions
    for failure in failures:
        print(f"brunch: {failure}")

    try:
        await asyncio.wait_for(supper(), 0.01)
    except asyncio.TimeoutError:
        print("supper is cut short")


if __name__ == "__main__":
    asyncio.run(program())

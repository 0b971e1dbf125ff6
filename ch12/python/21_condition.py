"""ch12/python/21_condition.py
Coroutines wait until there is something to eat. The one that is notified
and cancelled in the same breath passes the notification on.
"""

import asyncio


async def eat(
    name: str, condition: asyncio.Condition, plate: list[str]
) -> None:
    try:
        async with condition:
            try:
                await condition.wait_for(lambda: plate)
            except asyncio.CancelledError:
                # From 3.13 on, wait() does this itself.
                condition.notify()
                raise
            print(f"{name}: eats the {plate.pop(0)}")
            condition.notify_all()
    except asyncio.CancelledError:
        print(f"{name}: cancelled")


async def main() -> None:
    condition = asyncio.Condition()
    plate: list[str] = []
    tasks = [
        asyncio.create_task(eat(name, condition, plate)) for name in "ABCD"
    ]
    await asyncio.sleep(0)

    await condition.acquire()
    plate.append("apple")
    condition.notify()
    # A is woken, but A does not run before this coroutine waits.
    tasks[0].cancel()
    while plate:
        await condition.wait()

    plate += ["bread", "cheese"]
    condition.notify_all()
    print(f"the cook {'has' if condition.locked() else 'lost'} the lock")
    condition.release()
    await asyncio.gather(*tasks)


asyncio.run(main())

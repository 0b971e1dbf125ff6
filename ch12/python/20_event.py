"""ch12/python/20_event.py
An event lets everybody through who waits for it.
"""

import asyncio


async def pass_through(name: str, event: asyncio.Event) -> None:
    print(f"{name}: comes")
    try:
        await event.wait()
        print(f"{name}: is through")
    except asyncio.CancelledError:
        print(f"{name}: cancelled")


async def main() -> None:
    event = asyncio.Event()
    tasks = [asyncio.create_task(pass_through(name, event)) for name in "ABC"]
    await asyncio.sleep(0)

    tasks[1].cancel()
    event.set()
    await asyncio.gather(*tasks)
    await pass_through("D", event)

    event.clear()
    e = asyncio.create_task(pass_through("E", event))
    await asyncio.sleep(0)
    # Who waits is let through, even if the event is cleared at once.
    event.set()
    event.clear()
    print("set" if event.is_set() else "clear")
    await e


asyncio.run(main())

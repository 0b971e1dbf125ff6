"""ch12/python/13_shield.py
A task is waited for through what it shares with its waiters. Cancelling a
waiter ends that wait alone: the work goes on, and its result is not lost.
"""

import asyncio


async def save(disk: asyncio.Event) -> int:
    print("save: begins")
    await disk.wait()
    print("save: done")
    return 3


async def request(saving: asyncio.Task[int], disk: asyncio.Event) -> None:
    try:
        await asyncio.shield(saving)
    except asyncio.CancelledError:
        print("request: cancelled")
        disk.set()


async def program() -> None:
    disk = asyncio.Event()
    saving = asyncio.create_task(save(disk))
    asking = asyncio.create_task(request(saving, disk))
    await asyncio.sleep(0)
    asking.cancel()

    records = await saving
    print(f"program: {records} records saved")


if __name__ == "__main__":
    asyncio.run(program())

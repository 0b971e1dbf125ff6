"""ch12/python/19_lock.py
A lock for coroutines is handed from one to the next, in the order of their
coming; two that are cancelled, one of them with the lock already its own,
do not stop it on its way.
"""

import asyncio


async def work(name: str, lock: asyncio.Lock) -> None:
    try:
        async with lock:
            await asyncio.sleep(0)
            print(f"{name}: worked")
    except asyncio.CancelledError:
        print(f"{name}: cancelled")


async def main() -> None:
    lock = asyncio.Lock()
    await lock.acquire()
    b, c, d = [asyncio.create_task(work(name, lock)) for name in "BCD"]
    # The others run now, and queue up.
    await asyncio.sleep(0)
    print("A: has the lock")

    b.cancel()
    # C is woken now, but C does not run before this coroutine waits.
    lock.release()
    c.cancel()
    await asyncio.gather(b, c, d)
    print("locked" if lock.locked() else "free")


asyncio.run(main())

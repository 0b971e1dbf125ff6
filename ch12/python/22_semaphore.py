"""ch12/python/22_semaphore.py
Two permits for four coroutines: of the two that are cancelled, one had been
given a permit, and it goes to the next. A bound refuses one too many.
"""

import asyncio


async def work(name: str, semaphore: asyncio.Semaphore) -> None:
    try:
        async with semaphore:
            await asyncio.sleep(0)
            print(f"{name}: worked")
    except asyncio.CancelledError:
        print(f"{name}: cancelled")


async def main() -> None:
    semaphore = asyncio.BoundedSemaphore(2)
    await semaphore.acquire()
    await semaphore.acquire()
    tasks = [asyncio.create_task(work(name, semaphore)) for name in "ABCD"]
    # The four run now, and queue up.
    await asyncio.sleep(0)
    print("no permit left" if semaphore.locked() else "one left")

    tasks[0].cancel()
    # The permit is B's now, but B does not run before this coroutine waits.
    semaphore.release()
    tasks[1].cancel()
    semaphore.release()
    await asyncio.gather(*tasks)

    try:
        semaphore.release()
    except ValueError:
        print("released too many times")


asyncio.run(main())

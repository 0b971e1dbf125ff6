"""ch12/python/09_timeout.py
A block runs under a deadline that it can move while it runs: one timer, and
a coroutine that looks again whenever the deadline has changed.
"""

import asyncio


async def download(timeout: asyncio.Timeout, parts: int) -> None:
    for part in range(1, parts + 1):
        await asyncio.sleep(0.005)
        print(f"part {part}")
        when = timeout.when()
        assert when is not None
        timeout.reschedule(when + 30)
    timeout.reschedule(asyncio.get_running_loop().time() + 0.02)
    print("stuck")
    await asyncio.sleep(3600)


async def program() -> None:
    start = asyncio.get_running_loop().time()

    async with asyncio.timeout(30) as strict:
        await asyncio.sleep(0.01)
    print(f"in time, expired: {str(strict.expired()).lower()}")

    try:
        async with asyncio.timeout_at(start + 30) as patient:
            await download(patient, 2)
    except TimeoutError:
        print(f"time is over, expired: {str(patient.expired()).lower()}")


if __name__ == "__main__":
    asyncio.run(program())

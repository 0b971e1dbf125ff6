"""ch12/python/02_await.py
await stops this coroutine until the other has its result or has failed;
while it waits for time to pass, the loop runs others.
"""

import asyncio
import time


async def divide(dividend: int, divisor: int) -> int:
    if divisor == 0:
        raise ValueError("division by zero")
    return dividend // divisor


async def other() -> None:
    print("other: runs meanwhile")


async def program() -> None:
    for divisor in (4, 0):
        try:
            quotient = await divide(12, divisor)
            print(f"program: got {quotient}")
        except ValueError as error:
            print(f"program: caught {error}")

    print("program: sleeps")
    task = asyncio.create_task(other())

    start = time.monotonic()
    await asyncio.sleep(0.02)
    slept = time.monotonic() - start
    print(f"program: woke {'after its time' if slept >= 0.02 else 'too early'}")
    await task


if __name__ == "__main__":
    asyncio.run(program())

"""ch12/python/33_to_thread.py
A function that blocks runs in a thread; the coroutine waits for what it
returns or raises, and meanwhile the loop goes on.
"""

import asyncio
from concurrent.futures import Future
from math import sqrt
from threading import current_thread


def root(number: float) -> float:
    if number < 0:
        raise ValueError("no real root")
    return sqrt(number)


async def run(number: Future[float]) -> None:
    here = current_thread()

    def blocking_root() -> float:
        same = current_thread() is here
        # One write: print() alone writes a line and its end one after the other.
        print(f"in {'the loop' if same else 'another'} thread\n", end="")
        return root(number.result())

    answer = await asyncio.to_thread(blocking_root)
    print(f"root: {answer:g}")

    try:
        await asyncio.to_thread(root, -1)
    except ValueError as error:
        print(error)
    if current_thread() is here:
        print("back in the loop's thread")


async def answer(number: Future[float]) -> None:
    print("the loop goes on\n", end="")
    number.set_result(16)


async def main() -> None:
    number: Future[float] = Future()
    await asyncio.gather(run(number), answer(number))


asyncio.run(main())

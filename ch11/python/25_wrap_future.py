"""ch11/python/25_wrap_future.py
A coroutine awaits futures of a thread pool, and main waits at a future for
the coroutine: event loop and threads meet at futures, in both directions.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from math import sqrt
from threading import Thread, current_thread


class NoRealRoot(Exception):
    pass


def root(number: float) -> float:
    if number < 0:
        raise NoRealRoot
    return sqrt(number)


async def add_roots(pool: ThreadPoolExecutor, a: float, b: float) -> str:
    loop_thread = current_thread()
    try:
        total = await asyncio.wrap_future(pool.submit(root, a))
        total += await asyncio.wrap_future(pool.submit(root, b))
        answer = f"{total:.0f}"
    except NoRealRoot:
        answer = "no real root"
    here = current_thread() is loop_thread
    return answer + (", in the loop's thread" if here else ", elsewhere")


def main() -> None:
    loop = asyncio.new_event_loop()
    loop_thread = Thread(target=loop.run_forever)
    loop_thread.start()

    with ThreadPoolExecutor(2) as pool:
        for number in (16.0, -16.0):
            answer = asyncio.run_coroutine_threadsafe(
                add_roots(pool, 9, number), loop
            )
            print(f"main: {answer.result()}")

    loop.call_soon_threadsafe(loop.stop)
    loop_thread.join()
    loop.close()


if __name__ == "__main__":
    main()

"""ch12/python/32_call_from_a_thread.py
main starts coroutines on the loop of another thread and waits for what they
return; one that takes too long it cancels, from over there.
"""

import asyncio
import concurrent.futures
from threading import Thread


async def divide(a: int, b: int) -> int:
    await asyncio.sleep(0)
    if b == 0:
        raise ZeroDivisionError("division by zero")
    return a // b


async def wait_for_ever() -> int:
    await asyncio.Event().wait()
    return 0


async def finish_all() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.gather(*tasks, return_exceptions=True)


def main() -> None:
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()

    for divisor in (3, 0):
        quotient = asyncio.run_coroutine_threadsafe(divide(12, divisor), loop)
        try:
            print(f"main: {quotient.result()}")
        except ZeroDivisionError as error:
            print("main: division by zero")

    nothing = asyncio.run_coroutine_threadsafe(wait_for_ever(), loop)
    try:
        nothing.result(timeout=0.01)
    except concurrent.futures.TimeoutError:
        print("main: has waited long enough")
    # The future hands this on to the task, in the loop's thread.
    nothing.cancel()
    try:
        nothing.result()
    except concurrent.futures.CancelledError:
        print("main: cancelled")

    # The future is cancelled at once, but its task ends a little later.
    asyncio.run_coroutine_threadsafe(finish_all(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


main()

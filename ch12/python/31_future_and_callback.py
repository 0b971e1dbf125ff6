"""ch12/python/31_future_and_callback.py
An interface that calls back meets coroutines that wait: between them stands
a future, which is set once and wakes all who wait for it.
"""

import asyncio
from collections.abc import Callable

Future = asyncio.Future[int]


# The kind of interface that knows nothing of coroutines.
def measure(
    loop: asyncio.AbstractEventLoop, callback: Callable[[int], None]
) -> None:
    loop.call_soon(callback, 21)


async def show(name: str, future: Future) -> None:
    try:
        # A cancelled task cancels the future that it awaits: hence the shield.
        result = await asyncio.shield(future)
        print(f"{name}: {result}")
    except asyncio.CancelledError:
        print(f"{name}: cancelled")
    except RuntimeError as error:
        print(f"{name}: {error}")


def removed(future: Future) -> None:
    print("removed")


async def main() -> None:
    degrees: Future = asyncio.get_running_loop().create_future()
    a = asyncio.create_task(show("A", degrees))
    b = asyncio.create_task(show("B", degrees))
    loop = degrees.get_loop()
    degrees.add_done_callback(lambda future: print("callback"))
    degrees.add_done_callback(removed)
    degrees.remove_done_callback(removed)
    await asyncio.sleep(0)
    measure(loop, degrees.set_result)
    print("done" if degrees.done() else "not done")

    # The end of one who waits is not the end of the future.
    a.cancel()
    await show("C", degrees)
    await b
    print(f"result: {degrees.result()}")
    try:
        degrees.set_result(22)
    except asyncio.InvalidStateError:
        print("done already")

    failed: Future = loop.create_future()
    failed.set_exception(RuntimeError("no sensor"))
    await show("failed", failed)
    given_up: Future = loop.create_future()
    given_up.cancel()
    both = failed.exception() and given_up.cancelled()
    print("one failed, one cancelled" if both else "neither")


asyncio.run(main())

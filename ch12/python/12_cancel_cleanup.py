"""ch12/python/12_cancel_cleanup.py
A cancelled task cleans up. Destructors run by themselves; to wait once more
it puts the request aside first, and passes it on when it is ready.
"""

import asyncio
from contextlib import contextmanager
from typing import Iterator


@contextmanager
def file() -> Iterator[None]:
    print("file opened")
    try:
        yield
    finally:
        print("file closed")


def tell(task: asyncio.Task[None]) -> None:
    print(f"cancelling: {'yes' if task.cancelling() else 'no'}")


async def session() -> None:
    with file():
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            assert task is not None
            tell(task)
            # Not needed for waiting: a request is delivered once.
            task.uncancel()
            tell(task)

            await asyncio.sleep(0.01)
            print("goodbye said")
            raise


async def program() -> None:
    task = asyncio.create_task(session())
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("session was cancelled")


if __name__ == "__main__":
    asyncio.run(program())

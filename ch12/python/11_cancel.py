"""ch12/python/11_cancel.py
Cancelling asks a task to stop, and the request arrives at a wait: as an
exception, which ends the task unless the task decides otherwise.
"""

import asyncio
from typing import Any, Coroutine


async def obedient() -> None:
    print("obedient: begins")
    await asyncio.sleep(3600)
    print("never printed")


async def busy() -> None:
    await asyncio.sleep(0)
    task = asyncio.current_task()
    assert task is not None
    task.cancel()
    print("busy: is cancelled, and still at work")
    await asyncio.sleep(3600)
    print("never printed")


async def stubborn() -> None:
    print("stubborn: begins")
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        print("stubborn: ends in its own way")


def report(task: asyncio.Task[None]) -> None:
    ended = "was cancelled" if task.cancelled() else "finished"
    print(f"{task.get_name()}: {ended}")


async def program() -> None:
    def spawn(
        name: str, coroutine: Coroutine[Any, Any, None]
    ) -> asyncio.Task[None]:
        task = asyncio.create_task(coroutine, name=name)
        task.add_done_callback(report)
        return task

    tasks = [
        spawn("obedient", obedient()),
        spawn("busy", busy()),
        spawn("stubborn", stubborn()),
    ]
    await asyncio.sleep(0)
    tasks[0].cancel()
    tasks[2].cancel()
    await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(program())

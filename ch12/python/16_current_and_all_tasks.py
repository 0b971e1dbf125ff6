"""ch12/python/16_current_and_all_tasks.py
Each task runs on a strand of its own, and the strand tells who is running:
a coroutine inherits its executor from whoever awaits it.
"""

import asyncio


def list_all(*but: asyncio.Task[None] | None) -> None:
    # A set has no order, unlike the list in C++.
    names = [task.get_name() for task in asyncio.all_tasks() - {*but}]
    print("all:", *sorted(names, reverse=True))


async def log(message: str) -> None:
    task = asyncio.current_task()
    assert task is not None
    print(f"{task.get_name()}: {message}")


async def work(
    program: asyncio.Task[None] | None,
    begin: asyncio.Event,
    next_one: asyncio.Event,
) -> None:
    await begin.wait()
    await log("works")
    list_all(program)
    next_one.set()


async def main() -> None:
    # The program is a task as well, which has no counterpart in C++.
    program = asyncio.current_task()
    soup, bread, over = asyncio.Event(), asyncio.Event(), asyncio.Event()
    tasks = [
        asyncio.create_task(work(program, soup, bread), name="soup"),
        asyncio.create_task(work(program, bread, over), name="bread"),
    ]
    soup.set()
    await asyncio.wait(tasks)
    list_all(program)


if __name__ == "__main__":
    asyncio.run(main())

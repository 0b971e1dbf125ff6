"""ch12/python/03_create_task.py
Two tasks run beside the coroutine that started them; each handle can be
awaited for its result, and to drop a handle is to cancel.
"""

import asyncio


async def measure(word: str) -> int:
    print(f"{word}: begins")
    await asyncio.sleep(0.02)
    return len(word)


async def sleep_long() -> None:
    try:
        await asyncio.sleep(3600)
        print("sleeper: up")
    except asyncio.CancelledError:
        print("sleeper: cancelled")


async def program() -> None:
    soup: asyncio.Task[int] = asyncio.create_task(measure("soup"))
    bread = asyncio.create_task(measure("bread"))
    # A task begins at the loop's next turn, not within create_task.
    await asyncio.sleep(0)
    print("program: both are at work")

    letters_of_bread = await bread
    letters_of_soup = await soup
    print(f"program: {letters_of_soup} and {letters_of_bread}")

    sleeper = asyncio.create_task(sleep_long())
    await asyncio.sleep(0)
    print("program: leaves")
    # A task that is dropped goes on, or vanishes; it has to be cancelled.
    sleeper.cancel()
    await sleeper


if __name__ == "__main__":
    asyncio.run(program())
    print("main: the loop is empty")

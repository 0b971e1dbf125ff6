"""ch12/python/06_gather_exceptions.py
Waiting together when one of them fails: every outcome for itself, or the
first failure, which cancels the others before it is thrown.
"""

import asyncio


async def half(number: int) -> int:
    await asyncio.sleep(0)
    if number % 2 != 0:
        raise ValueError("odd")
    return number // 2


async def sleeper() -> int:
    try:
        await asyncio.sleep(3600)
        print("sleeper: woke")
    except asyncio.CancelledError:
        print("sleeper: cancelled")
    return 0


async def every_outcome() -> None:
    outcomes = await asyncio.gather(
        *(half(number) for number in (6, 7, 8)), return_exceptions=True
    )
    for i, outcome in enumerate(outcomes):
        print(f"outcome {i}: {outcome}")


async def first_failure() -> None:
    tasks = [asyncio.create_task(sleeper()), asyncio.create_task(half(7))]
    try:
        await asyncio.gather(*tasks)
    except ValueError as error:
        # gather lets the others go on; cancelling them is the caller's part.
        tasks[0].cancel()
        await tasks[0]
        print(f"together: {error}")


async def program() -> None:
    await asyncio.gather(every_outcome(), first_failure())


if __name__ == "__main__":
    asyncio.run(program())

"""ch12/python/05_gather.py
Coroutines wait at the same time, and their results come back in the order
in which they were asked for: a few with &&, any number with a group.
"""

import asyncio


async def square(number: int, delay: float) -> int:
    print(f"asked for {number}")
    await asyncio.sleep(delay)
    print(f"answers {number}")
    return number * number


async def program() -> None:
    a, b = await asyncio.gather(square(1, 0.03), square(2, 0.01))
    print(f"a few: {a} {b}")

    operations = [square(number, number * 0.01) for number in (5, 4, 3)]
    squares = await asyncio.gather(*operations)
    print("many:", *squares)


if __name__ == "__main__":
    asyncio.run(program())

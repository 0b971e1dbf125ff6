"""ch12/python/01_coroutine.py
Calling a coroutine function runs nothing of it. It runs when it is awaited,
or when the event loop comes to what it has been handed.
"""

import asyncio


async def square(number: int) -> int:
    print(f"squaring {number}")
    return number * number


async def program() -> int:
    print("program: starts")
    coroutine = square(7)
    print("program: has a coroutine, no number yet")

    result = await coroutine

    # Without close() Python warns that it was never awaited.
    dropped = square(8)
    dropped.close()
    return result


def main() -> None:
    coroutine = program()
    print("main: nothing has run")

    result = asyncio.run(coroutine)
    print(f"main: {result}")


if __name__ == "__main__":
    main()

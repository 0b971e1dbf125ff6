"""ch12/python/29_async_generator.py
A coroutine that yields and waits in turns. Who stops asking before its end
closes it, and what it holds is given back.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing


async def squares(last: int) -> AsyncGenerator[int, None]:
    print("connects")
    try:
        for number in range(1, last + 1):
            await asyncio.sleep(0)
            yield number * number
    finally:
        print("disconnects")


async def main() -> None:
    all_of_them = squares(3)
    print("asks")
    async for square in all_of_them:
        print(square)

    # Without aclosing, the generator would be closed at some later time.
    async with aclosing(squares(1000)) as some:
        async for square in some:
            print(square)
            if square >= 4:
                break
        print("has enough")
    print("ends")


asyncio.run(main())

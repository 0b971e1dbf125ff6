"""ch12/python/28_async_iterator.py
Rows are fetched page by page while they are read: each step of the loop may
have to wait.
"""

import asyncio

Page = list[str]


async def fetch(number: int) -> Page:
    print(f"fetches page {number}")
    await asyncio.sleep(0)
    pages: list[Page] = [["ant", "bee"], ["cat", "dog"], []]
    return pages[number - 1]


class Rows:
    def __init__(self) -> None:
        self._number = 0
        self._page: Page = []

    def __aiter__(self) -> "Rows":
        return self

    async def __anext__(self) -> str:
        if not self._page:
            self._number += 1
            self._page = await fetch(self._number)
        if not self._page:
            raise StopAsyncIteration
        return self._page.pop(0)


async def read() -> None:
    async for row in Rows():
        print(f"reads {row}")


async def count_letters() -> int:
    return sum([len(row) async for row in Rows()])


async def main() -> None:
    await read()
    letters = await count_letters()
    print(f"{letters} letters")


asyncio.run(main())

"""ch12/python/56_run_forever.py
A loop runs until it is stopped, goes on where it was, and runs once more
until a coroutine is done.
"""

import asyncio


def lower(value: bool) -> str:
    return str(value).lower()


async def answer(loop: asyncio.AbstractEventLoop) -> int:
    here = asyncio.get_running_loop()
    print(f"answer: in this loop: {lower(here is loop)}")
    return 42


def main() -> None:
    loop = asyncio.new_event_loop()
    assert isinstance(loop, asyncio.SelectorEventLoop)

    def first() -> None:
        print(f"first run: running: {lower(loop.is_running())}")
        loop.call_soon(print, "left over")
        loop.stop()

    loop.call_soon(first)
    loop.run_forever()
    print(f"main: stopped: {lower(not loop.is_running())}")

    result = loop.run_until_complete(answer(loop))
    print(f"main: answer {result}, running: {lower(loop.is_running())}")

    loop.close()
    print(f"main: closed: {lower(loop.is_closed())}")


if __name__ == "__main__":
    main()

"""ch12/python/34_unretrieved_exception.py
What becomes of an exception that nobody asks for: lost, thrown out of the
loop's run, or reported when its task goes.
"""

import asyncio
from typing import Any

Context = dict[str, Any]


async def fail(what: str) -> None:
    await asyncio.sleep(0)
    raise RuntimeError(what)


async def turn(how: str) -> None:
    print(f"the loop {how}")


def ignore(loop: asyncio.AbstractEventLoop, context: Context) -> None:
    pass


def report(loop: asyncio.AbstractEventLoop, context: Context) -> None:
    print(f"never retrieved: {context['exception']}")


async def forget(what: str) -> None:
    await asyncio.wait([asyncio.create_task(fail(what))])


async def ask_one() -> None:
    asked = asyncio.create_task(fail("three"))
    not_asked = asyncio.create_task(fail("four"))
    await asyncio.wait([asked, not_asked])
    print("asked:", "failed" if asked.exception() else "fine")


loop = asyncio.new_event_loop()
# CPython ends a task with its last reference, here on return.
loop.set_exception_handler(ignore)
loop.run_until_complete(forget("one"))
print("not a word of the first")

also = loop.create_task(turn("turns"))
try:
    loop.run_until_complete(fail("two"))
except RuntimeError as error:
    print(f"out of run(): {error}")
# The exception has not stopped the loop; it can run on.
loop.run_until_complete(turn("still turns"))

loop.set_exception_handler(report)
loop.run_until_complete(ask_one())
print("both tasks are gone")
loop.close()

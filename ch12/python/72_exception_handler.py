"""ch12/python/72_exception_handler.py
What a callback throws leaves run(): the program hands it to a handler and
lets the loop go on.
"""

import asyncio
import logging
from typing import Any


class Output(logging.Handler):
    """Where the loop's default_exception_handler writes."""

    def emit(self, record: logging.LogRecord) -> None:
        print(f"default: {record.exc_info[1]}")


def fail(parcel: str) -> None:
    raise RuntimeError(f"{parcel} is lost")


async def deliver(parcel: str) -> None:
    await asyncio.sleep(0)
    fail(parcel)


def main() -> None:
    logging.getLogger("asyncio").addHandler(Output())
    logging.getLogger("asyncio").propagate = False
    loop = asyncio.new_event_loop()
    loop.call_soon(fail, "parcel 1")
    loop.call_soon(print, "the loop goes on")
    loop.call_soon(loop.stop)
    loop.run_forever()

    def handle(
        loop: asyncio.AbstractEventLoop, context: dict[str, Any]
    ) -> None:
        print(f"handler: {context['exception']}")
        loop.stop()

    loop.set_exception_handler(handle)
    is_set = loop.get_exception_handler() is handle
    print(f"main: {'a' if is_set else 'no'} handler is set")

    # A task that nobody has asked for its exception reports it when it goes.
    task = loop.create_task(deliver("parcel 2"))
    del task
    loop.run_forever()
    late = RuntimeError("parcel 3 is late")
    loop.call_exception_handler({"message": "late", "exception": late})
    loop.close()


if __name__ == "__main__":
    main()

"""ch12/python/73_debug.py
An executor that times what runs through it finds the handler that holds up
the loop, in callbacks and in coroutines.
"""

import asyncio
import logging
import time


class Output(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message.startswith("Executing") and "parse" in message:
            owner = "coroutine" if "<Task" in message else "callback"
            print(f"debug: the {owner} held up the loop")


def parse() -> None:
    time.sleep(0.03)
    print("parsed")


async def parse_twice() -> None:
    parse()
    await asyncio.sleep(0)
    parse()


def main() -> None:
    logging.getLogger("asyncio").addHandler(Output())
    logging.getLogger("asyncio").propagate = False
    loop = asyncio.new_event_loop()
    loop.set_debug(True)
    loop.slow_callback_duration = 0.02
    loop.call_soon(parse)
    loop.call_soon(loop.stop)
    loop.run_forever()

    loop.run_until_complete(parse_twice())

    loop.set_debug(False)
    assert not loop.get_debug()
    loop.call_soon(parse)
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.close()


if __name__ == "__main__":
    main()

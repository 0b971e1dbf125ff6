"""ch12/python/55_call_later.py
A timer calls back at a time or after a while; one that waits for a day is
called off, and its callback learns of it.
"""

import asyncio


def main() -> None:
    loop = asyncio.new_event_loop()
    start = loop.time()
    never = loop.call_at(start + 24 * 3600, print, "never")

    def early() -> None:
        left = never.when() - start
        print(f"early: never is due after {left / 3600:.0f} hours")
        never.cancel()
        # A callback that is called off is not called any more.
        print("never: called off")

    def late() -> None:
        print("late")
        loop.call_later(0.005, after)

    def after() -> None:
        print("after late")
        loop.stop()

    loop.call_at(start + 0.02, late)
    loop.call_at(start + 0.01, early)
    loop.run_forever()
    loop.close()
    print("main: nothing is left to wait for")


if __name__ == "__main__":
    main()

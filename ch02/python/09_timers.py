"""ch02/python/09_timers.py
An event loop that waits: one thread, several timers. What is due first is
called first, whatever the order in which the timers were set.
"""

import asyncio


def main() -> None:
    loop = asyncio.new_event_loop()
    start = loop.time()

    def egg() -> None:
        print("20: egg, still soft")
        loop.call_at(start + 0.04, hard_egg)

    def hard_egg() -> None:
        print("40: egg")
        loop.stop()

    loop.call_at(start + 0.03, lambda: print("30: tea"))
    loop.call_at(start + 0.02, egg)
    loop.call_at(start + 0.01, lambda: print("10: toast"))

    print("main: three timers, one thread")
    loop.run_forever()
    loop.close()
    print("main: no timer is left")


if __name__ == "__main__":
    main()

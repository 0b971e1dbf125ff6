"""ch12/python/54_call_soon.py
Callbacks stand in the loop's queue and run in its order, also those that a
callback adds; one is called off in time.
"""

import asyncio


def main() -> None:
    loop = asyncio.new_event_loop()

    def first() -> None:
        print("first: begins")
        loop.call_soon(print, "third")
        print("first: calls")
        print("first: ends")
        loop.call_soon(loop.stop)

    loop.call_soon(first)
    never = loop.call_soon(print, "never")
    second = loop.call_soon(print, "second")
    never.cancel()
    print("main: runs the loop")

    loop.run_forever()
    loop.close()
    print(
        f"main: never was {'' if never.cancelled() else 'not '}called off, "
        f"second was {'' if second.cancelled() else 'not '}called off"
    )


if __name__ == "__main__":
    main()

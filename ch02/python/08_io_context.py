"""ch02/python/08_io_context.py
Asio's event loop: post queues a function, dispatch calls it at once where
the loop is already running; poll calls what is ready, run goes on until
nothing is left.
"""

import asyncio


def main() -> None:
    loop = asyncio.new_event_loop()
    loop.call_soon(lambda: print("first"))
    print("main: nothing has been called")
    # Stopped before it begins, the loop calls what is ready and returns.
    loop.stop()
    loop.run_forever()
    print("main: polled")

    def posted() -> None:
        print("posted")
        # This loop would wait for more: the last function has to end it.
        loop.stop()

    def second() -> None:
        print("second begins")
        loop.call_soon(posted)
        # There is no dispatch: in the loop's own thread a call does it.
        print("dispatched")
        print("second ends")

    loop.call_soon(second)
    loop.run_forever()
    loop.close()
    print("main: nothing is left to call")


if __name__ == "__main__":
    main()

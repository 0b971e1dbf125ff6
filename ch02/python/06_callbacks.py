"""ch02/python/06_callbacks.py
A call that doesn't wait takes a function for later: it returns at once, and
the function gets the answer or the error. What comes next is nested in it.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Semaphore

Callback = Callable[[Exception | None, int], None]
BIRTHS = {"Ada": 1815, "Alan": 1912}


def look_up(archive: ThreadPoolExecutor, name: str, done: Callback) -> None:
    def search() -> None:
        try:
            year = BIRTHS[name]
        except KeyError as error:
            done(error, 0)
        else:
            done(None, year)

    archive.submit(search)


def report(name: str, error: Exception | None, year: int) -> None:
    # One write: print() alone writes a line and its end one after the other.
    if error:
        print(f"{name}: not found\n", end="")
    else:
        print(f"{name}: born in {year}\n", end="")


def main() -> None:
    # After shutdown() the executor takes no more work, also not from callbacks.
    last = Semaphore(0)

    with ThreadPoolExecutor(max_workers=1) as archive:

        def after_ada(error: Exception | None, year: int) -> None:
            report("Ada", error, year)
            look_up(archive, "Alan", after_alan)

        def after_alan(error: Exception | None, year: int) -> None:
            report("Alan", error, year)
            look_up(archive, "Nobody", after_nobody)

        def after_nobody(error: Exception | None, year: int) -> None:
            report("Nobody", error, year)
            last.release()

        look_up(archive, "Ada", after_ada)
        print("main: goes on\n", end="")
        last.acquire()

    print("main: no callback is left")


if __name__ == "__main__":
    main()

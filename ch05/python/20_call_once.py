"""ch05/python/20_call_once.py
Three threads need the same settings; one of them loads them, the others
wait for it, and an attempt that failed does not count.
"""

import threading
from collections.abc import Callable


class Once:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._done = False

    def call(self, function: Callable[[], None]) -> None:
        with self._lock:
            if not self._done:
                function()
                self._done = True


loaded = Once()
settings = "none"


def fail() -> None:
    raise RuntimeError("no file")


def load() -> None:
    global settings
    print("loading")
    settings = "verbose"


def worker(number: int) -> None:
    loaded.call(load)
    # One write: print() alone writes a line and its end one after the other.
    print(f"worker {number}: ready\n", end="")


try:
    loaded.call(fail)
except RuntimeError as error:
    print(f"main: {error}")

workers = [
    threading.Thread(target=worker, args=(number,)) for number in range(1, 4)
]
for thread in workers:
    thread.start()
for thread in workers:
    thread.join()
print(f"main: {settings}")

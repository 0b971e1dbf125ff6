"""ch11/python/17_launch_policies.py
Three ways to launch a function: in a new thread, on an executor, or not
before its result is asked for, in the thread that asks.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread, current_thread, main_thread
from typing import Optional


class Deferred(Future[str]):
    def __init__(self, function: Callable[[], str]) -> None:
        super().__init__()
        self.function = function

    def result(self, timeout: Optional[float] = None) -> str:
        if not self.done():
            self.set_result(self.function())
        return super().result(timeout)


def where() -> str:
    here = current_thread() is main_thread()
    return "in main's thread" if here else "in another thread"


def main() -> None:
    own: Future[str] = Future()
    thread = Thread(target=lambda: own.set_result(where()))
    thread.start()
    print(f"async runs {own.result()}")
    thread.join()

    with ThreadPoolExecutor(1) as pool:
        pooled = pool.submit(where)
        print(f"pooled runs {pooled.result()}")

    deferred = Deferred(where)
    print(f"deferred has run: {deferred.done()}".lower())
    print(f"deferred runs {deferred.result()}")


if __name__ == "__main__":
    main()

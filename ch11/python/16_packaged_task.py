"""ch11/python/16_packaged_task.py
A packaged task is a function with a future for its result: anybody may call
it, once, in any thread.
"""

from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from threading import Thread
from typing import Any


class PackagedTask:
    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.future: Future[Any] = Future()

    def __call__(self, *args: Any) -> None:
        if self.future.running() or self.future.done():
            raise InvalidStateError("the task has been started")
        self.future.set_running_or_notify_cancel()
        try:
            self.future.set_result(self.function(*args))
        except Exception as error:
            self.future.set_exception(error)


def divide(dividend: int, divisor: int) -> int:
    if divisor == 0:
        raise ZeroDivisionError("division by zero")
    return dividend // divisor


def main() -> None:
    elsewhere = PackagedTask(divide)
    worker = Thread(target=elsewhere, args=(12, 4))
    worker.start()
    print(f"in a thread: {elsewhere.future.result()}")
    worker.join()

    here = PackagedTask(divide)
    here(12, 0)
    try:
        here.future.result()
    except ZeroDivisionError as error:
        print(f"called here: {error}")

    try:
        here(12, 3)
    except InvalidStateError:
        print("called again: refused")


if __name__ == "__main__":
    main()

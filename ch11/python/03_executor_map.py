"""ch11/python/03_executor_map.py
map asks an executor for one task an item and returns the results in the
items' order. It takes any executor: a pool, or one without threads.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from threading import current_thread, main_thread
from typing import Any


class InlineExecutor(Executor):
    """map comes with the base class, which asks submit for each item."""

    def submit(
        self, function: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


def square(number: int) -> str:
    here = current_thread() is main_thread()
    place = "in main's thread" if here else "in a worker"
    return f"{number * number} {place}"


def main() -> None:
    numbers = [1, 2, 3]

    with ThreadPoolExecutor(2) as pool:
        for result in pool.map(square, numbers):
            print(f"pool: {result}")

    at_once = InlineExecutor()
    for result in at_once.map(square, numbers):
        print(f"inline: {result}")


if __name__ == "__main__":
    main()

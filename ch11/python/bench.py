"""ch11/python/bench.py
How many tasks executors take and futures answer in a second, under the names of
ch11/bench.cpp. One JSON object a line: the name and the rate, in items per
second.
"""

import json
import time
from collections.abc import Callable
from concurrent.futures import (
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from typing import Any

SECONDS = 1.0
MANY = range(1000)


def rate(work: Callable[[], object], items: int) -> float:
    """How many items per second work does, each call of it doing items."""
    work()
    calls, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < SECONDS:
        work()
        calls += 1
    return calls * items / passed


def square(number: int) -> int:
    return number * number


def increment(number: int) -> int:
    return number + 1


# ---------------------------------------------------------------- threads


def submit() -> float:
    with ThreadPoolExecutor(2) as pool:
        return rate(lambda: pool.submit(square, 7).result(), 1)


def map_() -> float:
    with ThreadPoolExecutor(2) as pool:
        return rate(lambda: list(pool.map(square, MANY)), len(MANY))


def then(
    executor: Executor, future: Future[Any], step: Callable[[Any], Any]
) -> Future[Any]:
    """Run step on the executor once future is done; as in 11_continuations."""
    chained: Future[Any] = Future()

    def forward(source: Future[Any]) -> None:
        if (error := source.exception()) is not None:
            chained.set_exception(error)
        else:
            chained.set_result(source.result())

    future.add_done_callback(
        lambda done: executor.submit(
            lambda: step(done.result())
        ).add_done_callback(forward)
    )
    return chained


def continuations() -> float:
    with ThreadPoolExecutor(2) as pool:

        def work() -> None:
            first = pool.submit(square, 7)
            then(pool, then(pool, first, increment), increment).result()

        return rate(work, 1)


WORKERS = 4
TERMS = 1_000_000 // WORKERS


def partial_pi(first: int, last: int) -> float:
    total = 0.0
    for k in range(first, last):
        total += (4.0 if k % 2 == 0 else -4.0) / (2.0 * k + 1.0)
    return total


def pi_futures() -> float:
    def work() -> None:
        with ThreadPoolExecutor(WORKERS) as pool:
            parts = [
                pool.submit(partial_pi, worker * TERMS, (worker + 1) * TERMS)
                for worker in range(WORKERS)
            ]
            sum(part.result() for part in parts)

    return rate(work, WORKERS * TERMS)


# ---------------------------------------------------------------- futures


def promise() -> float:
    def work() -> None:
        for _ in range(100):
            future: Future[int] = Future()
            future.set_result(7)
            future.result()

    return rate(work, 100)


def done_callback() -> float:
    def report(done: Future[int]) -> None:
        done.result()

    def work() -> None:
        for _ in range(100):
            future: Future[int] = Future()
            future.add_done_callback(report)
            future.set_result(7)

    return rate(work, 100)


# ---------------------------------------------------------------- processes


def process_submit() -> float:
    with ProcessPoolExecutor(2) as executor:
        return rate(lambda: executor.submit(square, 7).result(), 1)


def process_map() -> float:
    with ProcessPoolExecutor(2) as executor:

        def work() -> None:
            futures = [executor.submit(square, number) for number in MANY]
            for future in futures:
                future.result()

        return rate(work, len(MANY))


def main() -> None:
    for measure in (
        submit,
        map_,
        continuations,
        pi_futures,
        promise,
        done_callback,
        process_submit,
        process_map,
    ):
        name = measure.__name__.rstrip("_")
        result = {"name": name, "items_per_second": measure()}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()

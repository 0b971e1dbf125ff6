"""ch04/python/bench.py
The measurements of ch04/bench.cpp, with threading: threads started and joined
in a second, what a thread's own variables cost, and pi, summed by one thread
and by two. One JSON object a line: the name and the rate, in items per second.
"""

import json
import threading
import time
from collections.abc import Callable
from functools import partial

SECONDS = 1.0
ACCESSES = 100_000
TERMS = 1_000_000


def rate(work: Callable[[], object], items: int) -> float:
    """How many items per second work does, each call of it doing items."""
    work()
    calls, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < SECONDS:
        work()
        calls += 1
    return calls * items / passed


def nothing() -> None:
    pass


def start_and_join(threads: int) -> None:
    group = [threading.Thread(target=nothing) for _ in range(threads)]
    for thread in group:
        thread.start()
    for thread in group:
        thread.join()


class Own(threading.local):
    visits: int = 0
    session: object = None


def local_counter() -> None:
    own = Own()
    for _ in range(ACCESSES):
        own.visits += 1


def local_object() -> None:
    own = Own()
    own.session = object()
    for _ in range(ACCESSES):
        own.session


def partial_pi(first: int, last: int) -> float:
    total = 0.0
    for k in range(first, last):
        total += (4.0 if k % 2 == 0 else -4.0) / (2.0 * k + 1.0)
    return total


def pi(workers: int) -> float:
    sums = [0.0] * workers
    share = TERMS // workers

    def work(worker: int) -> None:
        sums[worker] = partial_pi(worker * share, (worker + 1) * share)

    group = [
        threading.Thread(target=work, args=(worker,))
        for worker in range(workers)
    ]
    for thread in group:
        thread.start()
    for thread in group:
        thread.join()
    return sum(sums)


def main() -> None:
    benchmarks: dict[str, tuple[Callable[[], object], int]] = {
        "start_and_join/1": (partial(start_and_join, 1), 1),
        "start_and_join/100": (partial(start_and_join, 100), 100),
        "local_counter": (local_counter, ACCESSES),
        "local_object": (local_object, ACCESSES),
        "pi/1": (partial(pi, 1), TERMS),
        "pi/2": (partial(pi, 2), TERMS),
    }
    for name, (work, items) in benchmarks.items():
        result = {"name": name, "items_per_second": rate(work, items)}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()

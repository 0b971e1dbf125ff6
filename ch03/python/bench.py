"""ch03/python/bench.py
The measurements of ch03/bench.cpp, with multiprocessing.Process: processes
started and joined in a second, and pi, summed by four of them. One JSON object
a line: the name and the rate, in items per second.
"""

import json
import time
from collections.abc import Callable
from multiprocessing import Pipe, Process, get_context
from multiprocessing.connection import Connection

SECONDS = 1.0
WORKERS = 4
TERMS = 1_000_000
SHARE = TERMS // WORKERS


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


def start_and_join() -> None:
    child = Process(target=nothing)
    child.start()
    child.join()


def start_and_join_spawn() -> None:
    child = get_context("spawn").Process(target=nothing)
    child.start()
    child.join()


def start_and_join_fork() -> None:
    child = get_context("fork").Process(target=nothing)
    child.start()
    child.join()


def four_at_once() -> None:
    children = [Process(target=nothing) for _ in range(WORKERS)]
    for child in children:
        child.start()
    for child in children:
        child.join()


def sum_terms(first: int, last: int) -> float:
    return sum(
        (4.0 if k % 2 == 0 else -4.0) / (2 * k + 1) for k in range(first, last)
    )


def sum_share(first: int, last: int, output: Connection) -> None:
    output.send(sum_terms(first, last))


def pi() -> float:
    running: list[tuple[Process, Connection]] = []
    for k in range(WORKERS):
        receiver, sender = Pipe(duplex=False)
        worker = Process(
            target=sum_share, args=(k * SHARE, (k + 1) * SHARE, sender)
        )
        worker.start()
        sender.close()
        running.append((worker, receiver))

    total = 0.0
    for worker, receiver in running:
        total += receiver.recv()
        worker.join()
    return total


def pi_sequential() -> float:
    return sum_terms(0, TERMS)


def main() -> None:
    benchmarks = {
        start_and_join: 1,
        start_and_join_spawn: 1,
        start_and_join_fork: 1,
        four_at_once: WORKERS,
        pi: TERMS,
        pi_sequential: TERMS,
    }
    for work, items in benchmarks.items():
        result = {"name": work.__name__, "items_per_second": rate(work, items)}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()

"""ch05/python/bench.py
The measurements of ch05/bench.cpp, with Python's locks: how often a second one
is taken and released by one thread, by two, and by two processes; with it
semaphores, tickets, and pi. One JSON object a line: the name and the rate, in
items per second.
"""

import itertools
import json
import multiprocessing
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import RawValue, Synchronized
from multiprocessing.synchronize import Lock

SECONDS = 1.0
ROUNDS = 100_000
WORKERS = 4
TERMS = 1_000_000 // WORKERS


def rate(work: Callable[[], object], items: int) -> float:
    """How many items per second work does, each call of it doing items."""
    work()
    calls, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < SECONDS:
        work()
        calls += 1
    return calls * items / passed


def by_threads(threads: int, work: Callable[[], None]) -> None:
    group = [threading.Thread(target=work) for _ in range(threads)]
    for thread in group:
        thread.start()
    for thread in group:
        thread.join()


def lock(threads: int) -> None:
    counter = 0
    mutex = threading.Lock()

    def add() -> None:
        nonlocal counter
        for _ in range(ROUNDS):
            with mutex:
                counter += 1

    by_threads(threads, add)


def recursive_lock() -> None:
    counter = 0
    mutex = threading.RLock()
    for _ in range(ROUNDS):
        with mutex:
            with mutex:
                counter += 1


def semaphore() -> None:
    counter = 0
    places = threading.Semaphore(2)
    for _ in range(ROUNDS):
        with places:
            counter += 1


def atomic(threads: int) -> None:
    # One step under CPython's GIL; no document promises it.
    tickets = itertools.count()

    def draw() -> None:
        for _ in range(ROUNDS):
            next(tickets)

    by_threads(threads, draw)


def pi() -> None:
    total = 0.0
    mutex = threading.Lock()

    def work(number: int) -> None:
        nonlocal total
        part = 0.0
        for k in range(number * TERMS, (number + 1) * TERMS):
            part += (1.0 if k % 2 == 0 else -1.0) / (2 * k + 1)
        with mutex:
            total += part

    group = [
        threading.Thread(target=work, args=(number,))
        for number in range(WORKERS)
    ]
    for thread in group:
        thread.start()
    for thread in group:
        thread.join()


def counter_process(
    mutex: Lock, counter: "Synchronized[int]", control: Connection
) -> None:
    control.send(None)
    while control.recv():
        for _ in range(ROUNDS):
            with mutex:
                counter.value += 1
        control.send(None)


def process_lock() -> float:
    mutex = multiprocessing.Lock()
    counter = RawValue("i", 0)
    controls, children = [], []
    for _ in range(2):
        control, other_end = multiprocessing.Pipe()
        child = multiprocessing.Process(
            target=counter_process,
            args=(mutex, counter, other_end),
            daemon=True,
        )
        child.start()
        controls.append(control)
        children.append(child)
    for control in controls:
        control.recv()

    def work() -> None:
        for control in controls:
            control.send(True)
        for control in controls:
            control.recv()

    result = rate(work, 2 * ROUNDS)
    for control, child in zip(controls, children):
        control.send(False)
        child.join()
    return result


def main() -> None:
    benchmarks: dict[str, Callable[[], float]] = {
        "lock/1": lambda: rate(partial(lock, 1), ROUNDS),
        "lock/2": lambda: rate(partial(lock, 2), 2 * ROUNDS),
        "recursive_lock": lambda: rate(recursive_lock, 2 * ROUNDS),
        "semaphore": lambda: rate(semaphore, ROUNDS),
        "process_lock": process_lock,
        "atomic/1": lambda: rate(partial(atomic, 1), ROUNDS),
        "atomic/2": lambda: rate(partial(atomic, 2), 2 * ROUNDS),
        "pi": lambda: rate(pi, WORKERS * TERMS),
    }
    for name, benchmark in benchmarks.items():
        result = {"name": name, "items_per_second": benchmark()}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()

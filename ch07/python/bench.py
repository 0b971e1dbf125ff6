"""ch07/python/bench.py
What goes through queues, pipes and shared memory in a second, under the names
of ch07/bench.cpp. One JSON object a line: the name and the rate, in items per
second.
"""

import json
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from queue import Queue
from typing import Any

SECONDS = 1.0


def rate(work: Callable[[], object], items: int) -> float:
    """How many items per second work does, each call of it doing items."""
    work()
    calls, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < SECONDS:
        work()
        calls += 1
    return calls * items / passed


def begin(
    work: Callable[..., None], ours: Connection, theirs: Connection, *args: Any
) -> None:
    # While the child held the parent's end too, the connection could not end.
    ours.close()
    try:
        work(theirs, *args)
    except EOFError:
        pass


@contextmanager
def child(work: Callable[..., None], *args: Any) -> Iterator[Connection]:
    """A process that does work, and the connection to it."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(
        target=begin, args=(work, ours, theirs, *args), daemon=True
    )
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        process.terminate()
        process.join()


# ---------------------------------------------------------------- queues


def thread_queue() -> float:
    count = 20_000
    numbers: Queue[int] = Queue()

    def produce() -> None:
        for number in range(count):
            numbers.put(number)

    def work() -> None:
        producer = threading.Thread(target=produce)
        producer.start()
        for _ in range(count):
            numbers.get()
        producer.join()

    return rate(work, count)


QUEUED = 10_000


def take(connection: Connection, numbers: Any) -> None:
    while True:
        for _ in range(QUEUED):
            numbers.get()
        connection.send_bytes(b"\n")


def process_queue() -> float:
    numbers: Any = multiprocessing.Queue(100)

    def work() -> None:
        for number in range(QUEUED):
            numbers.put(number)
        connection.recv_bytes()

    with child(take, numbers) as connection:
        return rate(work, QUEUED)


# ---------------------------------------------------------------- pipes


def echo(connection: Connection) -> None:
    while True:
        connection.send_bytes(connection.recv_bytes())


def pipe_round_trip() -> float:
    message = b"x" * 64

    def work() -> None:
        for _ in range(100):
            connection.send_bytes(message)
            connection.recv_bytes()

    with child(echo) as connection:
        return rate(work, 100)


@dataclass
class Order:
    customer: str
    prices: list[int]


ORDERS = 1000


def sell(connection: Connection) -> None:
    while True:
        for _ in range(ORDERS):
            connection.recv()
        connection.send_bytes(b"\n")


def pipe_objects() -> float:
    order = Order("Ada", [3, 4, 5])

    def work() -> None:
        for _ in range(ORDERS):
            connection.send(order)
        connection.recv_bytes()

    with child(sell) as connection:
        return rate(work, ORDERS)


LARGE = 16


def swallow(connection: Connection) -> None:
    while True:
        for _ in range(LARGE):
            connection.recv_bytes()
        connection.send_bytes(b"\n")


def pipe_large() -> float:
    message = b"x" * (1 << 20)

    def work() -> None:
        for _ in range(LARGE):
            connection.send_bytes(message)
        connection.recv_bytes()

    with child(swallow) as connection:
        return rate(work, LARGE)


# ---------------------------------------------------------------- memory

ADDITIONS = 10_000


def add(connection: Connection, counter: Synchronized) -> None:
    while True:
        connection.recv_bytes()
        for _ in range(ADDITIONS):
            with counter.get_lock():
                counter.value += 1
        connection.send_bytes(b"\n")


def shared_value() -> float:
    counter = multiprocessing.Value("i", 0)

    def work() -> None:
        for connection in (one, other):
            connection.send_bytes(b"\n")
        for connection in (one, other):
            connection.recv_bytes()

    with child(add, counter) as one, child(add, counter) as other:
        return rate(work, 2 * ADDITIONS)


def shared_array() -> float:
    elements = 4_000_000
    array = multiprocessing.Array("i", elements)

    def work() -> None:
        with array.get_lock():
            # The array itself: its wrapper would take the lock each time.
            sum(array.get_obj())

    return rate(work, elements)


# ---------------------------------------------------------------- pi

WORKERS = 4
TERMS = 1_000_000 // WORKERS


def partial_pi(first: int, last: int) -> float:
    total = 0.0
    for k in range(first, last):
        total += (4.0 if k % 2 == 0 else -4.0) / (2.0 * k + 1.0)
    return total


def sum_by_queue(tasks: Any, sums: Any) -> None:
    worker = tasks.get()
    sums.put(partial_pi(worker * TERMS, (worker + 1) * TERMS))


def pi_queue() -> float:
    def work() -> None:
        tasks, sums = multiprocessing.Queue(), multiprocessing.Queue()
        started = [
            multiprocessing.Process(target=sum_by_queue, args=(tasks, sums))
            for _ in range(WORKERS)
        ]
        for process in started:
            process.start()
        for worker in range(WORKERS):
            tasks.put(worker)
        sum(sums.get() for _ in range(WORKERS))
        for process in started:
            process.join()

    return rate(work, WORKERS * TERMS)


def sum_to_memory(pi: Synchronized, worker: int) -> None:
    part = partial_pi(worker * TERMS, (worker + 1) * TERMS)
    with pi.get_lock():
        pi.value += part


def pi_shared_value() -> float:
    def work() -> None:
        pi = multiprocessing.Value("d", 0.0)
        started = [
            multiprocessing.Process(target=sum_to_memory, args=(pi, worker))
            for worker in range(WORKERS)
        ]
        for process in started:
            process.start()
        for process in started:
            process.join()

    return rate(work, WORKERS * TERMS)


def sum_terms(connection: Connection) -> None:
    first, last = connection.recv()
    connection.send(partial_pi(first, last))


def pi_pipe() -> float:
    def work() -> None:
        started = []
        for number in range(WORKERS):
            ours, theirs = multiprocessing.Pipe()
            process = multiprocessing.Process(target=sum_terms, args=(theirs,))
            process.start()
            theirs.close()
            ours.send((number * TERMS, (number + 1) * TERMS))
            started.append((process, ours))
        pi = 0.0
        for process, worker in started:
            pi += worker.recv()
            process.join()

    return rate(work, WORKERS * TERMS)


def main() -> None:
    for measure in (
        thread_queue,
        process_queue,
        pipe_round_trip,
        pipe_objects,
        pipe_large,
        shared_value,
        shared_array,
        pi_queue,
        pi_shared_value,
        pi_pipe,
    ):
        result = {"name": measure.__name__, "items_per_second": measure()}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()

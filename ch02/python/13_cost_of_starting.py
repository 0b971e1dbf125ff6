"""ch02/python/13_cost_of_starting.py
What it takes to start something that does nothing and to wait for its end:
a coroutine, a thread, a process, sorted by the quickest start of each.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import Process
from threading import Thread


async def nothing() -> None:
    pass


def run_nothing() -> None:
    pass


def start_coroutine() -> None:
    try:
        # What an event loop does with a coroutine.
        nothing().send(None)
    except StopIteration:
        pass


def start_thread() -> None:
    thread = Thread(target=run_nothing)
    thread.start()
    thread.join()


def start_process() -> None:
    process = Process(target=run_nothing)
    process.start()
    process.join()


@dataclass
class Cost:
    name: str
    tries: int
    start: Callable[[], None]
    quickest: int | None = None

    def measure(self) -> None:
        for _ in range(self.tries):
            before = time.perf_counter_ns()
            self.start()
            passed = time.perf_counter_ns() - before
            if self.quickest is None or passed < self.quickest:
                self.quickest = passed


def main() -> None:
    costs = [
        Cost("process", 1, start_process),
        Cost("thread", 20, start_thread),
        Cost("coroutine", 100, start_coroutine),
    ]

    for _ in range(5):
        for cost in costs:
            cost.measure()

    for cost in sorted(costs, key=lambda cost: cost.quickest):
        print(f"{cost.name}: {cost.quickest} ns")


if __name__ == "__main__":
    main()

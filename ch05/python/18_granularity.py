"""ch05/python/18_granularity.py
Four threads count into four tallies, under one lock, under a lock for each
tally, and with tallies of their own: what is counted is how often they lock.
"""

import threading
from collections.abc import Callable

THREADS = 4
ROUNDS = 1000


class CountingLock:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.taken = 0

    def __enter__(self) -> None:
        self._lock.acquire()
        self.taken += 1

    def __exit__(self, *exception: object) -> None:
        self._lock.release()


def run(work: Callable[[], None]) -> None:
    group = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in group:
        thread.start()
    for thread in group:
        thread.join()


def report(title: str, taken: int) -> None:
    print(f"{title}: counted {sum(shared)}, each lock taken {taken} times")


def under_one_lock() -> None:
    for step in range(ROUNDS):
        with lock:
            shared[step % len(shared)] += 1


def under_four_locks() -> None:
    for step in range(ROUNDS):
        with locks[step % len(locks)]:
            shared[step % len(shared)] += 1


def into_own_tallies() -> None:
    own = [0] * 4
    for step in range(ROUNDS):
        own[step % len(own)] += 1
    with at_the_end:
        shared[:] = [ours + mine for ours, mine in zip(shared, own)]


shared = [0] * 4
lock = CountingLock()
run(under_one_lock)
report("one lock", lock.taken)

shared = [0] * 4
locks = [CountingLock() for _ in shared]
run(under_four_locks)
report("four locks", locks[0].taken)

shared = [0] * 4
at_the_end = CountingLock()
run(into_own_tallies)
report("own tallies", at_the_end.taken)

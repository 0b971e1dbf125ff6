"""ch05/python/09_lock_order.py
Every lock has a rank, and a thread may only take a higher one than it has:
the wrong order fails each time, instead of deadlocking once in a while.
"""

import threading


class Held(threading.local):
    """The ranks that the current thread holds, ascending."""

    def __init__(self) -> None:
        self.ranks: list[int] = []


class RankedLock:
    _held = Held()

    def __init__(self, rank: int) -> None:
        self._lock = threading.Lock()
        self._rank = rank

    def __enter__(self) -> None:
        ranks = self._held.ranks
        if ranks and self._rank <= ranks[-1]:
            raise RuntimeError(f"rank {self._rank} after rank {ranks[-1]}")
        self._lock.acquire()
        ranks.append(self._rank)

    def __exit__(self, *exception: object) -> None:
        self._held.ranks.remove(self._rank)
        self._lock.release()


def take_both(name: str, first: RankedLock, second: RankedLock) -> None:
    try:
        with first, second:
            # One write: print() alone writes a line and its end one after the other.
            print(f"{name}: holds both\n", end="")
    except RuntimeError as error:
        print(f"{name}: {error}\n", end="")


customer = RankedLock(1)
account = RankedLock(2)

a = threading.Thread(target=take_both, args=("A", customer, account))
b = threading.Thread(target=take_both, args=("B", account, customer))
a.start()
b.start()
a.join()
b.join()

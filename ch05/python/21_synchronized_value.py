"""ch05/python/21_synchronized_value.py
A value and its lock in one object, so that nobody gets to the value without
the lock.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class SynchronizedValue(Generic[T]):
    def __init__(self, value: T) -> None:
        self._value = value
        self._lock = threading.Lock()

    @contextmanager
    def synchronize(self) -> Iterator[T]:
        with self._lock:
            yield self._value


EACH = 100
log: SynchronizedValue[list[str]] = SynchronizedValue([])


def write(name: str) -> None:
    for _ in range(EACH):
        with log.synchronize() as held:
            held.append(f"{name} begins")
            held.append(f"{name} ends")


a = threading.Thread(target=write, args=("A",))
b = threading.Thread(target=write, args=("B",))
a.start()
b.start()
a.join()
b.join()

with log.synchronize() as held:
    print(f"lines {len(held)}")

with log.synchronize() as held:
    pairs = zip(held[::2], held[1::2])
    together = sum(begin[0] == end[0] for begin, end in pairs)
print(f"pairs together {together}")

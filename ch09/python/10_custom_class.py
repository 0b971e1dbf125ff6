"""ch09/python/10_custom_class.py
A class of our own lives in the server. Calls of several clients run in its
threads at once: the counter needs a lock to count right.
"""

from multiprocessing import Process
from multiprocessing.managers import BaseManager
from threading import Lock


class Counter:
    def __init__(self, start: int) -> None:
        self._count = start
        self._lock = Lock()

    def increment(self) -> None:
        with self._lock:
            self._count += 1

    def count(self) -> int:
        return self._count


class CounterManager(BaseManager):
    pass


CounterManager.register("Counter", Counter)


def child(counter) -> None:
    for _ in range(100):
        counter.increment()


def main() -> None:
    with CounterManager() as manager:
        counter = manager.Counter(1000)
        a = Process(target=child, args=(counter,))
        b = Process(target=child, args=(counter,))
        a.start()
        b.start()
        a.join()
        b.join()
        print(f"count: {counter.count()}")


if __name__ == "__main__":
    main()

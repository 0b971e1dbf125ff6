"""ch05/python/19_readers_writers.py
Two readers hold the lock at the same time; the writer gets it alone, when
both have left.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class SharedLock:
    """Python has none: a count of readers and a writer, and a condition."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._readers = 0
        self._writing = False

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not self._writing)
            self._readers += 1
        try:
            yield
        finally:
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    def acquire(self, blocking: bool = True) -> bool:
        with self._changed:
            if blocking:
                self._changed.wait_for(self._free)
            elif not self._free():
                return False
            self._writing = True
            return True

    def release(self) -> None:
        with self._changed:
            self._writing = False
            self._changed.notify_all()

    def _free(self) -> bool:
        return self._readers == 0 and not self._writing


lock = SharedLock()
text = "draft"
everybody = threading.Barrier(3)


def read(name: str) -> None:
    with lock.reading():
        # One write: print() alone writes a line and its end one after the other.
        print(f"{name} reads {text}\n", end="")
        everybody.wait()
        everybody.wait()


a = threading.Thread(target=read, args=("A",))
b = threading.Thread(target=read, args=("B",))
a.start()
b.start()

everybody.wait()
alone = lock.acquire(blocking=False)
print(f"writer: {'alone' if alone else 'has to wait'}")
everybody.wait()
lock.acquire()
text = "final"
print(f"writer: writes {text}")
lock.release()

a.join()
b.join()
with lock.reading():
    print(f"main reads {text}")

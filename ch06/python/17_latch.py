"""ch06/python/17_latch.py
A latch counts down once: main waits until both workers are ready, and they
go on without waiting for anybody.
"""

import threading


class Latch:
    """Python has no latch: it is a number and a condition."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._changed = threading.Condition()

    def count_down(self) -> None:
        with self._changed:
            self._count -= 1
            if self._count == 0:
                self._changed.notify_all()

    def wait(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._count == 0)


ready = Latch(2)


def work(name: str) -> None:
    # One write: print() alone writes a line and its end one after the other.
    print(f"{name} is ready\n", end="")
    ready.count_down()
    print(f"{name} works\n", end="")


a = threading.Thread(target=work, args=("A",))
b = threading.Thread(target=work, args=("B",))
a.start()
b.start()
ready.wait()
print("main: both are ready\n", end="")
a.join()
b.join()

ready.wait()
print("main: both are done")

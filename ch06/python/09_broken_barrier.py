"""ch06/python/09_broken_barrier.py
A barrier breaks: by a timeout, by abort, and by a reset under who waits.
"""

import threading
import time
from collections.abc import Callable

barrier = threading.Barrier(2)


def meet(name: str, timeout: float | None = None) -> None:
    try:
        barrier.wait(timeout)
        # One write: print() alone writes a line and its end one after the other.
        print(f"{name}: through\n", end="")
    except threading.BrokenBarrierError:
        print(f"{name}: broken\n", end="")


def while_one_waits(name: str, action: Callable[[], None]) -> None:
    waiting = threading.Thread(target=meet, args=(name,))
    waiting.start()
    while barrier.n_waiting < barrier.parties - 1:
        time.sleep(0.001)
    action()
    waiting.join()
    print("now broken" if barrier.broken else "now whole")


meet("A", 0.02)  # the other one never comes
meet("B")
barrier.reset()
while_one_waits("C", lambda: meet("D"))
while_one_waits("E", barrier.abort)
barrier.reset()
while_one_waits("F", barrier.reset)

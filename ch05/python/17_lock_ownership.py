"""ch05/python/17_lock_ownership.py
One kind of lock belongs to the thread that took it; another kind any thread
may release.
"""

import threading
from collections.abc import Callable
from typing import Optional


def run(target: Callable[[], None]) -> None:
    thread = threading.Thread(target=target)
    thread.start()
    thread.join()


class TestableLock:
    """A lock that knows who holds it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner: Optional[int] = None

    def __enter__(self) -> None:
        self._lock.acquire()
        self._owner = threading.get_ident()

    def __exit__(self, *exception: object) -> None:
        self._owner = None
        self._lock.release()

    def state(self) -> str:
        mine = self._owner == threading.get_ident()
        return (
            f"{'locked' if self._lock.locked() else 'free'}, "
            f"{'mine' if mine else 'not mine'}"
        )


gate = threading.Lock()
gate.acquire()
run(gate.release)
gate.acquire()
print("gate: released by another thread")

lock = TestableLock()
owned = threading.RLock()


def ask() -> None:
    print(f"thread: {lock.state()}")
    try:
        owned.release()
    except RuntimeError:
        print("thread: refused")


with lock, owned:
    print(f"main: {lock.state()}")
    run(ask)

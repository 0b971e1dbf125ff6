"""ch05/python/11_self_deadlock_and_rlock.py
A thread that takes a plain lock twice waits for itself; a recursive lock
counts, and is free again after as many releases, for threads and processes.
"""

import multiprocessing
import threading
from collections.abc import Callable
from typing import Any


def try_it(lock: Any, who: str) -> None:
    # The first parameter is `blocking` in threads, `block` in processes.
    if lock.acquire(False):
        print(f"{who} takes it", flush=True)
        lock.release()
    else:
        print(f"{who} is refused", flush=True)


def take_twice(lock: Any, let_another_try: Callable[[], None]) -> None:
    with lock:
        with lock:
            print("held twice", flush=True)
            let_another_try()
        print("held once", flush=True)
        let_another_try()
    print("free", flush=True)
    let_another_try()


def try_in_thread() -> None:
    thread = threading.Thread(target=try_it, args=(lock, "another thread"))
    thread.start()
    thread.join()


def try_in_process() -> None:
    child = multiprocessing.Process(
        target=try_it, args=(shared, "another process")
    )
    child.start()
    child.join()


if __name__ == "__main__":
    plain = threading.Lock()
    with plain:
        # A second `with plain:` here would wait for ever.
        if not plain.acquire(blocking=False):
            print("a plain lock, taken twice: deadlock avoided", flush=True)

    lock = threading.RLock()
    take_twice(lock, try_in_thread)

    shared = multiprocessing.RLock()
    take_twice(shared, try_in_process)

"""ch05/python/13_bounded_semaphore.py
A semaphore that refuses one release too many, for threads and for processes.
"""

import multiprocessing
import threading
from typing import Any


def release_twice(semaphore: Any, who: str) -> None:
    try:
        semaphore.release()
        print(f"{who}: released", flush=True)
        semaphore.release()
    except ValueError:
        print(f"{who}: released too many times", flush=True)


if __name__ == "__main__":
    semaphore = threading.BoundedSemaphore(1)
    semaphore.acquire()
    thread = threading.Thread(
        target=release_twice, args=(semaphore, "another thread")
    )
    thread.start()
    thread.join()

    shared = multiprocessing.BoundedSemaphore(1)
    shared.acquire()
    child = multiprocessing.Process(
        target=release_twice, args=(shared, "another process")
    )
    child.start()
    child.join()

"""ch05/python/06_process_lock.py
Two processes add to one counter in shared memory; a lock that both know
makes each addition whole.
"""

import multiprocessing
from multiprocessing.sharedctypes import RawValue, Synchronized
from multiprocessing.synchronize import Lock

ROUNDS = 10_000


def worker(name: str, lock: Lock, counter: "Synchronized[int]") -> None:
    for _ in range(ROUNDS):
        with lock:
            counter.value += 1
    print(f"worker {name} added {ROUNDS}", flush=True)


if __name__ == "__main__":
    lock = multiprocessing.Lock()
    counter = RawValue("i", 0)

    a = multiprocessing.Process(target=worker, args=("A", lock, counter))
    b = multiprocessing.Process(target=worker, args=("B", lock, counter))
    a.start()
    b.start()
    a.join()
    b.join()
    print(f"counted {counter.value}")

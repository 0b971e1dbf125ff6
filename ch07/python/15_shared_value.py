"""ch07/python/15_shared_value.py
Two processes add to one integer in shared memory; the lock that lies beside
it makes each addition whole.
"""

import multiprocessing
from multiprocessing.sharedctypes import Synchronized


def add(name: str, counter: Synchronized) -> None:
    for _ in range(1000):
        with counter.get_lock():
            counter.value += 1
    print(f"{name}: added 1000", flush=True)


if __name__ == "__main__":
    counter = multiprocessing.Value("i", 0)
    children = [
        multiprocessing.Process(target=add, args=(name, counter))
        for name in ("A", "B")
    ]
    for child in children:
        child.start()
    for child in children:
        child.join()

    print(f"counter {counter.value}")

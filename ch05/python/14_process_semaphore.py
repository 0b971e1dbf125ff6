"""ch05/python/14_process_semaphore.py
Four processes and two places: a semaphore that all know lets two in at a
time.
"""

import multiprocessing
import time
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Semaphore


def worker(name: int, places: Semaphore, inside: "Synchronized[int]") -> None:
    with places:
        with inside.get_lock():
            inside.value += 1
            now = inside.value
        print(f"worker {name} enters, {now} inside", flush=True)
        time.sleep(0.01)
        with inside.get_lock():
            inside.value -= 1


if __name__ == "__main__":
    places = multiprocessing.Semaphore(2)
    inside = multiprocessing.Value("i", 0)

    workers = [
        multiprocessing.Process(target=worker, args=(name, places, inside))
        for name in range(1, 5)
    ]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    print(f"{inside.value} inside")

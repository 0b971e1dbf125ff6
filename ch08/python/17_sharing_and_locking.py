"""ch08/python/17_sharing_and_locking.py
Arguments are copies, so a counter that all workers add to is in shared
memory, with a lock beside it. The initializer opens it in each worker.
"""

from multiprocessing import Pool, Value
from multiprocessing.sharedctypes import Synchronized

counter: "Synchronized[int]"


def open_counter(shared: "Synchronized[int]") -> None:
    global counter
    counter = shared


def add(number: int) -> None:
    with counter.get_lock():
        counter.value += number


def main() -> None:
    total = Value("i", 0)
    with Pool(2, initializer=open_counter, initargs=(total,)) as pool:
        pool.map(add, range(1, 101), 5)
    print(f"1 + 2 + ... + 100 = {total.value}")


if __name__ == "__main__":
    main()

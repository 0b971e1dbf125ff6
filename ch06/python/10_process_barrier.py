"""ch06/python/10_process_barrier.py
Two processes take three steps; neither begins a step before the other has
finished the one before.
"""

import multiprocessing
from multiprocessing.synchronize import Barrier


def child(name: str, barrier: Barrier) -> None:
    for step in range(1, 4):
        print(f"{name} step {step}", flush=True)
        barrier.wait()


if __name__ == "__main__":
    barrier = multiprocessing.Barrier(2)
    a = multiprocessing.Process(target=child, args=("A", barrier))
    b = multiprocessing.Process(target=child, args=("B", barrier))
    a.start()
    b.start()
    a.join()
    b.join()

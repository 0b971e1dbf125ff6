"""ch08/python/15_worker_dies.py
One task kills its process, another leaves it. Each fails with an error that
says so; a new worker does the tasks behind it.
"""

import os
import signal
from multiprocessing import Pool, TimeoutError


def handle(order: str) -> str:
    if order == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if order == "leave":
        os._exit(3)
    return f"{order} is done"


def main() -> None:
    with Pool(1) as pool:
        orders = ("tea", "crash", "leave", "coffee")
        results = [pool.apply_async(handle, (order,)) for order in orders]
        for order, each in zip(orders, results):
            # What the lost worker held will never be ready.
            lost = order in ("crash", "leave")
            try:
                print(each.get(timeout=0.05 if lost else None))
            except TimeoutError:
                print("no answer")


if __name__ == "__main__":
    main()

"""ch07/python/01_queue.py
A producer hands loaves to two consumers through a queue. It closes the queue
when it has no more, and that ends them both.
"""

import threading
from queue import Queue

loaves: Queue[int | None] = Queue()


def produce() -> None:
    for loaf in range(1, 5):
        print(f"baked {loaf}")
        loaves.put(loaf)
    # A queue can't be closed: each consumer gets a sign that this was all.
    loaves.put(None)
    loaves.put(None)


def consume() -> None:
    while (loaf := loaves.get()) is not None:
        print(f"eaten {loaf}")


threads = [
    threading.Thread(target=consume),
    threading.Thread(target=consume),
    threading.Thread(target=produce),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("all have gone home")

"""ch07/python/06_task_done.py
Two workers cut a stick until its pieces are of length 1. Each cut gives two
more tasks; main joins the queue and so waits until the last is done.
"""

import threading
from queue import Queue

sticks: Queue[int | None] = Queue()


def work() -> None:
    while (length := sticks.get()) is not None:
        print(f"length {length}")
        if length > 1:
            sticks.put(length // 2)
            sticks.put(length - length // 2)
        sticks.task_done()
    sticks.task_done()


workers = [threading.Thread(target=work) for _ in range(2)]
for worker in workers:
    worker.start()

sticks.put(4)
sticks.join()
print("all is cut")
for worker in workers:
    sticks.put(None)
for worker in workers:
    worker.join()

try:
    sticks.task_done()
except ValueError:
    print("task_done called too many times")

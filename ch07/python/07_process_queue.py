"""ch07/python/07_process_queue.py
Two child processes take tasks out of one queue and put results into another.
Whatever is no task they refuse.
"""

import multiprocessing
import queue
import sys
from typing import Any


def child(tasks: Any, results: Any) -> None:
    while (task := tasks.get()) is not None:
        if not isinstance(task, int):
            print(f"child: refuses {len(task)} bytes", flush=True)
            continue
        results.put(task * task)


if __name__ == "__main__":
    tasks: Any = multiprocessing.Queue(6)
    results: Any = multiprocessing.SimpleQueue()
    for task in (1, 2, 3):
        tasks.put(task)
    tasks.put(b"??")
    tasks.put(None)
    tasks.put(None)
    if tasks.full() and tasks.qsize() == 6:
        print("parent: the queue is full", flush=True)
    try:
        tasks.put_nowait(None)
    except queue.Full:
        print("parent: no room for another message", flush=True)

    a = multiprocessing.Process(target=child, args=(tasks, results))
    b = multiprocessing.Process(target=child, args=(tasks, results))
    a.start()
    b.start()
    # A SimpleQueue is a pipe: few results wait there until they are fetched.
    a.join()
    b.join()
    if a.exitcode != 0 or b.exitcode != 0:
        sys.exit("a child has failed")

    squares = []
    while not results.empty():
        squares.append(results.get())
    for square in sorted(squares):
        print(f"parent: result {square}")

    if tasks.empty():
        try:
            tasks.get_nowait()
        except queue.Empty:
            print("parent: no task is left")

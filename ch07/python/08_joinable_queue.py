"""ch07/python/08_joinable_queue.py
Two child processes work off a queue in shared memory and report each task as
done; the parent joins the queue and so waits for the last of them.
"""

import multiprocessing
from typing import Any


def child(tasks: Any) -> None:
    while True:
        task = tasks.get()
        print(f"child: does task {task}", flush=True)
        tasks.task_done()


if __name__ == "__main__":
    tasks: Any = multiprocessing.JoinableQueue(8)
    # Daemons are ended with the parent.
    a = multiprocessing.Process(target=child, args=(tasks,), daemon=True)
    b = multiprocessing.Process(target=child, args=(tasks,), daemon=True)
    a.start()
    b.start()

    for task in range(1, 6):
        tasks.put(task)
    tasks.join()
    print("parent: all tasks are done")

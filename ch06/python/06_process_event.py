"""ch06/python/06_process_event.py
Two child processes wait for one event in shared memory; the parent sets it.
"""

import multiprocessing
from multiprocessing.synchronize import Event


def child(name: str, start: Event) -> None:
    start.wait()
    print(f"{name} runs", flush=True)


if __name__ == "__main__":
    start = multiprocessing.Event()
    a = multiprocessing.Process(target=child, args=("A", start))
    b = multiprocessing.Process(target=child, args=("B", start))
    a.start()
    b.start()

    print("parent: go", flush=True)
    start.set()
    a.join()
    b.join()

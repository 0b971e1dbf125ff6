"""ch07/python/21_shared_memory_manager.py
A manager owns a block and a list in shared memory. A worker dies half-way,
the parent ends with an error, and nothing stays behind.
"""

import os
import sys
from multiprocessing import Process
from multiprocessing.managers import SharedMemoryManager
from multiprocessing.shared_memory import ShareableList, SharedMemory


def work(note: SharedMemory, numbers: ShareableList) -> None:
    note.buf[:5] = b"begun"
    for i in range(len(numbers)):
        if i == len(numbers) // 2:
            print("worker: dies", flush=True)
            os._exit(3)
        numbers[i] *= 10
    note.buf[:5] = b"done\0"


def run(names: list[str]) -> None:
    with SharedMemoryManager() as manager:
        note = manager.SharedMemory(16)
        numbers = manager.ShareableList([1, 2, 3, 4])
        names += [note.name, numbers.shm.name]

        worker = Process(target=work, args=(note, numbers))
        worker.start()
        worker.join()
        text = bytes(note.buf).rstrip(b"\0").decode()
        print(f"parent: {text}:", *numbers, flush=True)
        if worker.exitcode != 0:
            raise RuntimeError(f"the worker ended with {worker.exitcode}")


def exists(name: str) -> bool:
    try:
        SharedMemory(name).close()
        return True
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    names: list[str] = []
    try:
        run(names)
    except RuntimeError as error:
        left = any(exists(name) for name in names)
        print(f"left behind: {'memory' if left else 'nothing'}")
        sys.exit(f"error: {error}")

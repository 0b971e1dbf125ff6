"""ch05/python/23_crashed_owner.py
A process dies holding two locks: the system releases the file lock, the
other one stays locked until somebody replaces it.
"""

import fcntl
import multiprocessing
import os
import tempfile
from multiprocessing.synchronize import Lock
from typing import IO


def try_file_lock(file: IO[bytes]) -> bool:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except OSError:
        return False


def crash(lock: Lock, path: str) -> None:
    with open(path, "r+b") as file:
        lock.acquire()
        fcntl.lockf(file, fcntl.LOCK_EX)
        print("child: holds both and dies", flush=True)
        # Ends the process on the spot: nothing is cleaned up.
        os._exit(1)


def outcome(taken: bool) -> str:
    return "taken" if taken else "refused"


if __name__ == "__main__":
    lock = multiprocessing.Lock()
    with tempfile.NamedTemporaryFile() as file:
        child = multiprocessing.Process(target=crash, args=(lock, file.name))
        child.start()
        child.join()
        print(f"exit code {child.exitcode}")

        print(f"file lock: {outcome(try_file_lock(file))}")
        print(f"shared lock: {outcome(lock.acquire(timeout=0.02))}")

        fresh = multiprocessing.Lock()
        print(f"a fresh one: {outcome(fresh.acquire(block=False))}")

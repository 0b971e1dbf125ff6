"""ch09/python/18_server_lost.py
The server is killed. Who waits in it and who calls it afterwards gets an
exception; nobody waits for ever.
"""

import os
from collections.abc import Callable
from multiprocessing import Manager
from signal import SIGKILL
from threading import Thread


def attempt(name: str, call: Callable[[], object]) -> None:
    # One write: print() alone writes a line and its end one after the other.
    try:
        call()
        print(f"{name}: done\n", end="")
    except (EOFError, OSError):
        print(f"{name}: the server has gone\n", end="")


def main() -> None:
    manager = Manager()
    queue = manager.Queue()
    lock = manager.Lock()
    attempt("main", lock.acquire)

    # Neither would ever end by itself.
    getter = Thread(target=attempt, args=("getter", queue.get))
    locker = Thread(target=attempt, args=("locker", lock.acquire))
    getter.start()
    locker.start()
    os.kill(manager._process.pid, SIGKILL)
    getter.join()
    locker.join()
    attempt("main", lambda: queue.put(1))


if __name__ == "__main__":
    main()

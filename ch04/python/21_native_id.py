"""ch04/python/21_native_id.py
The system has a number and a name of its own for each thread, the ones that
`top` and a debugger show.
"""

import os
import threading
from pathlib import Path


def work() -> None:
    native_id = threading.get_native_id()
    print(f"worker: thread {native_id} of process {os.getpid()}")

    # Thread.name stays within Python; Linux keeps its own name in this file.
    name = Path(f"/proc/self/task/{native_id}/comm")
    name.write_text("reader")
    print(f"worker: known as {name.read_text().strip()}")


def main() -> None:
    native_id = threading.get_native_id()
    print(f"main: thread {native_id} of process {os.getpid()}")

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    print(f"main: the worker was thread {worker.native_id}")


if __name__ == "__main__":
    main()

"""ch11/python/21_initializer.py
Each worker makes a connection of its own before its first task. One that
can't makes the whole pool useless.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.thread import BrokenThreadPool
from threading import Barrier, local

worker = local()


def connect(host: str) -> None:
    if not host:
        print("worker: no host to connect to\n", end="")
        raise RuntimeError("no host to connect to")
    worker.connection = f"a connection to {host}"
    print("worker: connected\n", end="")


def main() -> None:
    both = Barrier(2)

    def work() -> str:
        both.wait()
        return f"over {worker.connection}"

    with ThreadPoolExecutor(
        2, initializer=connect, initargs=("database",)
    ) as pool:
        first = pool.submit(work)
        second = pool.submit(work)
        print(f"main: first {first.result()}")
        print(f"main: second {second.result()}")

    # The initializer's exception is only logged.
    logging.disable(logging.CRITICAL)
    with ThreadPoolExecutor(1, initializer=connect, initargs=("",)) as pool:
        try:
            pool.submit(lambda: worker.connection).result()
        except BrokenThreadPool:
            print("main: the pool is broken")


if __name__ == "__main__":
    main()

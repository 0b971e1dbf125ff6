"""ch11/python/22_shutdown.py
Two pools are shut down while one task runs and another waits. The first pool
still runs what waits, the second drops it.
"""

from concurrent.futures import CancelledError, ThreadPoolExecutor
from threading import Event


def close_and_wait() -> None:
    gate = Event()

    def first() -> int:
        gate.wait()
        return 1

    pool = ThreadPoolExecutor(1)
    running = pool.submit(first)
    waiting = pool.submit(lambda: 2)

    pool.shutdown(wait=False)
    try:
        pool.submit(lambda: 3)
    except RuntimeError:
        print("wait: no new tasks")
    gate.set()
    pool.shutdown()
    print(f"wait: {running.result()}, then {waiting.result()}")


def stop_and_drop() -> None:
    begun = Event()
    gate = Event()

    def first() -> int:
        begun.set()
        gate.wait()
        return 1

    pool = ThreadPoolExecutor(1)
    running = pool.submit(first)
    waiting = pool.submit(lambda: 2)
    begun.wait()
    pool.shutdown(wait=False, cancel_futures=True)
    gate.set()
    pool.shutdown()
    print(f"drop: {running.result()}")
    try:
        waiting.result()
    except CancelledError:
        print("drop: the other never ran")


def main() -> None:
    close_and_wait()
    stop_and_drop()


if __name__ == "__main__":
    main()

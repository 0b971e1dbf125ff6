"""ch11/python/10_done_callback.py
A callback runs in the thread that ends the task; where the task has ended
before, it runs at once, in the thread that adds it.
"""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event, current_thread, main_thread


def main() -> None:
    called = Event()

    def report(done: Future[int]) -> None:
        here = current_thread() is main_thread()
        print(
            f"callback: {done.result()}, in "
            + ("main's thread" if here else "the worker")
        )
        called.set()

    gate = Event()

    def work() -> int:
        gate.wait()
        return 1

    with ThreadPoolExecutor(1) as pool:
        later = pool.submit(work)
        later.add_done_callback(report)
        print("main: opens the gate")
        gate.set()
        called.wait()

        ended = pool.submit(lambda: 2)
        wait([ended])
        print("main: adds a callback")
        ended.add_done_callback(report)
        print("main: has added it")


if __name__ == "__main__":
    main()

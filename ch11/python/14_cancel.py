"""ch11/python/14_cancel.py
Of two jobs for one worker the one that has begun can't be cancelled; the one
that waits behind it can, and never runs.
"""

from concurrent.futures import CancelledError, ThreadPoolExecutor
from threading import Event


def main() -> None:
    begun = Event()
    gate = Event()

    def work() -> int:
        begun.set()
        gate.wait()
        return 1

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(work)
        second = pool.submit(lambda: 2)

        begun.wait()
        print(f"the first can be cancelled: {first.cancel()}".lower())
        print(f"the second can be cancelled: {second.cancel()}".lower())
        print(f"the second is cancelled: {second.cancelled()}".lower())
        gate.set()

        print(f"the first returns {first.result()}")
        try:
            second.result()
        except CancelledError:
            print("the second returns nothing")


if __name__ == "__main__":
    main()

"""ch11/python/08_first_exception.py
main waits until all tasks have ended or one of them has failed. The slow one
still waits at a gate when the bad one fails.
"""

from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from threading import Event


def main() -> None:
    gate = Event()
    go = Event()

    def good() -> int:
        return 1

    def slow() -> int:
        gate.wait()
        return 2

    def bad() -> int:
        go.wait()
        raise RuntimeError("the disk is full")

    with ThreadPoolExecutor(3) as pool:
        tasks = [pool.submit(good), pool.submit(slow), pool.submit(bad)]

        wait(tasks[:1])
        go.set()
        done, pending = wait(tasks, return_when=FIRST_EXCEPTION)
        print(f"{len(done)} done, {len(pending)} pending")
        for each in tasks:
            if each in done:
                try:
                    print(f"result {each.result()}")
                except RuntimeError as error:
                    print(f"failed: {error}")

        gate.set()
        print(f"later: result {pending.pop().result()}")


if __name__ == "__main__":
    main()

"""ch11/python/23_deadlock.py
A task waits for a task that it has put into the queue of the only worker,
which is the one that waits.
"""

from concurrent.futures import ThreadPoolExecutor


def main() -> None:
    with ThreadPoolExecutor(1) as pool:

        def work() -> int:
            inner = pool.submit(lambda: 42)
            print("outer: waits for inner", flush=True)
            return inner.result()

        outer = pool.submit(work)
        print(f"main: {outer.result()}")


if __name__ == "__main__":
    main()

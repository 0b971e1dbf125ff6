"""ch11/python/09_as_completed.py
main takes the results as they get ready, not as they were asked for. It lets
the tasks end one after the other: c first, then a, then b.
"""

from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event


def main() -> None:
    gates = {name: Event() for name in ("a", "b", "c")}

    def work(name: str) -> str:
        gates[name].wait()
        return name

    with ThreadPoolExecutor(3) as pool:
        pending = [pool.submit(work, name) for name in gates]

        order = ["c", "a", "b"]

        def open_next() -> None:
            if order:
                gates[order.pop(0)].set()

        open_next()
        for completed in as_completed(pending):
            print(f"completed: {completed.result()}")
            open_next()


if __name__ == "__main__":
    main()

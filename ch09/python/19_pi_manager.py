"""ch09/python/19_pi_manager.py
Four processes sum the quarters of a series for pi. They put their parts into
a list of the manager; its lock is not needed, as an append is one call.
"""

from multiprocessing import Manager, Process
from multiprocessing.managers import ListProxy

WORKERS = 4
TERMS = 100_000


def work(parts: ListProxy, worker: int) -> None:
    parts.append(
        sum(
            (4.0 if k % 2 == 0 else -4.0) / (2 * k + 1)
            for k in range(worker, TERMS, WORKERS)
        )
    )


def main() -> None:
    with Manager() as manager:
        parts = manager.list()
        started = [
            Process(target=work, args=(parts, worker))
            for worker in range(WORKERS)
        ]
        for one in started:
            one.start()
        for one in started:
            one.join()

        # Sorted, so that they are added in the same order each time.
        parts.sort()
        pi = sum(parts[:])
        print(f"{len(parts)} parts")
        print(f"pi {pi:.4f}")


if __name__ == "__main__":
    main()

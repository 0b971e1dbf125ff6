"""ch04/python/20_pi_threads.py
Four threads each sum a quarter of the Leibniz series for pi; main adds up
the quarters after the joins.
"""

from threading import Thread

WORKERS = 4
TERMS = 250_000


def partial_pi(first: int, last: int) -> float:
    total = 0.0
    for k in range(first, last):
        total += (4.0 if k % 2 == 0 else -4.0) / (2.0 * k + 1.0)
    return total


def main() -> None:
    sums = [0.0] * WORKERS

    def work(worker: int) -> None:
        sums[worker] = partial_pi(worker * TERMS, (worker + 1) * TERMS)
        # One write: print() alone writes a line and its end one after the other.
        print(f"worker {worker}: {TERMS} terms\n", end="")

    group = [Thread(target=work, args=(worker,)) for worker in range(WORKERS)]
    for thread in group:
        thread.start()
    for thread in group:
        thread.join()

    print(f"pi = {sum(sums):.5f}")


if __name__ == "__main__":
    main()

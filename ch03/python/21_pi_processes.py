"""ch03/python/21_pi_processes.py
Four children sum a quarter of the Leibniz series each, all at the same time,
and come to the digits that one loop over all terms comes to.
"""

from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection

WORKERS = 4
TERMS = 1_000_000
SHARE = TERMS // WORKERS


def sum_terms(first: int, last: int) -> float:
    return sum(
        (4.0 if k % 2 == 0 else -4.0) / (2 * k + 1) for k in range(first, last)
    )


def work(first: int, last: int, output: Connection) -> None:
    output.send((last - first, sum_terms(first, last)))


def main() -> None:
    running: list[tuple[Process, Connection]] = []
    for k in range(WORKERS):
        receiver, sender = Pipe(duplex=False)
        worker = Process(target=work, args=(k * SHARE, (k + 1) * SHARE, sender))
        worker.start()
        sender.close()
        running.append((worker, receiver))

    pi = 0.0
    for number, (worker, receiver) in enumerate(running):
        summed, partial = receiver.recv()
        worker.join()
        pi += partial
        print(f"worker {number}: {summed} terms")

    print(f"sequential = {sum_terms(0, TERMS):.5f}")
    print(f"pi = {pi:.5f}")


if __name__ == "__main__":
    main()

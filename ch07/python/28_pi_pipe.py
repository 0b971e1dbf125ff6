"""ch07/python/28_pi_pipe.py
Four processes sum the Leibniz series; each gets its quarter through a pipe
and answers through another.
"""

from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection

WORKERS = 4
TERMS = 1_000_000 // WORKERS


def work(parent: Connection) -> None:
    first, last = parent.recv()
    total = 0.0
    for k in range(first, last):
        total += (4.0 if k % 2 == 0 else -4.0) / (2.0 * k + 1.0)
    parent.send((last - first, total))


if __name__ == "__main__":
    started: list[tuple[Process, Connection]] = []
    for number in range(WORKERS):
        ours, theirs = Pipe()
        process = Process(target=work, args=(theirs,))
        process.start()
        # Only the worker may hold its end, else recv() would miss its death.
        theirs.close()
        ours.send((number * TERMS, (number + 1) * TERMS))
        started.append((process, ours))

    pi = 0.0
    for number, (process, worker) in enumerate(started):
        summed, total = worker.recv()
        process.join()
        pi += total
        print(f"worker {number}: {summed} terms")
    print(f"pi = {pi:.5f}")

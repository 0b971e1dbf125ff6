"""ch07/python/26_pi_queue.py
Four processes take a quarter of the Leibniz series each out of one queue and
put their sums into another.
"""

from multiprocessing import Process, Queue

WORKERS = 4
TERMS = 1_000_000 // WORKERS


def work(tasks: Queue, sums: Queue) -> None:
    worker = tasks.get()
    total = 0.0
    for k in range(worker * TERMS, (worker + 1) * TERMS):
        total += (4.0 if k % 2 == 0 else -4.0) / (2.0 * k + 1.0)
    print(f"worker {worker}: {TERMS} terms", flush=True)
    sums.put((worker, total))


if __name__ == "__main__":
    tasks: Queue = Queue(WORKERS)
    sums: Queue = Queue(WORKERS)
    for worker in range(WORKERS):
        tasks.put(worker)

    started = [Process(target=work, args=(tasks, sums)) for _ in range(WORKERS)]
    for process in started:
        process.start()
    # First emptied, then joined: a process may not end before what it has put
    # is written to the pipe.
    parts = [0.0] * WORKERS
    for _ in range(WORKERS):
        worker, total = sums.get()
        parts[worker] = total
    for process in started:
        process.join()

    print(f"pi = {sum(parts):.5f}")

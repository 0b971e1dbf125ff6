"""ch07/python/27_pi_shared_value.py
Four processes sum a quarter of the Leibniz series each and add it to one
double in shared memory, each of them once, under its lock.
"""

from multiprocessing import Process
from multiprocessing.sharedctypes import Synchronized, Value

WORKERS = 4
TERMS = 1_000_000 // WORKERS


def work(worker: int, pi: Synchronized) -> None:
    total = 0.0
    for k in range(worker * TERMS, (worker + 1) * TERMS):
        total += (4.0 if k % 2 == 0 else -4.0) / (2.0 * k + 1.0)
    with pi.get_lock():
        pi.value += total
    print(f"worker {worker}: {TERMS} terms", flush=True)


if __name__ == "__main__":
    pi = Value("d", 0.0)
    started = [Process(target=work, args=(k, pi)) for k in range(WORKERS)]
    for process in started:
        process.start()
    for process in started:
        process.join()

    print(f"pi = {pi.value:.5f}")

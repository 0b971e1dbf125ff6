"""ch05/python/24_pi_lock.py
Four workers sum a quarter of the Leibniz series each; the lock guards the
one addition that they share.
"""

import threading

WORKERS = 4
TERMS = 1_000_000 // WORKERS

total = 0.0
lock = threading.Lock()


def work(number: int) -> None:
    global total
    part = 0.0
    for k in range(number * TERMS, (number + 1) * TERMS):
        part += (1.0 if k % 2 == 0 else -1.0) / (2 * k + 1)
    with lock:
        total += part
    # One write: print() alone writes a line and its end one after the other.
    print(f"worker {number}: {TERMS} terms\n", end="")


group = [
    threading.Thread(target=work, args=(number,)) for number in range(WORKERS)
]
for thread in group:
    thread.start()
for thread in group:
    thread.join()

print(f"pi = {4 * total:.5f}")

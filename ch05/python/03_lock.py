"""ch05/python/03_lock.py
Two threads add to one counter; the lock makes each addition whole.
"""

import threading

ROUNDS = 100_000

counter = 0
lock = threading.Lock()


def add() -> None:
    global counter
    for _ in range(ROUNDS):
        with lock:
            counter += 1


a = threading.Thread(target=add)
b = threading.Thread(target=add)
a.start()
b.start()
a.join()
b.join()

print(counter)

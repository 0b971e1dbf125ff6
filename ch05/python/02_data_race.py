"""ch05/python/02_data_race.py
Two threads add to one plain int and nothing orders what they do: some
additions may get lost.
"""

import threading
import time

ROUNDS = 1000

counter = 0
start = threading.Barrier(2)


def add() -> None:
    global counter
    # Neither thread may be done before the other begins.
    start.wait()
    for _ in range(ROUNDS):
        counter += 1
        time.sleep(0)


a = threading.Thread(target=add)
b = threading.Thread(target=add)
a.start()
b.start()
a.join()
b.join()

print(f"added   {2 * ROUNDS}")
print(f"counted {counter}")

"""ch06/python/07_barrier.py
Two threads take three steps; neither begins a step before the other has
finished the one before.
"""

import threading

barrier = threading.Barrier(2)
chosen = {"A": 0, "B": 0}


def walk(name: str) -> None:
    for step in range(1, 4):
        # One write: print() alone writes a line and its end one after the other.
        print(f"{name} step {step}\n", end="")
        # wait returns another number in each thread, from 0 up.
        if barrier.wait() == 0:
            chosen[name] += 1


a = threading.Thread(target=walk, args=("A",))
b = threading.Thread(target=walk, args=("B",))
a.start()
b.start()
a.join()
b.join()
print(f"one was chosen {chosen['A'] + chosen['B']} times")

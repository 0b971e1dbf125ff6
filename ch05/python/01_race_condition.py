"""ch05/python/01_race_condition.py
Both threads read the counter before either writes it back, so each round
loses one of its two additions.
"""

import threading

ROUNDS = 100

counter = 0
both = threading.Barrier(2)


def add() -> None:
    global counter
    for _ in range(ROUNDS):
        seen = counter
        both.wait()
        counter = seen + 1
        both.wait()


a = threading.Thread(target=add)
b = threading.Thread(target=add)
a.start()
b.start()
a.join()
b.join()

print(f"added   {2 * ROUNDS}")
print(f"counted {counter}")

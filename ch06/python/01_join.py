"""ch06/python/01_join.py
Three threads add up a third of the numbers each, without a lock; what they
wrote is there once main has joined them.
"""

import threading

numbers = list(range(1, 3001))
sums = [0, 0, 0]


def add_up(third: int) -> None:
    sums[third] = sum(numbers[1000 * third : 1000 * (third + 1)])
    # One write: print() alone writes a line and its end one after the other.
    print(f"third {third + 1}: {sums[third]}\n", end="")


threads = [threading.Thread(target=add_up, args=(third,)) for third in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

print(f"total: {sum(sums)}")

"""ch06/python/08_barrier_action.py
When all three have arrived, one of them runs the barrier's action while the
others are held: it adds up what they counted, without a lock.
"""

import itertools
import threading

counts = [0, 0, 0]
rounds = itertools.count(1)


def add_up() -> None:
    print(f"round {next(rounds)}: total {sum(counts)}")


barrier = threading.Barrier(len(counts), action=add_up)


def count(index: int) -> None:
    for _ in range(2):
        counts[index] += index + 1
        # One write: print() alone writes a line and its end one after the other.
        print(f"counter {index + 1}: {counts[index]}\n", end="")
        barrier.wait()


counters = [
    threading.Thread(target=count, args=(index,))
    for index in range(len(counts))
]
for counter in counters:
    counter.start()
for counter in counters:
    counter.join()

"""ch05/python/15_atomic.py
Two threads draw tickets from one counter: no lock, and no number is drawn
twice.
"""

import itertools
import threading

EACH = 1000

# next() on a count is one step under CPython's GIL; no document promises it.
tickets = itertools.count()
drawn_by_a: list[int] = []
drawn_by_b: list[int] = []


def draw(drawn: list[int]) -> None:
    for _ in range(EACH):
        drawn.append(next(tickets))


a = threading.Thread(target=draw, args=(drawn_by_a,))
b = threading.Thread(target=draw, args=(drawn_by_b,))
a.start()
b.start()
a.join()
b.join()

different = set(drawn_by_a) | set(drawn_by_b)
print(f"drawn {2 * EACH}")
print(f"different {len(different)}")
print(f"next ticket {next(tickets)}")

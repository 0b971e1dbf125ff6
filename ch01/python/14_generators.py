"""ch01/python/14_generators.py
A generator hands out a value and stops there until the loop asks for the
next one; in C++ it is a coroutine.
"""

from collections.abc import Generator, Iterable
from contextlib import closing


def readings() -> Generator[int, None, None]:
    try:
        yield 20
        yield 22
        raise RuntimeError("sensor lost")
    finally:
        print("closed")


def totals(source: Iterable[int]) -> Generator[int, None, None]:
    total = 0
    for n in source:
        total += n
        yield total


# Without closing(), the generator is closed when it is collected.
with closing(readings()) as source:
    for reading in source:
        print("first", reading)
        break

try:
    for total in totals(readings()):
        print("total", total)
except Exception as error:
    print("caught:", error)

"""ch01/python/13_iterators.py
An iterable hands each loop an iterator of its own, which knows the current
value, how to move on and where to stop.
"""


class Countdown:
    class Iterator:
        def __init__(self, current: int) -> None:
            self.current = current

        def __iter__(self) -> "Countdown.Iterator":
            return self

        def __next__(self) -> int:
            if self.current == 0:
                raise StopIteration
            self.current -= 1
            return self.current + 1

    def __init__(self, start: int) -> None:
        self.start = start

    def __iter__(self) -> "Countdown.Iterator":
        return Countdown.Iterator(self.start)


countdown = Countdown(3)
for n in countdown:
    print(n)

current = iter(countdown)
try:
    while True:
        print("by hand", next(current))
except StopIteration:
    print("end")

even = sum(1 for n in countdown if n % 2 == 0)
print("even:", even)

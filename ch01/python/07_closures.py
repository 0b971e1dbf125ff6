"""ch01/python/07_closures.py
A closure holds a copy taken when it is made, or the variable itself.
"""

from collections.abc import Callable


def make_counter() -> tuple[Callable[[], None], Callable[[], int]]:
    count = 0

    def increment() -> None:
        nonlocal count
        count += 1

    return increment, lambda: count


def main() -> None:
    factor = 2
    # A default argument holds what the name was bound to at the time.
    by_copy = lambda n, factor=factor: n * factor
    by_reference = lambda n: n * factor
    factor = 10
    print(by_copy(4), by_reference(4))

    early: list[Callable[[], int]] = []
    late: list[Callable[[], int]] = []
    for i in range(3):
        early.append(lambda i=i: i)
        late.append(lambda: i)
    for function in early:
        print("early", function())
    for function in late:
        print("late", function())

    increment, count = make_counter()
    increment()
    increment()
    print("count", count())

    text = "mine alone"
    owner = lambda text=text: text
    del text
    print(owner())


main()

"""ch01/python/05_comprehensions.py
A comprehension becomes a pipeline of adaptors; sum, any and sorted become
algorithms.
"""

from collections.abc import Iterator


def odd(n: int) -> bool:
    return n % 2 != 0


def square(n: int) -> int:
    print("squaring", n)
    return n * n


def squares() -> Iterator[int]:
    return (square(n) for n in range(1, 6) if odd(n))


lazy = squares()
print("ready")
for n in lazy:
    print(n)

# A generator runs once, so this is another one.
stored = list(squares())
print("sum", sum(stored))

words = ["event", "lock", "semaphore", "queue"]
any_short = any(len(word) < 5 for word in words)
print("a short word:", "yes" if any_short else "no")

for word in sorted(words, key=len):
    print(word)

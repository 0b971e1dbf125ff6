"""ch08/python/07_imap.py
The values have no end. Results come one by one, in order, and the pool takes
only so many values more as keep its workers busy.
"""

import itertools
from collections.abc import Iterator
from multiprocessing import Pool
from multiprocessing.pool import Pool as PoolType


def is_prime(number: int) -> bool:
    divisors = itertools.takewhile(
        lambda divisor: divisor * divisor <= number, itertools.count(2)
    )
    return number > 1 and all(number % divisor for divisor in divisors)


def prime_or_zero(number: int) -> int:
    return number if is_prime(number) else 0


taken = 0


def numbers() -> Iterator[int]:
    global taken
    for number in itertools.count(1):
        taken += 1
        yield number


def bounded(pool: PoolType, batch: int) -> Iterator[int]:
    """Results of slices: imap itself would read the endless iterator on."""
    values = numbers()
    while True:
        yield from pool.imap(prime_or_zero, itertools.islice(values, batch))


def main() -> None:
    with Pool(2) as pool:
        primes = filter(None, bounded(pool, 32))
        print(*itertools.islice(primes, 10))
        print("fewer" if taken < 100 else "more", "than 100 taken")


if __name__ == "__main__":
    main()

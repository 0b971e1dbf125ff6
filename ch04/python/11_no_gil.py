"""ch04/python/11_no_gil.py
Four threads count primes, each among a quarter of the numbers.
"""

from threading import Thread


def is_prime(number: int) -> bool:
    divisor = 2
    while divisor * divisor <= number:
        if number % divisor == 0:
            return False
        divisor += 1
    return number >= 2


def count_primes(first: int, last: int) -> int:
    return sum(is_prime(number) for number in range(first, last))


def main() -> None:
    quarters = 4
    share = 10_000
    counts = [0] * quarters

    def work(quarter: int) -> None:
        first = quarter * share
        counts[quarter] = count_primes(first, first + share)
        # One write: print() alone writes a line and its end one after the other.
        print(f"from {first}: {counts[quarter]} primes\n", end="")

    # Four threads, but the interpreter lock lets one compute at a time.
    workers = [
        Thread(target=work, args=(quarter,)) for quarter in range(quarters)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    print(f"in all: {sum(counts)}")


if __name__ == "__main__":
    main()

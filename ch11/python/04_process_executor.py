"""ch11/python/04_process_executor.py
An executor whose workers are two processes. Each task goes out to one of
them, and its result comes back into a future.
"""

from concurrent.futures import ProcessPoolExecutor


def count_primes(limit: int) -> int:
    return sum(
        all(number % divisor for divisor in range(2, int(number**0.5) + 1))
        for number in range(2, limit)
    )


def main() -> None:
    with ProcessPoolExecutor(2) as executor:
        counts = [
            executor.submit(count_primes, limit) for limit in (10, 100, 1000)
        ]
        for count in counts:
            print(f"{count.result()} primes")


if __name__ == "__main__":
    main()

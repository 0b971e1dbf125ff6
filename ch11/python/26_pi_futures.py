"""ch11/python/26_pi_futures.py
Four tasks each sum a quarter of the Leibniz series for pi; the quarters come
back as the values of four futures.
"""

from concurrent.futures import ThreadPoolExecutor

WORKERS = 4
TERMS = 1_000_000 // WORKERS


def partial_pi(first: int, last: int) -> float:
    total = 0.0
    for k in range(first, last):
        total += (4.0 if k % 2 == 0 else -4.0) / (2.0 * k + 1.0)
    return total


def main() -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        parts = [
            pool.submit(partial_pi, worker * TERMS, (worker + 1) * TERMS)
            for worker in range(WORKERS)
        ]

        pi = 0.0
        for worker, part in enumerate(parts):
            pi += part.result()
            print(f"worker {worker}: {TERMS} terms")
        print(f"pi = {pi:.5f}")


if __name__ == "__main__":
    main()

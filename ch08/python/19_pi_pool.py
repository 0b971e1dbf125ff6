"""ch08/python/19_pi_pool.py
Four tasks sum a quarter of the Leibniz series each; the pool hands them out
and brings the parts back in order.
"""

from multiprocessing import Pool

PARTS = 4
TERMS = 1_000_000
SHARE = TERMS // PARTS


def sum_terms(first: int, last: int) -> float:
    return sum(
        (4.0 if k % 2 == 0 else -4.0) / (2 * k + 1) for k in range(first, last)
    )


def main() -> None:
    ranges = [(part * SHARE, (part + 1) * SHARE) for part in range(PARTS)]
    with Pool(2) as pool:
        sums = pool.starmap(sum_terms, ranges)

    for part in sums:
        print(f"part {part:.5f}")
    print(f"pi = {sum(sums):.5f}")


if __name__ == "__main__":
    main()

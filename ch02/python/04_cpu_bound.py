"""ch02/python/04_cpu_bound.py
Work that computes is split into as many parts as there are cores: the answer
is the same, and the parts are computed at the same time.
"""

import time
from multiprocessing import Pool, cpu_count


def longest_chain(first: int, last: int) -> tuple[int, int]:
    longest = (0, 0)
    for start in range(first, last):
        length = 1
        n = start
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            length += 1
        longest = max(longest, (length, start))
    return longest


def compute(parts: int, last: int) -> tuple[int, int]:
    ranges = [
        (
            1 + part * (last - 1) // parts,
            1 + (part + 1) * (last - 1) // parts,
        )
        for part in range(parts)
    ]
    # Processes: the interpreter lock would let one thread compute at a time.
    with Pool(parts) as pool:
        return max(pool.starmap(longest_chain, ranges))


def main() -> None:
    cores = min(cpu_count(), 64)
    for parts in (1, cores):
        start = time.perf_counter()
        length, number = compute(parts, 12_000)
        passed = 1000 * (time.perf_counter() - start)
        print(
            f"from {number}: {length} numbers"
            f" ({parts} at a time, {passed:.6g} ms)"
        )


if __name__ == "__main__":
    main()

"""ch08/python/bench.py
What multiprocessing.Pool does in a second, under the names of ch08/bench.cpp.
One JSON object a line: the name and the rate, in items per second.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable

PROCESSES = 2
SECONDS = 1.0
SMALL = range(20_000)
TERMS = 200_000
SHARE = TERMS // 4
RANGES = [(part * SHARE, (part + 1) * SHARE) for part in range(4)]
LARGE = [[float(n)] * 1_000 for n in range(1_000)]


def square(number: int) -> int:
    return number * number


def total(numbers: list[float]) -> float:
    return numbers[0] * len(numbers)


def sum_terms(first: int, last: int) -> float:
    return sum(
        (4.0 if k % 2 == 0 else -4.0) / (2 * k + 1) for k in range(first, last)
    )


def rate(work: Callable[[], object], items: int) -> float:
    """How many items per second work does, each call of it doing items."""
    work()
    calls, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < SECONDS:
        work()
        calls += 1
    return calls * items / passed


def main() -> None:
    with multiprocessing.Pool(PROCESSES) as pool:
        benchmarks = {
            "apply": (lambda: pool.apply(square, (7,)), 1),
            "map_small/1": (lambda: pool.map(square, SMALL, 1), len(SMALL)),
            "map_small/100": (lambda: pool.map(square, SMALL, 100), len(SMALL)),
            "map_large/1": (lambda: pool.map(total, LARGE, 1), len(LARGE)),
            "map_large/100": (lambda: pool.map(total, LARGE, 100), len(LARGE)),
            "pi": (lambda: pool.starmap(sum_terms, RANGES), TERMS),
        }
        wanted = sys.argv[1:] or benchmarks
        for name in wanted:
            work, items = benchmarks[name]
            result = {"name": name, "items_per_second": rate(work, items)}
            print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()

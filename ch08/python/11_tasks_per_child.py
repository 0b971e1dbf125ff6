"""ch08/python/11_tasks_per_child.py
A worker that leaks is replaced after two tasks, and what it leaked goes with
its process.
"""

from multiprocessing import Pool

cache: list[int] = []


def remember(number: int) -> int:
    cache.append(number)
    return len(cache)


def main() -> None:
    with Pool(1, maxtasksperchild=2) as pool:
        for number in range(1, 6):
            size = pool.apply(remember, (number,))
            print(f"task {number}: {size} in the cache")


if __name__ == "__main__":
    main()

"""ch08/python/20_pool_of_pools.py
A task needs subtasks. It gives them to a pool of its own: in the outer one,
tasks that wait for subtasks could hold every worker.
"""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool


def cube(number: int) -> int:
    return number**3


def sum_of_cubes(count: int) -> int:
    with Pool(2) as pool:
        return sum(pool.map(cube, range(1, count + 1)))


def main() -> None:
    # A Pool's own workers are daemons, and those may not start processes.
    with ProcessPoolExecutor(2) as executor:
        for total in executor.map(sum_of_cubes, [2, 3, 4, 5]):
            print(total)


if __name__ == "__main__":
    main()

"""ch08/python/14_close_join_terminate.py
A pool that is closed and joined does what it has been asked first; one that
is terminated ends at once, in the middle of a task.
"""

import time
from multiprocessing import Pool


def square(number: int) -> int:
    return number * number


def sleep_for_ever() -> None:
    while True:
        time.sleep(3600)


def close_and_join() -> None:
    with Pool(2) as pool:
        squares = pool.map_async(square, [1, 2, 3], 1)
        pool.close()
        try:
            pool.apply(square, (4,))
        except ValueError:
            print("closed: no more tasks")
        pool.join()
        for each in squares.get():
            print(each)


def terminate() -> None:
    with Pool(1) as pool:
        never = pool.apply_async(sleep_for_ever)
        pool.terminate()
        pool.join()
        # never.get() would wait for ever: nobody tells it that all is over.
        if not never.ready():
            print("terminated: no result")


def main() -> None:
    close_and_join()
    terminate()


if __name__ == "__main__":
    main()

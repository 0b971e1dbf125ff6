"""ch08/python/01_apply.py
Two functions are called in another process, and their results come back.
"""

import os
from multiprocessing import Pool


def greet(name: str, times: int) -> str:
    return "hello " * times + name


def main() -> None:
    with Pool(2) as pool:
        print(pool.apply(greet, ("worker", 2)))
        if pool.apply(os.getpid) != os.getpid():
            print("called in another process")


if __name__ == "__main__":
    main()

"""ch11/python/20_broken_executor.py
The only worker process dies in the middle of a task. The task fails, and so
does everything that the executor is asked from then on.
"""

import os
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def square(number: int) -> int:
    if number == 0:
        os._exit(1)
    return number * number


def main() -> None:
    # Whoever does not care which kind of pool it is catches BrokenExecutor.
    assert issubclass(BrokenProcessPool, BrokenExecutor)

    with ProcessPoolExecutor(1) as executor:
        for number in (3, 0, 4):
            try:
                result = executor.submit(square, number).result()
                print(f"{number}: {result}", flush=True)
            except BrokenProcessPool:
                print(f"{number}: the executor is broken", flush=True)


if __name__ == "__main__":
    main()

"""ch08/python/09_chunk_size.py
A chunk of values goes to a worker at once. Each worker here does one task
and ends, so the values of one process show what a task is: a chunk.
"""

import os
from multiprocessing import Pool


def process_id(_: int) -> int:
    return os.getpid()


def main() -> None:
    with Pool(2, maxtasksperchild=1) as pool:
        for chunk in (1, 3):
            line = f"chunk size {chunk}:"
            last = 0
            values = range(1, 8)
            processes = pool.map(process_id, values, chunk)
            for value, process in zip(values, processes):
                line += f"{' ' if process == last else ' | '}{value}"
                last = process
            print(line)


if __name__ == "__main__":
    main()

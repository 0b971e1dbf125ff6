"""ch03/python/13_wait_for_all.py
One run() waits for every child, takes each as it ends, and returns when
there is none left; the exit codes stand in the order of the starts.
"""

import sys
from multiprocessing import Process


def work(number: int) -> None:
    print(f"worker {number}: ends", flush=True)
    sys.exit(10 * number)


def main() -> None:
    children = [Process(target=work, args=(number,)) for number in range(1, 4)]
    for child in children:
        child.start()

    for number, child in enumerate(children, start=1):
        child.join()
        print(f"main: worker {number} returned {child.exitcode}", flush=True)
    print("main: all returned", *(child.exitcode for child in children))


if __name__ == "__main__":
    main()

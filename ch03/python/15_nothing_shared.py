"""ch03/python/15_nothing_shared.py
A global belongs to its process: the child starts with the value that the
program text gives it, and what it does to it the parent never sees.
"""

from multiprocessing import get_context

counter = 0


def increment() -> None:
    global counter
    print(f"child: finds {counter}", flush=True)
    counter += 1
    print(f"child: leaves {counter}", flush=True)


def main() -> None:
    global counter
    counter = 10
    print(f"parent: sets {counter}", flush=True)

    # "fork", the default on Linux, would hand the child a copy of the 10.
    child = get_context("spawn").Process(target=increment)
    child.start()
    child.join()
    print(f"parent: still has {counter}")


if __name__ == "__main__":
    main()

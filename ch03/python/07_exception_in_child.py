"""ch03/python/07_exception_in_child.py
An exception doesn't cross to another process: the child prints it to stderr
and ends with an exit code, and that is all the parent gets.
"""

import sys
from multiprocessing import Process


def print_item(index: int) -> None:
    items = [10, 20, 30]
    print("child: item", items[index], flush=True)


def main() -> None:
    failures = 0
    for index in (1, 7):
        child = Process(target=print_item, args=(index,))
        child.start()
        child.join()
        print("parent: exit code", child.exitcode, flush=True)
        failures += child.exitcode != 0
    sys.exit(failures)


if __name__ == "__main__":
    main()

"""ch04/python/17_stack_size.py
A thread's stack is given its size before the start: here enough for a
recursion that the usual size may not hold.
"""

import sys
import threading

MEBIBYTE = 1024 * 1024


def descend(levels: int) -> int:
    # A call from Python to Python takes nothing from the thread's stack: the
    # recursion limit is what bounds it. Calls that go through C do take from it.
    return 0 if levels == 0 else descend(levels - 1) + 1


def dive() -> None:
    print(f"depth: {descend(20_000)}")


def main() -> None:
    sys.setrecursionlimit(100_000)

    # For all threads that start from now on. Each call returns what was set
    # before; one without an argument would set the default again.
    threading.stack_size(64 * MEBIBYTE)
    size = threading.stack_size(64 * MEBIBYTE)
    print(f"stack: {size // MEBIBYTE} MiB")

    diver = threading.Thread(target=dive)
    diver.start()
    diver.join()


if __name__ == "__main__":
    main()

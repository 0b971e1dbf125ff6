"""ch03/python/17_fork_server.py
A server, started once, prepares a table; for each request that comes through
a local socket it forks a child, which has the table from its first moment.
"""

import os
from multiprocessing import get_context

squares = [number * number for number in range(100)]


def work(number: int) -> None:
    print(
        f"child {number}: {squares[number]}, forked by {os.getppid()}",
        flush=True,
    )


def main() -> None:
    context = get_context("forkserver")
    children = {
        number: context.Process(target=work, args=(number,))
        for number in (3, 4, 5)
    }
    for child in children.values():
        child.start()
    for number, child in children.items():
        child.join()
        print(f"main: child {number} has ended", flush=True)
    print("main: all have ended")


if __name__ == "__main__":
    main()

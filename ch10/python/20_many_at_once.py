"""ch10/python/20_many_at_once.py
Six children are to run, two at a time: the next one is started as soon as the
oldest of the two has finished.
"""

import subprocess
import sys
from collections import deque

LIMIT = 2


def square(number: int) -> None:
    print(f"{number} squared is {number * number}")


def main() -> None:
    running: deque[subprocess.Popen[str]] = deque()
    results = []
    most = 0
    for number in range(6):
        if len(running) == LIMIT:
            results.append(running.popleft().communicate()[0])
        running.append(
            subprocess.Popen(
                [sys.executable, __file__, "square", str(number)],
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        most = max(most, len(running))
    results += [child.communicate()[0] for child in running]

    print("".join(results), end="")
    print(f"most at once: {most}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        square(int(sys.argv[2]))
    else:
        main()

"""ch10/python/10_communicate.py
Text goes in, output and errors come out, all three at the same time: none of
the pipes can stop another.
"""

import subprocess
import sys
from subprocess import PIPE


def shout() -> None:
    lines = 0
    for line in sys.stdin:
        print(line.upper(), end="")
        lines += 1
    print(f"{lines} lines", file=sys.stderr)


def main() -> None:
    child = subprocess.Popen(
        [sys.executable, __file__, "shout"],
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        text=True,
    )
    output, errors = child.communicate("hello\ngoodbye\n")
    print(f"{output}errors: {errors}returned {child.returncode}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        shout()
    else:
        main()

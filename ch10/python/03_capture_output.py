"""ch10/python/03_capture_output.py
A child's output and errors arrive in two strings; which line came first across
the two is lost.
"""

import subprocess
import sys


def child() -> None:
    print("first line", flush=True)
    print("a warning", file=sys.stderr, flush=True)
    print("last line", flush=True)


def main() -> None:
    completed = subprocess.run(
        [sys.executable, __file__, "child"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    print(f"returned {completed.returncode}")
    print(f"output:\n{completed.stdout}", end="")
    print(f"errors:\n{completed.stderr}", end="")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child()
    else:
        main()

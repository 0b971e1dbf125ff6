"""ch10/python/05_errors_to_output.py
A child's errors go where its output goes, in the order written; or they go
nowhere.
"""

import subprocess
import sys
from subprocess import DEVNULL, PIPE, STDOUT


def child() -> None:
    print("first line", flush=True)
    print("a warning", file=sys.stderr, flush=True)
    print("last line", flush=True)


def main() -> None:
    command = [sys.executable, __file__, "child"]
    together = subprocess.run(command, stdout=PIPE, stderr=STDOUT, text=True)
    print(f"together:\n{together.stdout}", end="")

    alone = subprocess.run(command, stdout=PIPE, stderr=DEVNULL, text=True)
    print(f"errors dropped:\n{alone.stdout}", end="")

    silent = subprocess.run(
        command, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL
    )
    print(f"all dropped: returned {silent.returncode}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child()
    else:
        main()

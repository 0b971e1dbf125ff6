"""ch10/python/18_ended_by_signal.py
A child that a signal has ended returned nothing: a returncode below zero tells
a signal's number from a returned one.
"""

import os
import signal
import subprocess
import sys


def end(how: str) -> int:
    if how == "killed":
        sys.stdin.read(1)
    if how == "raises":
        signal.raise_signal(signal.SIGTERM)
    if how == "aborts":
        os.abort()
    return 15


def main() -> None:
    for how in ["killed", "raises", "aborts", "returns"]:
        with subprocess.Popen(
            [sys.executable, __file__, "end", how], stdin=subprocess.PIPE
        ) as child:
            if how == "killed":
                child.kill()

            code = child.wait()
            if code < 0:
                print(f"{how}: {code}, ended by signal {-code}")
            else:
                print(f"{how}: {code}, returned {code}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(end(sys.argv[2]))
    main()

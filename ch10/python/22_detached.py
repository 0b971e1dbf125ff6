"""ch10/python/22_detached.py
A starter leaves its child behind and ends. The child goes on without it, until
its input ends.
"""

import subprocess
import sys
from subprocess import PIPE


def start() -> None:
    print("starter: leaves a child behind", flush=True)
    subprocess.Popen([sys.executable, __file__, "go_on"])


def go_on() -> None:
    for line in sys.stdin:
        print(f"child: heard {line}", end="", flush=True)
    print("child: heard the end", flush=True)


def main() -> None:
    command = [sys.executable, __file__, "start"]
    with subprocess.Popen(
        command, stdin=PIPE, stdout=PIPE, text=True
    ) as starter:
        assert starter.stdin is not None and starter.stdout is not None
        code = starter.wait()
        print(starter.stdout.readline(), end="")
        print(f"main: the starter returned {code}")

        starter.stdin.write("main\n")
        starter.stdin.flush()
        print(starter.stdout.readline(), end="")

        starter.stdin.close()
        print(starter.stdout.read(), end="")
        print("main: end of output")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        start() if sys.argv[1] == "start" else go_on()
    else:
        main()

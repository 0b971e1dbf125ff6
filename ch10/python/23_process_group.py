"""ch10/python/23_process_group.py
A leader and its two helpers are a group of their own: one signal ends them
all, and not the parent.
"""

import os
import signal
import subprocess
import sys
from subprocess import PIPE


def lead() -> None:
    helpers = [
        subprocess.Popen([sys.executable, __file__, "help", name])
        for name in ("a", "b")
    ]
    for helper in helpers:
        helper.wait()


def help_out(name: str) -> None:
    print(f"helper {name}: at work\n", end="", flush=True)
    sys.stdin.read(1)


def main() -> None:
    with subprocess.Popen(
        [sys.executable, __file__, "lead"],
        stdin=PIPE,
        stdout=PIPE,
        text=True,
        process_group=0,
    ) as leader:
        assert leader.stdout is not None
        for _ in range(2):
            print(leader.stdout.readline(), end="")

        os.killpg(leader.pid, signal.SIGTERM)
        leader.stdout.read()
        code = leader.wait()
        print(f"main: all have ended, the leader by signal {-code}")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        lead()
    elif len(sys.argv) == 3:
        help_out(sys.argv[2])
    else:
        main()

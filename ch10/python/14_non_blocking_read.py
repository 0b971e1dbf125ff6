"""ch10/python/14_non_blocking_read.py
Between its steps main takes what the child has written so far; a read that
finds nothing returns None at once.
"""

import os
import select
import subprocess
import sys
import time
from subprocess import PIPE


def child() -> None:
    print("child: waits for its cue\n", end="", flush=True)
    sys.stdin.read(1)
    print("child: has it\n", end="", flush=True)


def main() -> None:
    command = [sys.executable, __file__, "child"]
    with subprocess.Popen(
        command, stdin=PIPE, stdout=PIPE, bufsize=0
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        for step in range(1, 4):
            time.sleep(0.01)
            heard = process.stdout.read(4096)
            if heard is not None:
                print(heard.decode(), end="")
            print(f"main: step {step}")

        process.stdin.close()
        while True:
            select.select([process.stdout], [], [])
            heard = process.stdout.read(4096)
            if not heard:
                break
            print(heard.decode(), end="")
        print("main: no more output")
        print(f"main: the child returned {process.wait()}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child()
    else:
        main()

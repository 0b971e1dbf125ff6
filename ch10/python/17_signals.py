"""ch10/python/17_signals.py
The parent sends signals. The child says which it got, and ends on the one that
asks it to.
"""

import os
import signal
import subprocess
import sys
from subprocess import PIPE


def heed(number: int, _frame: object) -> None:
    # print can't be called while it is interrupted, as it may be here.
    line = f"child: got {signal.Signals(number).name}\n"
    os.write(sys.stdout.fileno(), line.encode())
    if number == signal.SIGTERM:
        sys.exit(0)


def child() -> None:
    for number in (signal.SIGUSR1, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, heed)
    print("child: ready", flush=True)
    # Signal handlers run meanwhile; the read ends when the parent is gone.
    sys.stdin.read(1)


def main() -> None:
    command = [sys.executable, __file__, "child"]
    with subprocess.Popen(
        command, stdin=PIPE, stdout=PIPE, text=True
    ) as process:
        assert process.stdout is not None
        print(process.stdout.readline(), end="")

        process.send_signal(signal.SIGUSR1)
        print(process.stdout.readline(), end="")
        process.send_signal(signal.SIGINT)
        print(process.stdout.readline(), end="")
        process.terminate()
        print(process.stdout.readline(), end="")
        print(f"main: the child returned {process.wait()}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child()
    else:
        main()

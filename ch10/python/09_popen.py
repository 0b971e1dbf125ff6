"""ch10/python/09_popen.py
The parent goes on while its child works. It may ask whether the child still
runs, or wait for its end.
"""

import os
import subprocess
import sys
import time


def work(code: str) -> int:
    sys.stdin.read(1)
    print(f"child: ends as process {os.getpid()}", flush=True)
    return int(code)


def poll(child: subprocess.Popen[bytes]) -> str:
    return "runs" if child.poll() is None else "has ended"


def main() -> None:
    for code in ["7", "8"]:
        child = subprocess.Popen(
            [sys.executable, __file__, "work", code], stdin=subprocess.PIPE
        )
        print(
            f"main: process {child.pid} with {child.args[-1]} {poll(child)}",
            flush=True,
        )

        assert child.stdin is not None
        child.stdin.close()
        if code == "7":
            child.wait()
        else:
            while child.poll() is None:
                time.sleep(0.01)
        print(f"main: exit code {child.returncode}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(work(sys.argv[2]))
    main()

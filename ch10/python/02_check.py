"""ch10/python/02_check.py
A command that fails throws nothing by itself: check_returncode makes an
exception of it, which keeps what the command had written.
"""

import subprocess
import sys


def run(pages: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, __file__, "print", str(pages)]
    return subprocess.run(command, capture_output=True, text=True)


def print_pages(pages: int) -> int:
    print("page 1 printed")
    if pages == 1:
        return 0
    print("out of paper", file=sys.stderr)
    return 4


def main() -> None:
    try:
        run(1).check_returncode()
        print("print 1: done")
        run(2).check_returncode()
    except subprocess.CalledProcessError as error:
        print(f"print {error.cmd[-1]}: exit status {error.returncode}")
        print(f"its output: {error.stdout}", end="")
        print(f"its errors: {error.stderr}", end="")
    try:
        run(3).check_returncode()
    except subprocess.SubprocessError:
        print("print 3: caught by its base class")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(print_pages(int(sys.argv[2])))
    main()

"""ch10/python/11_conversation.py
Parent and child take turns, a line each: a question goes out, its answer comes
back, and the next goes out.
"""

import subprocess
import sys
from subprocess import PIPE


def answer() -> None:
    for line in sys.stdin:
        print(int(line) ** 2, flush=True)


def main() -> None:
    command = [sys.executable, __file__, "answer"]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) as child:
        assert child.stdin is not None and child.stdout is not None
        for question in ["3", "12"]:
            child.stdin.write(f"{question}\n")
            child.stdin.flush()
            print(f"main: what is {question} squared?")
            print(f"child: {child.stdout.readline()}", end="")

        child.stdin.close()
        print(f"main: the child returned {child.wait()}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        answer()
    else:
        main()

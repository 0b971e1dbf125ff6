"""ch10/python/15_pipeline.py
What tr writes, sort reads: one pipe joins the two programs, and nothing of it
passes through main, which feeds the first and reads the last.
"""

import subprocess
from subprocess import PIPE


def main() -> None:
    sort = subprocess.Popen(
        ["/usr/bin/sort", "-r"], stdin=PIPE, stdout=PIPE, text=True
    )
    tr = subprocess.Popen(
        ["/usr/bin/tr", "A-Z", "a-z"],
        stdin=PIPE,
        stdout=sort.stdin,
        text=True,
    )
    assert sort.stdin is not None
    sort.stdin.close()
    sort.stdin = None

    tr.communicate("Fig\nPEAR\napple\n")
    output, _ = sort.communicate()
    print(output, end="")
    print(f"tr returned {tr.returncode}, sort returned {sort.returncode}")


if __name__ == "__main__":
    main()

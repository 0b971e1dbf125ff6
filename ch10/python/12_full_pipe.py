"""ch10/python/12_full_pipe.py
A pipe holds little. cat can't write, as nobody reads its output, so it stops
reading; then main can't write either. Both wait forever.
"""

import subprocess
from subprocess import PIPE


def main() -> None:
    text = b"x" * 4_000_000
    with subprocess.Popen(["/bin/cat"], stdin=PIPE, stdout=PIPE) as cat:
        assert cat.stdin is not None and cat.stdout is not None
        print("main: writes all, then reads", flush=True)
        cat.stdin.write(text)
        cat.stdin.close()

        print(f"main: read {len(cat.stdout.read())}", flush=True)


if __name__ == "__main__":
    main()

"""ch10/python/13_full_pipe_mended.py
The same text and the same cat, with communicate, which writes and reads in
turns: whichever pipe is full, the other goes on.
"""

import subprocess
from subprocess import PIPE


def main() -> None:
    text = b"x" * 4_000_000
    with subprocess.Popen(["/bin/cat"], stdin=PIPE, stdout=PIPE) as cat:
        print("main: writes and reads", flush=True)
        copy, _ = cat.communicate(text)
        print(f"main: read {len(copy)}, equal: {int(copy == text)}")
        print(f"cat returned {cat.returncode}")


if __name__ == "__main__":
    main()

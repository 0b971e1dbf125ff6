"""ch10/python/04_input.py
sort gets its lines from a string, through a pipe. It begins to write when the
pipe is closed: that is the end of its input.
"""

import subprocess


def main() -> None:
    fruit = "pear\napple\nfig\n"
    sort = subprocess.run(
        ["/usr/bin/sort"], input=fruit, stdout=subprocess.PIPE, text=True
    )
    print(f"{sort.stdout}then: End of file")
    print(f"sort returned {sort.returncode}")


if __name__ == "__main__":
    main()

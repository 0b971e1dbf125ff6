"""ch03/python/06_exit_code.py
A child reports how it ended through its exit code: what main returns, or
what exit() is given anywhere below it.
"""

import sys
from multiprocessing import Process


def obey(wish: str) -> None:
    if wish == "exit":
        sys.exit(4)
    if wish == "fail":
        raise SystemExit(3)


def main() -> None:
    for wish in ("succeed", "fail", "exit"):
        child = Process(target=obey, args=(wish,))
        child.start()
        child.join()
        print(f"{wish}: {child.exitcode}")
        child.close()


if __name__ == "__main__":
    main()

"""ch11/python/06_wait_all.py
main waits for all of three tasks before it looks at any of them; that one
has failed does not disturb the wait.
"""

from concurrent.futures import ThreadPoolExecutor, wait
from math import sqrt


def root(number: float) -> float:
    print(f"worker: the root of {number:g}\n", end="")
    return sqrt(number)


def main() -> None:
    with ThreadPoolExecutor(2) as pool:
        roots = [pool.submit(root, number) for number in (9.0, -4.0, 16.0)]

        done, _ = wait(roots)

        print(f"ready: {len(done)}")
        for each in roots:
            if each.exception() is not None:
                print("failed")
            else:
                print(f"root {each.result():g}")


if __name__ == "__main__":
    main()

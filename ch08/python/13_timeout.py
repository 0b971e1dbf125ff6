"""ch08/python/13_timeout.py
Main's patience ends before the task does. The task goes on, and its result
is still there for who asks again.
"""

import os
import tempfile
import time
from multiprocessing import Pool, TimeoutError


def answer_when(asked: str) -> str:
    while not os.path.exists(asked):
        time.sleep(0.002)
    return "forty-two"


def main() -> None:
    os.chdir(tempfile.gettempdir())
    with Pool(1) as pool:
        later = pool.apply_async(answer_when, ("politely",))
        try:
            later.get(timeout=0.02)
        except TimeoutError:
            print("no answer yet")
        later.wait(timeout=0.02)
        if not later.ready():
            print("still no answer")

        open("politely", "w").close()
        print(later.get())
    os.remove("politely")


if __name__ == "__main__":
    main()

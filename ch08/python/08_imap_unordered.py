"""ch08/python/08_imap_unordered.py
Results in the order in which they come. The first task can't end before main
has had the second's result.
"""

import os
import tempfile
import time
from multiprocessing import Pool


def cook(dish: str) -> str:
    while dish == "stew" and not os.path.exists("salad is eaten"):
        time.sleep(0.002)
    return dish


def main() -> None:
    os.chdir(tempfile.gettempdir())
    with Pool(2) as pool:
        for dish in pool.imap_unordered(cook, ["stew", "salad"]):
            print(f"{dish} is served")
            if dish == "salad":
                open("salad is eaten", "w").close()
    os.remove("salad is eaten")


if __name__ == "__main__":
    main()

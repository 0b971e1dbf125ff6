"""ch08/python/05_map_async.py
Two maps are under way at once. Neither could end before main, which goes on,
lets it.
"""

import os
import tempfile
import time
from multiprocessing import Pool


def length(word: str) -> int:
    while not os.path.exists("gate"):
        time.sleep(0.002)
    return len(word)


def main() -> None:
    os.chdir(tempfile.gettempdir())
    with Pool(2) as pool:
        fruit_lengths = pool.map_async(length, ["fig", "plum", "cherry"])
        tree_lengths = pool.map_async(length, ["oak", "maple"])
        print("main goes on")
        open("gate", "w").close()

        for each in fruit_lengths.get():
            print(f"fruit {each}")
        for each in tree_lengths.get():
            print(f"tree {each}")
    os.remove("gate")


if __name__ == "__main__":
    main()

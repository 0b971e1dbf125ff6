"""ch08/python/02_apply_async.py
Main goes on while two workers wait for each other; the results are there
when it asks for them.
"""

import os
import tempfile
import time
from multiprocessing import Pool
from multiprocessing.pool import AsyncResult


def meet(mine: str, other: str) -> str:
    open(mine, "w").close()
    while not os.path.exists(other):
        time.sleep(0.002)
    return f"{mine} met {other}"


def main() -> None:
    os.chdir(tempfile.gettempdir())
    with Pool(2) as pool:
        ada: AsyncResult[str] = pool.apply_async(meet, ("ada", "grace"))
        print("ready" if ada.ready() else "not ready")
        grace = pool.apply_async(meet, ("grace", "ada"))

        ada.wait()
        print("ready" if ada.ready() else "not ready")
        print("successful" if ada.successful() else "failed")
        print(ada.get())
        print(grace.get())
    os.remove("ada")
    os.remove("grace")


if __name__ == "__main__":
    main()

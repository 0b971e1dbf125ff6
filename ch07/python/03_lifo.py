"""ch07/python/03_lifo.py
Plates are stacked and taken from the top: the last one in is the first out.
"""

import threading
from queue import LifoQueue

plates: LifoQueue[str | None] = LifoQueue()
# At the bottom, and so taken last.
plates.put(None)
for plate in ("red", "green", "blue"):
    print(f"stacked {plate}")
    plates.put(plate)


def wash() -> None:
    while (plate := plates.get()) is not None:
        print(f"washed {plate}")


washer = threading.Thread(target=wash)
washer.start()
washer.join()

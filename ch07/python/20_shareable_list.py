"""ch07/python/20_shareable_list.py
A list of integers, floats and short texts in shared memory: its length is
fixed, its items can be replaced, and what it finds there it does not trust.
"""

import struct
import sys
from multiprocessing import Process
from multiprocessing.shared_memory import ShareableList, SharedMemory


def child(name: str) -> None:
    items = ShareableList(name=name)
    items.shm.unlink()
    print(f"child: finds {items[0]} {items[1]}", flush=True)
    items[0] = "Grace"
    items[1] = 85
    items.shm.close()


def lie() -> None:
    memory = SharedMemory(create=True, size=64)
    struct.pack_into("q", memory.buf, 0, 1000)
    try:
        ShareableList(name=memory.name)
    except struct.error:
        print("parent: 1000 items in 64 bytes: refused", flush=True)
    finally:
        memory.close()
        memory.unlink()


if __name__ == "__main__":
    lie()
    items = ShareableList(["Ada", 36, 1.5, 36])
    print(
        f"parent: format {items.format}, 36 found {items.count(36)} times, "
        f"1.5 at {items.index(1.5)}",
        flush=True,
    )

    other = Process(target=child, args=(items.shm.name,))
    other.start()
    other.join()
    if other.exitcode != 0:
        sys.exit("the child has failed")
    print(f"parent: finds {items[0]} {items[1]}")

    try:
        items[0] = "Grace Hopper"
    except ValueError:
        print("parent: 12 letters in 8 bytes: refused")
    items.shm.close()

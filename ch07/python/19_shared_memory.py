"""ch07/python/19_shared_memory.py
Plain shared bytes: created, attached by name, unlinked. The name is gone at
once, the memory only when the last process that has it open lets go.
"""

import sys
from multiprocessing import Process
from multiprocessing.shared_memory import SharedMemory

SIZE = 16


def text(memory: SharedMemory) -> str:
    return bytes(memory.buf[:5]).decode()


def child(name: str) -> None:
    memory = SharedMemory(name)
    memory.unlink()
    print(f"child: unlinks, reads {text(memory)}", flush=True)
    memory.buf[:5] = b"world"
    memory.close()


if __name__ == "__main__":
    memory = SharedMemory(create=True, size=SIZE)
    memory.buf[:5] = b"hello"
    print(f"parent: {memory.size} bytes, writes {text(memory)}", flush=True)

    other = Process(target=child, args=(memory.name,))
    other.start()
    other.join()
    if other.exitcode != 0:
        sys.exit("the child has failed")

    print(f"parent: reads {text(memory)}")
    try:
        SharedMemory(memory.name)
    except FileNotFoundError:
        print("parent: nothing has that name")
    memory.close()

"""ch07/python/23_mapped_file.py
A child maps a file into memory and writes to it as to an array; the parent
finds the change in the file.
"""

import mmap
import multiprocessing
import sys
import tempfile


def capitalise(path: str) -> None:
    with open(path, "r+b") as file, mmap.mmap(file.fileno(), 0) as text:
        for i in range(len(text)):
            if text[i] == ord("a"):
                text[i] = ord("A")
        text.flush()
        print(f"child: mapped {len(text)} bytes", flush=True)


if __name__ == "__main__":
    with tempfile.NamedTemporaryFile("w+", prefix="ch07_23_") as file:
        file.write("a banana\n")
        file.flush()

        child = multiprocessing.Process(target=capitalise, args=(file.name,))
        child.start()
        child.join()
        if child.exitcode != 0:
            sys.exit("the child has failed")

        file.seek(0)
        print(f"parent: reads {file.readline().rstrip()}")

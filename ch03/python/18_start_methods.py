"""ch03/python/18_start_methods.py
A context says how children are started and from which program; the code
that starts one neither knows nor cares.
"""

import multiprocessing
import os
import sys
import tempfile
from pathlib import Path


def work() -> None:
    if multiprocessing.get_start_method() == "fork":
        print("child: forked", flush=True)
    else:
        print("child: spawned from", Path(sys.executable).name, flush=True)


def main() -> None:
    print("methods:", *multiprocessing.get_all_start_methods(), flush=True)

    context = multiprocessing.get_context("fork")
    print("main:", context.get_start_method(), flush=True)
    child = context.Process(target=work)
    child.start()
    child.join()

    with tempfile.TemporaryDirectory() as directory:
        link = Path(directory, f"another-{os.getpid()}")
        link.symlink_to(sys.executable)
        # For the whole program, where a C++ context is an object among others.
        multiprocessing.set_start_method("spawn")
        multiprocessing.set_executable(str(link))
        print("main:", multiprocessing.get_start_method(), flush=True)
        spawned = multiprocessing.Process(target=work)
        spawned.start()
        spawned.join()


if __name__ == "__main__":
    main()

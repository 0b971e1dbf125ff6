"""ch01/python/15_main_and_reexecution.py
A program starts itself again; a role among its arguments tells the child
what to do, as target= and args= tell a Process.
"""

import multiprocessing
import sys


def child(name: str) -> None:
    print("child: my name is", name, flush=True)
    sys.exit(len(name))


# A spawned child imports this file, under another __name__: what stands below
# the test is the parent's alone.
if __name__ == "__main__":
    print("parent: starting a child", flush=True)
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=child, args=("Ada",))
    process.start()
    process.join()
    print("parent: the child ended with", process.exitcode)

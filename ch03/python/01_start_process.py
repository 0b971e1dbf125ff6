"""ch03/python/01_start_process.py
A program starts itself again as a second process; the two run side by side
until the parent waits for the child.
"""

from multiprocessing import Process, freeze_support


def greet() -> None:
    print("child: hello", flush=True)
    print("child: goodbye", flush=True)


def main() -> None:
    print("parent: starts the child", flush=True)
    child = Process(target=greet)
    child.start()
    print("parent: goes on", flush=True)

    child.join()
    print("parent: the child has ended")


if __name__ == "__main__":
    freeze_support()
    main()

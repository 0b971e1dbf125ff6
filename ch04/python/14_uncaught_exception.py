"""ch04/python/14_uncaught_exception.py
An exception leaves a thread's function and ends the whole program, main
included.
"""

import os
import threading


def abort(arguments: threading.ExceptHookArgs) -> None:
    threading.__excepthook__(arguments)
    os.abort()


def work() -> None:
    print("worker: about to fail", flush=True)
    raise RuntimeError("the disk is full")


def main() -> None:
    # Without this hook, the traceback is printed and the program goes on.
    threading.excepthook = abort
    worker = threading.Thread(target=work)
    worker.start()

    try:
        worker.join()
        print("main: joined", flush=True)
    except RuntimeError as error:
        print(f"main: caught {error}", flush=True)


if __name__ == "__main__":
    main()

"""ch06/python/05_stop_flag.py
One flag stops two threads: one looks at it between two pieces of work, the
other would sleep for an hour and is woken by it.
"""

import threading
import time

stop = threading.Event()


def work() -> None:
    while not stop.is_set():
        time.sleep(0.001)
    # One write: print() alone writes a line and its end one after the other.
    print("worker: stopped between two pieces\n", end="")


def sleep() -> None:
    stop.wait(3600)
    print("sleeper: stopped in its sleep\n", end="")


worker = threading.Thread(target=work)
sleeper = threading.Thread(target=sleep)
worker.start()
sleeper.start()

print("main: asks both to stop\n", end="")
stop.set()
worker.join()
sleeper.join()
print("main: both have stopped")

"""ch04/python/18_interruption.py
Two threads are asked to stop: one stops where it waits, the other not before
it has finished what it is at.
"""

import time
from threading import Event, Thread


def sleeper(stop: Event) -> None:
    # Only a wait for this very flag can be broken off.
    stop.wait()
    print("sleeper: woken")


def writer(stop: Event) -> None:
    while not stop.is_set():
        time.sleep(0)
    print("writer: asked to stop, finishes the file first")
    if stop.is_set():
        return
    print("writer: starts another file")


def main() -> None:
    stop = Event()
    a = Thread(target=sleeper, args=(stop,))
    a.start()
    stop.set()
    a.join()

    stop = Event()
    b = Thread(target=writer, args=(stop,))
    b.start()
    stop.set()
    b.join()
    print("main: both have ended")


if __name__ == "__main__":
    main()

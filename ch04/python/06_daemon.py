"""ch04/python/06_daemon.py
A daemon thread is cut off where it stands when the program ends: its
clean-up never runs. One that its scope asks to stop and joins does clean up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread


def start(name: str, stop: Event, daemon: bool) -> Thread:
    started = Event()

    def work() -> None:
        try:
            print(f"{name}: at work")
            started.set()
            stop.wait()
        finally:
            print(f"{name}: cleans up")

    thread = Thread(target=work, daemon=daemon)
    thread.start()
    started.wait()
    return thread


@contextmanager
def joined_at_the_end(name: str) -> Iterator[None]:
    stop = Event()
    thread = start(name, stop, daemon=False)
    try:
        yield
    finally:
        stop.set()
        thread.join()


def main() -> None:
    start("daemon", Event(), daemon=True)

    with joined_at_the_end("helper"):
        print("main: leaves")


if __name__ == "__main__":
    main()

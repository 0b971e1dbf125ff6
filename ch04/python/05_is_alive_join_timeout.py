"""ch04/python/05_is_alive_join_timeout.py
After a join with a time limit, main asks whether the thread is still alive.
"""

from threading import Event, Thread


def main() -> None:
    release = Event()

    def work() -> None:
        release.wait()
        print("worker: released")

    worker = Thread(target=work)
    worker.start()

    # join() returns None in any case: only is_alive() tells.
    worker.join(0.02)
    ended = not worker.is_alive()
    print(f"main: ended: {str(ended).lower()}")
    print(f"main: alive: {str(worker.is_alive()).lower()}")

    release.set()
    worker.join(3600)
    ended = not worker.is_alive()
    print(f"main: ended: {str(ended).lower()}")
    print(f"main: alive: {str(worker.is_alive()).lower()}")


if __name__ == "__main__":
    main()

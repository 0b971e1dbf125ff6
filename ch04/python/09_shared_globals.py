"""ch04/python/09_shared_globals.py
Globals are one for all threads: the thread reads what main wrote before the
start, and main reads what the thread wrote after the join.
"""

from threading import Lock, Thread

message = "from main"
squares = [0, 0]
finished = 0
lock = Lock()


def reply() -> None:
    global message
    print(f"thread: read {message}")
    message = "from the thread"


def square(slot: int, number: int) -> None:
    global finished
    squares[slot] = number * number
    # There is no atomic integer: += reads, adds and writes in separate steps.
    with lock:
        finished += 1


def main() -> None:
    replier = Thread(target=reply)
    replier.start()
    replier.join()
    print(f"main: read {message}")

    left = Thread(target=square, args=(0, 3))
    right = Thread(target=square, args=(1, 4))
    left.start()
    right.start()
    left.join()
    right.join()
    print(
        f"main: {squares[0]} and {squares[1]} from {finished} threads",
    )


if __name__ == "__main__":
    main()

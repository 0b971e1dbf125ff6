"""ch02/python/05_the_gil_in_cpp.py
One mutex around every step of every thread is what Python's interpreter lock
is: it keeps a shared list whole, and a waiting thread has to let go of it.
"""

from concurrent.futures import Future
from threading import Thread


def main() -> None:
    items: list[str] = []
    steps = 1000

    # No lock in sight: the interpreter takes its own, and append is one step.
    def compute(name: str) -> None:
        for _ in range(steps):
            items.append(name)

    a = Thread(target=compute, args=("A",))
    b = Thread(target=compute, args=("B",))
    a.start()
    b.start()
    a.join()
    b.join()
    print(f"{len(items)} items")

    letter: Future[str] = Future()

    def read() -> None:
        # One write: print() alone writes the line and its end separately.
        print("reader: waits\n", end="")
        text = letter.result()
        print(f"reader: got {text}\n", end="")

    def write() -> None:
        print("writer: writes\n", end="")
        letter.set_result("a letter")

    reader = Thread(target=read)
    writer = Thread(target=write)
    reader.start()
    writer.start()
    reader.join()
    writer.join()


if __name__ == "__main__":
    main()

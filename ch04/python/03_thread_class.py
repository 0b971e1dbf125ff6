"""ch04/python/03_thread_class.py
A class that is its own thread: run() is what the thread does, and the object
keeps the result.
"""

from threading import Thread


class Summation(Thread):
    def __init__(self, first: int, last: int) -> None:
        super().__init__()
        self._first = first
        self._last = last
        self._sum = 0
        self.start()

    def result(self) -> int:
        self.join()
        return self._sum

    def run(self) -> None:
        for number in range(self._first, self._last + 1):
            self._sum += number


def main() -> None:
    low = Summation(1, 50)
    high = Summation(51, 100)

    print(f"1 to 50: {low.result()}")
    print(f"51 to 100: {high.result()}")
    print(f"1 to 100: {low.result() + high.result()}")


if __name__ == "__main__":
    main()

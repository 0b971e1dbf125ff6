"""ch03/python/03_process_class.py
Two classes override run(). An object can't enter another process, so the
child is told the class's name and builds its own.
"""

from multiprocessing import Process


class Greeter(Process):
    def __init__(self, person: str) -> None:
        super().__init__()
        self.person = person

    def run(self) -> None:
        print(f"Greeter: hello {self.person}", flush=True)


class Doubler(Process):
    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def run(self) -> None:
        print(f"Doubler: twice {self.number} is {2 * self.number}", flush=True)


def main() -> None:
    greeter = Greeter("Ada")
    doubler = Doubler(21)
    greeter.start()
    doubler.start()
    greeter.join()
    doubler.join()
    print("both have ended")


if __name__ == "__main__":
    main()

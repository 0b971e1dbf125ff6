"""ch09/python/17_remote_procedure_call.py
A server's functions, called from elsewhere as if they were here. What they
raise comes back as an exception of the same type.
"""

from multiprocessing.managers import BaseManager


class Desk:
    def divide(self, dividend: int, divisor: int) -> int:
        if divisor == 0:
            raise ZeroDivisionError("division by zero")
        return dividend // divisor

    def shout(self, words: list[str]) -> list[str]:
        return [word.upper() for word in words]


class DeskManager(BaseManager):
    pass


DeskManager.register("Desk", Desk)


def main() -> None:
    manager = DeskManager()
    manager.start()
    desk = manager.Desk()

    for word in desk.shout(["hear", "me"]):
        print(word)
    print(f"84 / 2 = {desk.divide(84, 2)}")
    try:
        desk.divide(1, 0)
    except ZeroDivisionError as error:
        print(f"{type(error).__name__}: {error}")
    manager.shutdown()
    try:
        desk.divide(4, 2)
    except (OSError, EOFError):
        print("the server is closed")


if __name__ == "__main__":
    main()

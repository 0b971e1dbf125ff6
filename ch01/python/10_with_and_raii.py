"""ch01/python/10_with_and_raii.py
What is opened is closed at the end of its scope, whatever ends it; in C++
every object is its own context manager.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager


class Connection:
    def __init__(self, name: str) -> None:
        self.name = name

    def send(self, text: str) -> None:
        print(f"{self.name}: {text}")


@contextmanager
def opened(name: str) -> Iterator[Connection]:
    print("open", name)
    try:
        yield Connection(name)
    finally:
        print("close", name)


def transfer() -> None:
    with opened("source"), opened("target"):
        raise RuntimeError("line cut")


# What pop_all returns has yet to be closed, by whoever holds it.
def connect(name: str) -> tuple[Connection, ExitStack]:
    with ExitStack() as stack:
        connection = stack.enter_context(opened(name))
        connection.send("ready")
        return connection, stack.pop_all()


def main() -> None:
    with opened("first") as first:
        first.send("hello")
    print("after the block")

    try:
        transfer()
    except Exception as error:
        print("caught:", error)

    kept, owner = connect("kept")
    with owner:
        kept.send("still open")


main()

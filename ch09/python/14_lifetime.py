"""ch09/python/14_lifetime.py
An object lives as long as there is a proxy for it: here, or a copy of it, or
in another process.
"""

from copy import copy as copy_of
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from multiprocessing.managers import BaseManager, BaseProxy


class Document:
    def __init__(self, name: str) -> None:
        self.name = name
        print(f"server: {name} begins", flush=True)

    def __del__(self) -> None:
        print(f"server: {self.name} ends", flush=True)


class Library(BaseManager):
    pass


Library.register("Document", Document)


def child(document: BaseProxy, control: Connection) -> None:
    control.send(None)
    # Keeps it until the parent says so.
    control.recv()


def main() -> None:
    with Library() as manager:
        letter = manager.Document("letter")
        copy = copy_of(letter)
        del letter
        print("parent: the copy is left", flush=True)
        # The end of the last proxy waits until the server has answered.
        del copy

        report = manager.Document("report")
        control, other_end = Pipe()
        reader = Process(target=child, args=(report, other_end))
        reader.start()
        control.recv()
        del report
        print("parent: the child has it", flush=True)
        control.send(None)
        reader.join()
        print("parent: done", flush=True)


if __name__ == "__main__":
    main()

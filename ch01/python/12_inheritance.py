"""ch01/python/12_inheritance.py
start() belongs to the base class and calls the run() of the object's own
class: what subclassing Thread or Process is about.
"""

from abc import ABC, abstractmethod


class Task(ABC):
    def __init__(self, name: str) -> None:
        self.name = name

    def start(self) -> None:
        print(self.name, "starts")
        self.run()

    @abstractmethod
    def run(self) -> None:
        """What the task does."""


class Greeting(Task):
    def run(self) -> None:
        print("hello from", self.name)


class PoliteGreeting(Greeting):
    def run(self) -> None:
        super().run()
        print("and thank you")


tasks: list[Task] = [Greeting("first"), PoliteGreeting("second")]
for task in tasks:
    task.start()

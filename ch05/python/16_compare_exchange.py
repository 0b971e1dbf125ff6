"""ch05/python/16_compare_exchange.py
compare_exchange writes only if nobody else has; a loop around it makes a
stack that several threads use.
"""

import threading
from dataclasses import dataclass
from typing import Generic, Optional, TypeVar

T = TypeVar("T")


class Atomic(Generic[T]):
    """Python has no such step: here a lock makes it whole."""

    def __init__(self, value: T) -> None:
        self._value = value
        self._lock = threading.Lock()

    def load(self) -> T:
        with self._lock:
            return self._value

    def compare_exchange(self, expected: T, desired: T) -> tuple[bool, T]:
        """Whether it was written, and the value that was there before."""
        with self._lock:
            seen = self._value
            if seen != expected:
                return False, seen
            self._value = desired
            return True, seen


@dataclass(eq=False)
class Node:
    value: int
    below: Optional["Node"] = None


class Stack:
    def __init__(self) -> None:
        self._top: Atomic[Optional[Node]] = Atomic(None)

    def push(self, added: Node) -> None:
        added.below = self._top.load()
        written = False
        while not written:
            written, added.below = self._top.compare_exchange(
                added.below, added
            )

    def pop(self) -> Optional[Node]:
        taken = self._top.load()
        written = False
        while taken and not written:
            written, taken = self._top.compare_exchange(taken, taken.below)
        return taken


number = Atomic(7)
written, seen = number.compare_exchange(5, 8)
print(f"expected 5: {'written' if written else 'refused'}, it is {seen}")
written, _ = number.compare_exchange(seen, 8)
print(
    f"expected 7: {'written' if written else 'refused'}, "
    f"it is {number.load()}"
)

EACH = 1000
shared = Stack()
sums = [0, 0]


def push_and_pop(index: int) -> None:
    for value in range(index * EACH, (index + 1) * EACH):
        shared.push(Node(value))
    for _ in range(EACH):
        node = shared.pop()
        assert node is not None
        sums[index] += node.value


a = threading.Thread(target=push_and_pop, args=(0,))
b = threading.Thread(target=push_and_pop, args=(1,))
a.start()
b.start()
a.join()
b.join()
print(
    f"popped a sum of {sum(sums)}, left "
    f"{'some' if shared.pop() else 'none'}"
)

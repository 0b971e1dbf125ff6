"""ch06/python/20_bounded_buffer.py
A buffer with room for two keeps a fast producer from running away from its
consumer: with two in the buffer and one in each hand, it is four ahead.
"""

import threading
from collections import deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class BoundedBuffer(Generic[Item]):
    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._items: deque[Item] = deque()
        lock = threading.Lock()
        self._not_full = threading.Condition(lock)
        self._not_empty = threading.Condition(lock)

    def put(self, item: Item) -> None:
        with self._not_full:
            self._not_full.wait_for(lambda: len(self._items) < self._capacity)
            self._items.append(item)
            self._not_empty.notify()

    def take(self) -> Item:
        with self._not_empty:
            self._not_empty.wait_for(lambda: bool(self._items))
            item = self._items.popleft()
            self._not_full.notify()
            return item


buffer: BoundedBuffer[int] = BoundedBuffer(2)


def produce() -> None:
    for loaf in range(1, 9):
        # One write: print() alone writes a line and its end one after the other.
        print(f"baked {loaf}\n", end="")
        buffer.put(loaf)


def consume() -> None:
    for _ in range(8):
        print(f"eaten {buffer.take()}\n", end="")


producer = threading.Thread(target=produce)
consumer = threading.Thread(target=consume)
producer.start()
consumer.start()
producer.join()
consumer.join()

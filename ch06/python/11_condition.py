"""ch06/python/11_condition.py
A producer fills a queue, a consumer sleeps on a condition until there is
something in it.
"""

import threading
from collections import deque

not_empty = threading.Condition()
queue: deque[str] = deque()


def consume() -> None:
    for _ in range(3):
        not_empty.acquire()
        while not queue:
            not_empty.wait()
        item = queue.popleft()
        not_empty.release()
        # One write: print() alone writes a line and its end one after the other.
        print(f"consumer: {item}\n", end="")


def produce() -> None:
    for item in ("bread", "milk", "honey"):
        print(f"producer: {item}\n", end="")
        with not_empty:
            queue.append(item)
            not_empty.notify()


consumer = threading.Thread(target=consume)
producer = threading.Thread(target=produce)
consumer.start()
producer.start()
producer.join()
consumer.join()

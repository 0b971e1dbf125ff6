"""ch07/python/24_csp_channels.py
A pipeline of three tasks that share nothing: each owns what it has received
and hands it on through a channel.
"""

from queue import Queue
from threading import Thread

# A queue can't be closed: None stands for the end.
Channel = Queue[int | None]


def count(output: Channel) -> None:
    for number in range(1, 6):
        print(f"sends {number}\n", end="")
        output.put(number)
    output.put(None)


def square(source: Channel, output: Channel) -> None:
    while (number := source.get()) is not None:
        output.put(number * number)
    output.put(None)


def add(source: Channel) -> None:
    total = 0
    while (number := source.get()) is not None:
        print(f"receives {number}\n", end="")
        total += number
    print(f"sum {total}\n", end="")


numbers: Channel = Queue(1)
squares: Channel = Queue(1)
tasks = [
    Thread(target=count, args=(numbers,)),
    Thread(target=square, args=(numbers, squares)),
    Thread(target=add, args=(squares,)),
]
for task in tasks:
    task.start()
for task in tasks:
    task.join()

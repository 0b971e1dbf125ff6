"""ch02/python/07_event_loop.py
An event loop is a queue of functions and a loop that calls them. A job in
several steps does one and queues the next, so that jobs take turns.
"""

from collections import deque
from collections.abc import Callable


class EventLoop:
    def __init__(self) -> None:
        self._ready: deque[Callable[[], None]] = deque()

    def call_soon(self, function: Callable[[], None]) -> None:
        self._ready.append(function)

    def run(self) -> None:
        while self._ready:
            function = self._ready.popleft()
            function()


def count_down(loop: EventLoop, name: str, n: int) -> None:
    print(f"{name} {n}")
    if n > 1:
        loop.call_soon(lambda: count_down(loop, name, n - 1))


def main() -> None:
    loop = EventLoop()
    loop.call_soon(lambda: count_down(loop, "rocket", 3))
    loop.call_soon(lambda: count_down(loop, "year", 2))
    loop.call_soon(lambda: print("hello"))
    print("nothing has been called")

    loop.run()
    print("nothing is left to call")


if __name__ == "__main__":
    main()

"""ch12/python/74_event_loop_by_hand.py
An event loop without a library: coroutines that can go on stand in a queue,
the others wait for a deadline or at a socket.
"""

import selectors
import socket
import time
from asyncio import AbstractEventLoop
from collections import deque
from collections.abc import Callable, Coroutine, Generator
from heapq import heappop, heappush
from itertools import count
from typing import Any


class Wait:
    """Awaited, it hands the task to the function."""

    def __init__(self, enlist: Callable[["Task"], Any]) -> None:
        self.enlist = enlist

    def __await__(self) -> Generator:
        yield self.enlist


class Loop(AbstractEventLoop):
    def __init__(self) -> None:
        self.ready: deque[Task] = deque()
        self.timers: list[tuple[float, int, Task]] = []
        # Equal deadlines stay in the order in which they were set.
        self.numbers = count()
        self.readers = selectors.DefaultSelector()

    def sleep_until(self, deadline: float) -> Wait:
        return Wait(
            lambda task: heappush(
                self.timers, (deadline, next(self.numbers), task)
            )
        )

    def readable(self, sock: socket.socket) -> Wait:
        return Wait(
            lambda task: self.readers.register(sock, selectors.EVENT_READ, task)
        )

    def run_once(self) -> None:
        now = time.monotonic()
        while self.timers and self.timers[0][0] <= now:
            self.ready.append(heappop(self.timers)[2])
        limit = 0.0 if self.ready else None
        if self.timers and not self.ready:
            limit = self.timers[0][0] - now
        for key, _ in self.readers.select(limit):
            self.readers.unregister(key.fileobj)
            self.ready.append(key.data)
        # What becomes ready meanwhile has its turn in the next round.
        for _ in range(len(self.ready)):
            self.ready.popleft().step()

    def run_until_complete(self, task: "Task") -> Any:
        while not task.done:
            self.run_once()
        self.readers.close()
        return task.result()


class Task:
    def __init__(self, loop: Loop, coro: Coroutine) -> None:
        self.loop, self.coro = loop, coro
        self.waiter: Task | None = None
        self.done = False
        self.value: Any = None
        self.failure: Exception | None = None
        loop.ready.append(self)

    def step(self) -> None:
        try:
            enlist = self.coro.send(None)
        except StopIteration as end:
            self.value = end.value
        except Exception as failure:
            self.failure = failure
        else:
            enlist(self)
            return
        self.done = True
        if self.waiter:
            self.loop.ready.append(self.waiter)

    def wait(self, waiter: "Task") -> None:
        self.waiter = waiter

    def __await__(self) -> Generator:
        if not self.done:
            yield self.wait
        return self.result()

    def result(self) -> Any:
        if self.failure:
            raise self.failure
        return self.value


async def send_at(
    loop: Loop, sock: socket.socket, letter: str, deadline: float
) -> int:
    await loop.sleep_until(deadline)
    print(f"sends {letter}")
    return sock.send(letter.encode())


async def receive(loop: Loop, sock: socket.socket) -> str:
    await loop.readable(sock)
    letter = sock.recv(1)
    if not letter:
        raise RuntimeError("nothing more will come")
    return letter.decode()


async def run(loop: Loop, here: socket.socket, there: socket.socket) -> int:
    now = time.monotonic()
    never = Task(loop, send_at(loop, there, "c", now + 3600))
    late = Task(loop, send_at(loop, there, "b", now + 0.02))
    early = Task(loop, send_at(loop, there, "a", now + 0.01))
    for _ in range(2):
        print(f"receives {await Task(loop, receive(loop, here))}")
    there.close()
    try:
        await Task(loop, receive(loop, here))
    except RuntimeError as error:
        print(error)
    never.coro.close()
    return await late + await early


def main() -> None:
    loop = Loop()
    here, there = socket.socketpair()
    with here, there:
        sent = loop.run_until_complete(Task(loop, run(loop, here, there)))
        print(f"{sent} have been sent")


if __name__ == "__main__":
    main()

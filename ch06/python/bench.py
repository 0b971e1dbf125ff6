"""ch06/python/bench.py
The measurements of ch06/bench.cpp, with Python's means: how many times a second
two threads, or two processes, hand a turn to each other and back; with it
barriers and joins. One JSON object a line: the name and the rate, in items per
second.
"""

import json
import multiprocessing
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import RawValue
from types import SimpleNamespace
from typing import Any

SECONDS = 1.0
ROUNDS = 1000
PING, PONG = 0, 1


def rate(work: Callable[[], object], items: int) -> float:
    """How many items per second work does, each call of it doing items."""
    work()
    calls, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < SECONDS:
        work()
        calls += 1
    return calls * items / passed


class Events:
    """An event for each of the two."""

    def __init__(self, library: Any) -> None:
        self._turns = (library.Event(), library.Event())

    def give_to(self, player: int) -> None:
        self._turns[player].set()

    def wait_for(self, player: int) -> None:
        self._turns[player].wait()
        self._turns[player].clear()


class Turn:
    """A condition, on which each of the two waits for its turn."""

    def __init__(self, library: Any, turn: Any) -> None:
        self._changed = library.Condition()
        self._turn = turn

    def give_to(self, player: int) -> None:
        with self._changed:
            self._turn.value = player
            self._changed.notify()

    def wait_for(self, player: int) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._turn.value == player)


class Semaphores:
    """A semaphore for each of the two."""

    def __init__(self, library: Any) -> None:
        self._turns = (library.Semaphore(0), library.Semaphore(0))

    def give_to(self, player: int) -> None:
        self._turns[player].release()

    def wait_for(self, player: int) -> None:
        self._turns[player].acquire()


Means = Events | Turn | Semaphores


def play(means: Means, player: int) -> None:
    for _ in range(ROUNDS):
        if player == PONG:
            means.wait_for(PONG)
        means.give_to(PONG if player == PING else PING)
        if player == PING:
            means.wait_for(PING)


def by_threads(means: Means) -> float:
    def work() -> None:
        players = [
            threading.Thread(target=play, args=(means, player))
            for player in (PING, PONG)
        ]
        for player in players:
            player.start()
        for player in players:
            player.join()

    return rate(work, ROUNDS)


def barrier() -> float:
    both = threading.Barrier(2)

    def walk() -> None:
        for _ in range(ROUNDS):
            both.wait()

    def work() -> None:
        walkers = [threading.Thread(target=walk) for _ in range(2)]
        for walker in walkers:
            walker.start()
        for walker in walkers:
            walker.join()

    return rate(work, ROUNDS)


def join() -> float:
    numbers = list(range(1, 3001))
    sums = [0, 0, 0]

    def add_up(third: int) -> None:
        sums[third] = sum(numbers[1000 * third : 1000 * (third + 1)])

    def work() -> None:
        threads = [
            threading.Thread(target=add_up, args=(third,)) for third in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return rate(work, len(sums))


def child(means: Means, player: int, control: Connection) -> None:
    control.send(None)
    while control.recv():
        play(means, player)
        control.send(None)


def by_processes(means: Means) -> float:
    controls, children = [], []
    for player in (PING, PONG):
        control, other_end = multiprocessing.Pipe()
        process = multiprocessing.Process(
            target=child, args=(means, player, other_end), daemon=True
        )
        process.start()
        controls.append(control)
        children.append(process)
    for control in controls:
        control.recv()

    def work() -> None:
        for control in controls:
            control.send(True)
        for control in controls:
            control.recv()

    result = rate(work, ROUNDS)
    for control, process in zip(controls, children):
        control.send(False)
        process.join()
    return result


def main() -> None:
    benchmarks: dict[str, Callable[[], float]] = {
        "event": lambda: by_threads(Events(threading)),
        "condition": lambda: by_threads(
            Turn(threading, SimpleNamespace(value=PING))
        ),
        "semaphore": lambda: by_threads(Semaphores(threading)),
        "barrier": barrier,
        "join": join,
        "process_event": lambda: by_processes(Events(multiprocessing)),
        "process_condition": lambda: by_processes(
            Turn(multiprocessing, RawValue("i", PING))
        ),
    }
    for name, benchmark in benchmarks.items():
        result = {"name": name, "items_per_second": benchmark()}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()

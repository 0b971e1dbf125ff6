"""ch09/python/bench.py
The measurements of ch09/bench.cpp, with Python's managers: calls a second of
one client and of four. One JSON object a line: the name and the rate, in items
per second.
"""

import json
import time
from multiprocessing import Manager, Pipe, Process
from multiprocessing.connection import Connection
from multiprocessing.managers import ListProxy, ValueProxy

CALLS = 1000
TERMS = 1_000_000
SECONDS = 1.0


def call() -> float:
    with Manager() as manager:
        number = manager.Value("i", 1)
        number.get()
        done = 0
        begin = time.perf_counter()
        while time.perf_counter() - begin < SECONDS:
            for _ in range(100):
                number.get()
            done += 100
        return done / (time.perf_counter() - begin)


def client(number: ValueProxy, control: Connection) -> None:
    number.get()
    control.send(None)
    while control.recv():
        for _ in range(CALLS):
            number.get()
        control.send(None)


def calls_of_four() -> float:
    with Manager() as manager:
        number = manager.Value("i", 1)
        controls, children = [], []
        for _ in range(4):
            control, other_end = Pipe()
            child = Process(target=client, args=(number, other_end))
            child.start()
            controls.append(control)
            children.append(child)
        for control in controls:
            control.recv()
        done = 0
        begin = time.perf_counter()
        while time.perf_counter() - begin < SECONDS:
            for control in controls:
                control.send(True)
            for control in controls:
                control.recv()
            done += 4 * CALLS
        rate = done / (time.perf_counter() - begin)
        for control in controls:
            control.send(False)
        for child in children:
            child.join()
        return rate


def sum_terms(parts: ListProxy, first: int, last: int) -> None:
    parts.append(
        sum(
            (4.0 if k % 2 == 0 else -4.0) / (2 * k + 1)
            for k in range(first, last)
        )
    )


def pi() -> float:
    share = TERMS // 4
    with Manager() as manager:
        done = 0
        begin = time.perf_counter()
        while time.perf_counter() - begin < SECONDS:
            parts = manager.list()
            started = [
                Process(
                    target=sum_terms, args=(parts, n * share, (n + 1) * share)
                )
                for n in range(4)
            ]
            for one in started:
                one.start()
            for one in started:
                one.join()
            sum(parts[:])
            done += TERMS
        return done / (time.perf_counter() - begin)


def echo(connection: Connection) -> None:
    while message := connection.recv_bytes():
        connection.send_bytes(message)


def bare_round_trip() -> float:
    here, there = Pipe()
    child = Process(target=echo, args=(there,))
    child.start()
    message = bytes(64)
    done = 0
    begin = time.perf_counter()
    while time.perf_counter() - begin < SECONDS:
        for _ in range(100):
            here.send_bytes(message)
            here.recv_bytes()
        done += 100
    rate = done / (time.perf_counter() - begin)
    here.send_bytes(b"")
    child.join()
    return rate


def main() -> None:
    for measure in (call, calls_of_four, pi, bare_round_trip):
        result = {"name": measure.__name__, "items_per_second": measure()}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()

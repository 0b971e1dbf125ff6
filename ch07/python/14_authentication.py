"""ch07/python/14_authentication.py
Server and client prove to each other that they know the key, without sending
it. A wrong key is refused, and so is an answer that was right before.
"""

import multiprocessing
import threading
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing.connection import (
    Connection,
    answer_challenge,
    deliver_challenge,
)

secret = b"a secret between friends"


class Overheard:
    """A connection that notes what is sent through it, as anybody could."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.sent: list[bytes] = []

    def send_bytes(self, message: bytes) -> None:
        self.sent.append(message)
        self.connection.send_bytes(message)

    def recv_bytes(self, longest: int) -> bytes:
        return self.connection.recv_bytes(longest)


def serve(connection: Connection) -> None:
    with connection:
        try:
            deliver_challenge(connection, secret)
            answer_challenge(connection, secret)
            print("server: the client knows the key")
        except AuthenticationError:
            print("server: wrong answer")


def connect(run: Callable[[Connection], None]) -> None:
    connection, other_end = multiprocessing.Pipe()
    server = threading.Thread(target=serve, args=(other_end,))
    server.start()
    with connection:
        try:
            run(connection)
        except AuthenticationError:
            print("client: refused")
    server.join()


overheard: list[bytes] = []


def log_in(key: bytes) -> None:
    def run(connection: Connection) -> None:
        line = Overheard(connection)
        answer_challenge(line, key)
        overheard.append(line.sent[0])
        deliver_challenge(line, key)
        print("client: the server knows it")

    connect(run)


def replay(connection: Connection) -> None:
    connection.recv_bytes()
    connection.send_bytes(overheard[0])
    if connection.recv_bytes() != b"#WELCOME#":
        raise AuthenticationError


print("the right key")
log_in(secret)
print("a wrong key")
log_in(b"a guess")
print("a replayed answer")
connect(replay)

"""ch07/python/09_pipe.py
Parent and child hold an end each of one pipe that goes both ways, and take
turns at sending a message and receiving one.
"""

import multiprocessing
from multiprocessing.connection import Connection


def child(connection: Connection) -> None:
    print(f"child: its end is descriptor {connection.fileno()}", flush=True)
    for turn in (1, 2):
        message = connection.recv_bytes().decode()
        print(f"child: receives {message}", flush=True)
        connection.send_bytes(f"pong {turn}".encode())


if __name__ == "__main__":
    connection, other_end = multiprocessing.Pipe()
    player = multiprocessing.Process(target=child, args=(other_end,))
    player.start()
    # Only the child holds it now: if the child ends, so does the connection.
    other_end.close()

    for turn in (1, 2):
        connection.send_bytes(f"ping {turn}".encode())
        message = connection.recv_bytes().decode()
        print(f"parent: receives {message}", flush=True)
    player.join()

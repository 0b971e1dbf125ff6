"""ch07/python/13_listener_client.py
A listener waits at an address until a client connects: first at a path in
the file system, then at a port.
"""

import multiprocessing
import os
import tempfile
from multiprocessing.connection import Client, Listener

Address = str | tuple[str, int]


def to_text(address: Address) -> str:
    return address if isinstance(address, str) else f"{address[0]}:{address[1]}"


def run_client(address: Address) -> None:
    with Client(address) as connection:
        connection.send_bytes(b"hello")
        message = connection.recv_bytes().decode()
        print(f"client: receives {message}", flush=True)


def run_listener(wanted: Address) -> None:
    listener = Listener(wanted)
    print(f"listener: at {to_text(listener.address)}", flush=True)
    client = multiprocessing.Process(
        target=run_client, args=(listener.address,)
    )
    client.start()

    with listener.accept() as connection:
        address = to_text(listener.last_accepted)
        print(f"listener: accepts {address}", flush=True)
        message = connection.recv_bytes()
        print(f"listener: receives {message.decode()}", flush=True)
        connection.send_bytes(message + b" yourself")
        client.join()
    # This also removes the path.
    listener.close()


if __name__ == "__main__":
    here = os.path.join(tempfile.gettempdir(), f"ch07_13_{os.getpid()}")
    run_listener(here)
    run_listener(("127.0.0.1", 0))

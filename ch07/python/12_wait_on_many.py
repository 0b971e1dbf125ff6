"""ch07/python/12_wait_on_many.py
Main waits on three connections at once and takes each message as it comes,
until all three are closed. First it asks one whether anything is there.
"""

import multiprocessing
from multiprocessing.connection import Connection, wait


def child(name: str, connection: Connection) -> None:
    connection.recv_bytes()
    for number in (1, 2):
        connection.send_bytes(f"{name} {number}".encode())


if __name__ == "__main__":
    connections: dict[Connection, str] = {}
    children = []
    for name in ("A", "B", "C"):
        connection, other_end = multiprocessing.Pipe()
        connections[connection] = name
        process = multiprocessing.Process(target=child, args=(name, other_end))
        process.start()
        children.append(process)
        other_end.close()

    first = next(iter(connections))
    ready = first.poll(0.02)
    print(f"A has sent something: {int(ready)}", flush=True)
    for connection in connections:
        connection.send_bytes(b"!")
    ready = first.poll(3600)
    print(f"A has sent something: {int(ready)}", flush=True)

    while connections:
        for connection in wait(list(connections)):
            assert isinstance(connection, Connection)
            try:
                print(connection.recv_bytes().decode(), flush=True)
            except EOFError:
                name = connections.pop(connection)
                print(f"{name} has closed", flush=True)
    print("main: all have closed", flush=True)
    for process in children:
        process.join()

"""ch02/python/03_io_bound.py
Ten threads each wait for input on a pipe of their own. All ten have asked
before the first input comes, and it comes in another order.
"""

import os
from threading import Barrier, Thread


def main() -> None:
    count = 10
    connections = [os.pipe() for _ in range(count)]

    all_asked = Barrier(count + 1)

    def ask(id: int) -> None:
        all_asked.wait()
        answer = b""
        while not answer.endswith(b"\n"):
            answer += os.read(connections[id][0], 100)
        print(f"client {id}: {answer.decode()}", end="")

    clients = [Thread(target=ask, args=(id,)) for id in range(count)]
    for client in clients:
        client.start()

    all_asked.wait()
    print(f"server: {count} clients have asked, none has an answer")
    for id in reversed(range(count)):
        os.write(connections[id][1], f"{id * id}\n".encode())
    for client in clients:
        client.join()

    for reader, writer in connections:
        os.close(reader)
        os.close(writer)


if __name__ == "__main__":
    main()

"""ch09/python/15_remote_manager.py
Two programs that meet over TCP: one serves a board, the other connects with
the address and the key. All clients get the same board.
"""

import os
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from multiprocessing.managers import BaseManager
from threading import Thread

# Both programs know it; it is sent nowhere.
KEY = b"the key of the board"


class Board:
    def __init__(self) -> None:
        self._notices: list[str] = []

    def post(self, notice: str) -> None:
        self._notices.append(notice)

    def notices(self) -> list[str]:
        return self._notices


def server_program(control: Connection) -> None:
    class BoardServer(BaseManager):
        pass

    board = Board()
    # One object for all who create one.
    BoardServer.register("Board", callable=lambda: board)
    # The system chooses a port.
    server = BoardServer(address=("127.0.0.1", 0), authkey=KEY).get_server()
    control.send(server.address)

    def wait_for_the_end() -> None:
        control.recv()
        # serve_forever() has no counterpart that ends it.
        os._exit(0)

    Thread(target=wait_for_the_end, daemon=True).start()
    server.serve_forever()


class BoardClient(BaseManager):
    pass


BoardClient.register("Board")


def main() -> None:
    control, other_end = Pipe()
    server = Process(target=server_program, args=(other_end,))
    server.start()
    host, port = control.recv()
    print(f"server at {host}:{port}")

    for name in ("Ada", "Grace"):
        client = BoardClient(address=(host, port), authkey=KEY)
        client.connect()
        board = client.Board()
        board.post(f"from {name}")
        print(f"{name} sees:", *(f"{one};" for one in board.notices()))
    control.send("end")
    server.join()
    print(f"server ends with {server.exitcode}")


if __name__ == "__main__":
    main()

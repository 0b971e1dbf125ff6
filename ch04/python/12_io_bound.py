"""ch04/python/12_io_bound.py
Five requests wait at the same time, a thread for each. The server answers
nobody until all have asked: one after the other, they would wait for ever.
"""

from threading import Barrier, Thread


def main() -> None:
    requests = 5

    server = Barrier(requests, action=lambda: print("server: everybody waits"))

    def ask(id: int) -> None:
        # One write: print() alone writes a line and its end one after the other.
        print(f"request {id}\n", end="")
        server.wait()
        print(f"answer {id}\n", end="")

    clients = [Thread(target=ask, args=(id,)) for id in range(1, requests + 1)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()


if __name__ == "__main__":
    main()

"""ch09/python/09_how_proxies_work.py
What a proxy does, by hand: prove that one knows the key, then send a tuple of
object, method and arguments, and receive a kind and a value.
"""

from multiprocessing import Manager, current_process
from multiprocessing.connection import Client


def main() -> None:
    with Manager() as manager:
        names = manager.list(["Ada"])

        # Client answers the challenge and sets one of its own.
        key = current_process().authkey
        with Client(manager.address, authkey=key) as connection:
            connection.send((None, "accept_connection", ("main",), {}))
            connection.recv()
            print("connected")

            # A token is the object's number and the server's address.
            ident = names._token.id

            def send(method: str, *args: object) -> tuple[str, object]:
                connection.send((ident, method, args, {}))
                return connection.recv()

            kind, _ = send("append", "Grace")
            print(f"append: returned: {int(kind == '#RETURN')}")

            kind, count = send("__len__")
            print(f"size: returned: {int(kind == '#RETURN')}, {count}")

            kind, _ = send("guess")
            print(f"guess: failed: {int(kind == '#TRACEBACK')}")

            print(f"the proxy says: {len(names)}")


if __name__ == "__main__":
    main()

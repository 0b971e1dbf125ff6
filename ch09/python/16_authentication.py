"""ch09/python/16_authentication.py
Only who knows the key gets as far as a message, and only a server that knows
it gets one.
"""

from multiprocessing import AuthenticationError
from multiprocessing.managers import SyncManager


def log_in(address: str, key: bytes) -> None:
    try:
        client = SyncManager(address=address, authkey=key)
        client.connect()
        client.Event().set()
        print("welcome")
    except AuthenticationError:
        print("refused")


def main() -> None:
    with SyncManager(authkey=b"open sesame") as server:
        print("a guess: ", end="")
        log_in(server.address, b"open barley")
        print("no key: ", end="")
        log_in(server.address, b"")
        print("the key: ", end="")
        log_in(server.address, b"open sesame")

    with SyncManager(authkey=b"anything") as impostor:
        print("an impostor: ", end="")
        log_in(impostor.address, b"open sesame")


if __name__ == "__main__":
    main()

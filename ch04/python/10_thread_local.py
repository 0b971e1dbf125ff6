"""ch04/python/10_thread_local.py
One name, and behind it another value in each thread, deleted when its thread
ends.
"""

import threading


class Session:
    def __init__(self, owner: str) -> None:
        self._owner = owner

    def __del__(self) -> None:
        # One write: print() alone writes a line and its end one after the other.
        print(f"{self._owner}: session closed\n", end="")


class Own(threading.local):
    # Attributes of the class are what a thread finds before it sets its own.
    visits: int = 0
    session: Session | None = None


def visit(own: Own, name: str, times: int) -> None:
    for _ in range(times):
        if own.session is None:
            own.session = Session(name)
        own.visits += 1
    print(f"{name}: {own.visits} visits\n", end="")


def main() -> None:
    own = Own()

    a = threading.Thread(target=visit, args=(own, "a", 3))
    b = threading.Thread(target=visit, args=(own, "b", 5))
    a.start()
    b.start()
    a.join()
    b.join()
    session = "a session" if own.session else "no session"
    print(f"main: {own.visits} visits, {session}")


if __name__ == "__main__":
    main()

"""ch04/python/13_yield.py
Two threads take turns by watching a variable; while it is not its turn, each
offers its processor to others.
"""

import time
from threading import Thread


def main() -> None:
    turn = "ping"

    def play(self: str, other: str) -> None:
        nonlocal turn
        for round in range(1, 4):
            while turn != self:
                time.sleep(0)
            print(f"{self} {round}")
            turn = other

    ping = Thread(target=play, args=("ping", "pong"))
    pong = Thread(target=play, args=("pong", "ping"))
    ping.start()
    pong.start()
    ping.join()
    pong.join()


if __name__ == "__main__":
    main()

"""ch06/python/18_ping_pong.py
Two threads take turns: each waits for a semaphore of its own and releases
the other's.
"""

import threading


def play(
    name: str, mine: threading.Semaphore, other: threading.Semaphore
) -> None:
    for turn in range(1, 4):
        mine.acquire()
        print(f"{name} {turn}")
        other.release()


ping_turn = threading.Semaphore(1)
pong_turn = threading.Semaphore(0)
ping = threading.Thread(target=play, args=("ping", ping_turn, pong_turn))
pong = threading.Thread(target=play, args=("pong", pong_turn, ping_turn))
ping.start()
pong.start()
ping.join()
pong.join()

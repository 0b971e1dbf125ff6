"""ch04/python/16_timer.py
A function runs on another thread after a while, unless its timer is
cancelled first.
"""

from threading import Timer


def ring(name: str) -> None:
    print(f"{name}: rings")


def main() -> None:
    # Each timer is a thread that waits.
    soon = Timer(0.02, ring, args=("soon",))
    never = Timer(3600, ring, args=("never",))

    soon.start()
    never.start()
    never.cancel()

    soon.join()
    never.join()
    print("main: no timer left")


if __name__ == "__main__":
    main()

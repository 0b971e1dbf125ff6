"""ch04/python/01_create_thread.py
Two threads take their own steps while main takes one too; join is where main
waits for them.
"""

from threading import Thread


def work(name: str, steps: int) -> None:
    for step in range(1, steps + 1):
        # One write: print() alone writes a line and its end one after the other.
        print(f"{name}: step {step}\n", end="")


def main() -> None:
    soup = Thread(target=work, args=("soup", 3))
    bread = Thread(target=work, args=("bread", 2))
    soup.start()
    bread.start()
    print("main: goes on\n", end="")

    soup.join()
    bread.join()
    print("main: both have ended")


if __name__ == "__main__":
    main()

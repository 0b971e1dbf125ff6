"""ch02/python/11_preemptive.py
Two threads count, and each goes on until the other has got far enough too.
Neither ever gives way, and still both arrive, also on a single core.
"""

from threading import Thread


def main() -> None:
    goal = 1000
    counts = {"A": 0, "B": 0}

    def race(name: str, other: str) -> None:
        # The interpreter takes its lock away from this loop every 5 ms. Each
        # number is written by one thread alone, so += loses nothing.
        while counts[name] < goal or counts[other] < goal:
            counts[name] += 1
        # One write: print() alone writes the line and its end separately.
        print(
            f"{name}: at {counts[name]}, and the other at {counts[other]}\n",
            end="",
        )

    a = Thread(target=race, args=("A", "B"))
    b = Thread(target=race, args=("B", "A"))
    a.start()
    b.start()
    a.join()
    b.join()
    print("main: nobody had to give way")


if __name__ == "__main__":
    main()

"""ch04/python/08_locals.py
Two threads are in the same function at the same time, and each has its own
local variables.
"""

from threading import Barrier, Thread


def main() -> None:
    all_three = Barrier(3)
    seen: list[list[int] | None] = [None, None]

    def collect(slot: int, name: str, count: int) -> None:
        items: list[int] = []
        for item in range(count):
            items.append(item)
        # One write: print() alone writes a line and its end one after the other.
        print(f"{name}: {len(items)} items\n", end="")

        seen[slot] = items
        all_three.wait()
        all_three.wait()

    few = Thread(target=collect, args=(0, "few", 3))
    many = Thread(target=collect, args=(1, "many", 1000))
    few.start()
    many.start()

    all_three.wait()
    same = seen[0] is seen[1]
    print(f"main: the same variable: {str(same).lower()}")
    all_three.wait()

    few.join()
    many.join()


if __name__ == "__main__":
    main()

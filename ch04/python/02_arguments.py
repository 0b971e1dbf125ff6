"""ch04/python/02_arguments.py
Three ways for an argument to reach a thread: as a copy, shared with main, or
given away.
"""

from threading import Thread


def work(copied: list[int], shared: list[int], letter: str) -> None:
    copied.append(4)
    shared.append(4)
    print(
        f"thread: copied {len(copied)}, shared {len(shared)}, letter {letter}"
    )


def main() -> None:
    copied = [1, 2, 3]
    shared = [1, 2, 3]
    letter: str | None = "from main"

    # Every argument is shared; a copy has to be made, and given up by hand.
    by_arguments = Thread(target=work, args=(list(copied), shared, letter))
    letter = None
    by_arguments.start()
    by_arguments.join()
    print(
        f"main: copied {len(copied)}, shared {len(shared)}, "
        f"letter {'kept' if letter else 'gone'}"
    )

    letter = "by capture"
    # A closure looks names up when it runs; defaults are bound here and now.
    by_capture = Thread(
        target=lambda copied=list(copied), letter=letter: work(
            copied, shared, letter
        )
    )
    letter = None
    by_capture.start()
    by_capture.join()
    print(f"main: copied {len(copied)}, shared {len(shared)}")


if __name__ == "__main__":
    main()

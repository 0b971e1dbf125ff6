"""ch03/python/16_fork_and_spawn.py
A forked child is a copy of its parent in mid-run, values included; a spawned
one begins anew, with main.
"""

from multiprocessing import get_context, get_start_method

counter = 0


def increment() -> None:
    global counter
    print(f"{get_start_method()}: finds {counter}", flush=True)
    counter += 1


def main() -> None:
    global counter
    counter = 10
    print(f"parent: sets {counter}", flush=True)

    forked = get_context("fork").Process(target=increment)
    forked.start()
    forked.join()
    spawned = get_context("spawn").Process(target=increment)
    spawned.start()
    spawned.join()
    print(f"parent: still has {counter}")


if __name__ == "__main__":
    main()

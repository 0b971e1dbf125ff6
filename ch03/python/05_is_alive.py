"""ch03/python/05_is_alive.py
Asking whether a child runs doesn't wait for it; the question that finds it
ended also fetches its exit code.
"""

import time
from multiprocessing import Event, Process


def state(child: Process) -> str:
    return "alive" if child.is_alive() else "not alive"


def main() -> None:
    gate = Event()
    child = Process(target=gate.wait, daemon=True)
    print("before:", state(child))

    child.start()
    print("started:", state(child))

    gate.set()
    while child.is_alive():
        time.sleep(0.001)
    print("ended: exit code", child.exitcode)


if __name__ == "__main__":
    main()

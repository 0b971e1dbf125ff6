"""ch03/python/08_join_timeout.py
The parent waits for its child for a limited time, finds that it still runs,
and waits again without a limit.
"""

import sys
from multiprocessing import Event, Process
from multiprocessing.synchronize import Event as EventType


def wait_for_gate(gate: EventType) -> None:
    gate.wait()
    sys.exit(5)


def main() -> None:
    gate = Event()
    child = Process(target=wait_for_gate, args=(gate,), daemon=True)
    child.start()

    # join() returns None either way: the exit code tells.
    child.join(0.02)
    print("still running" if child.exitcode is None else "ended")

    gate.set()
    child.join()
    print("exit code", child.exitcode)


if __name__ == "__main__":
    main()

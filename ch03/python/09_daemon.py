"""ch03/python/09_daemon.py
A process object that goes out of scope ends its child, as Python ends a
daemon; a detached child goes on until its input ends.
"""

from multiprocessing import Event, Process
from multiprocessing.synchronize import Event as EventType


def work(name: str, ready: EventType, gate: EventType) -> None:
    print(f"{name}: at work", flush=True)
    ready.set()
    gate.wait()
    print(f"{name}: lets go", flush=True)


def own_a_daemon() -> None:
    ready, gate = Event(), Event()
    Process(target=work, args=("daemon", ready, gate), daemon=True).start()
    ready.wait()
    # This process ends here, and its daemon with it.


def main() -> None:
    owner = Process(target=own_a_daemon)
    owner.start()
    owner.join()
    print("main: the daemon has ended", flush=True)

    ready, gate = Event(), Event()
    child = Process(target=work, args=("detached", ready, gate), daemon=False)
    child.start()
    ready.wait()

    gate.set()
    child.join()
    print("main: the detached child returned", child.exitcode)


if __name__ == "__main__":
    main()

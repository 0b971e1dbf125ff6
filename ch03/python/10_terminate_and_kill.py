"""ch03/python/10_terminate_and_kill.py
Asked to exit, one child cleans up, one dies of the signal, one takes no
notice; that one is made to.
"""

import signal
import sys
from multiprocessing import Event, Process
from multiprocessing.synchronize import Event as EventType
from types import FrameType


def run_child(name: str, ready: EventType, noticed: EventType) -> None:
    def on_terminate(signum: int, frame: FrameType | None) -> None:
        if name == "stubborn":
            print("stubborn: takes no notice", flush=True)
            noticed.set()
        else:
            print("polite: cleans up", flush=True)
            sys.exit(0)

    if name != "plain":
        signal.signal(signal.SIGTERM, on_terminate)
    print(f"{name}: ready", flush=True)
    ready.set()
    while True:
        signal.pause()


def main() -> None:
    for name in ("polite", "plain", "stubborn"):
        ready, noticed = Event(), Event()
        child = Process(target=run_child, args=(name, ready, noticed))
        child.start()
        ready.wait()

        child.terminate()
        if name == "stubborn":
            noticed.wait()
            child.kill()
        child.join()

        exitcode = child.exitcode
        assert exitcode is not None
        if exitcode < 0:
            print(f"{name}: ended by signal {-exitcode}", flush=True)
        else:
            print(f"{name}: exit code {exitcode}", flush=True)


if __name__ == "__main__":
    main()

"""ch03/python/10_terminate_and_kill.py
Asked to exit, one child cleans up, one dies of the signal, one takes no
notice; that one is made to.
"""

import signal
from multiprocessing import Event, Process
from multiprocessing.synchronize import Event as EventType


def run_child(name: str, ready: EventType, noticed: EventType) -> None:
    if name != "plain":
        # Blocked, the signal waits for sigwait(), however early it comes.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    print(f"{name}: ready", flush=True)
    ready.set()
    if name == "plain":
        signal.pause()

    signal.sigwait({signal.SIGTERM})
    if name == "polite":
        print("polite: cleans up", flush=True)
        return
    print("stubborn: takes no notice", flush=True)
    noticed.set()
    signal.sigwait({signal.SIGTERM})


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

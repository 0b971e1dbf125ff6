"""ch11/python/15_states.py
A task waits for its turn, runs, and is done. At each step main asks what is
known of it.
"""

from concurrent.futures import Future, wait
from threading import Event, Thread


def main() -> None:
    turn = Event()
    begun = Event()
    gate = Event()
    answer: Future[int] = Future()

    def work() -> None:
        turn.wait()
        if answer.set_running_or_notify_cancel():
            begun.set()
            gate.wait()
            answer.set_result(42)

    worker = Thread(target=work)
    worker.start()

    def report() -> None:
        print(f"running: {answer.running()}, done: {answer.done()}".lower())

    report()
    turn.set()
    begun.wait()
    report()
    gate.set()
    wait([answer])
    report()
    worker.join()


if __name__ == "__main__":
    main()

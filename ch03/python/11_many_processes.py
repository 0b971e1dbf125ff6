"""ch03/python/11_many_processes.py
Three children run at the same time; none can end before the parent, which
has started them all, opens their gates.
"""

from multiprocessing import Event, Process
from multiprocessing.synchronize import Event as EventType


def work(number: int, gate: EventType) -> None:
    print(f"worker {number}: begins", flush=True)
    gate.wait()
    print(f"worker {number}: ends", flush=True)


def main() -> None:
    gates = [Event() for _ in range(3)]
    workers = [
        Process(target=work, args=(number, gate), daemon=True)
        for number, gate in enumerate(gates, start=1)
    ]
    for worker in workers:
        worker.start()
    print("main: all three run", flush=True)

    for gate in gates:
        gate.set()
    for worker in workers:
        worker.join()
    print("main: all three have ended")


if __name__ == "__main__":
    main()

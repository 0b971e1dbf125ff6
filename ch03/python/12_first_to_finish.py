"""ch03/python/12_first_to_finish.py
The parent waits for whichever child ends first. The hare is let go alone,
so it is the first on any machine.
"""

from multiprocessing import Event, Process
from multiprocessing.connection import wait
from multiprocessing.synchronize import Event as EventType


def run(name: str, gate: EventType) -> None:
    gate.wait()
    print(f"{name}: finishes", flush=True)


def main() -> None:
    gates = {name: Event() for name in ("tortoise", "hare", "snail")}
    runners = [
        Process(target=run, name=name, args=(name, gate), daemon=True)
        for name, gate in gates.items()
    ]
    for runner in runners:
        runner.start()
    names = {runner.sentinel: runner.name for runner in runners}

    gates["hare"].set()
    first = wait(list(names))[0]
    assert isinstance(first, int)
    print(f"main: the {names[first]} is first", flush=True)

    for gate in gates.values():
        gate.set()
    for runner in runners:
        runner.join()
    print("main: all have finished")


if __name__ == "__main__":
    main()

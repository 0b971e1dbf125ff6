"""ch03/python/14_active_children.py
A registry starts children, tells which of them run, and ends the rest when
it goes out of scope itself.
"""

from multiprocessing import Event, Process, active_children


def active() -> list[str]:
    return sorted(child.name for child in active_children())


def main() -> None:
    gates = {name: Event() for name in ("a", "b", "c")}
    children = {
        name: Process(target=gate.wait, name=name, daemon=True)
        for name, gate in gates.items()
    }
    for child in children.values():
        child.start()
    print("active:", *active())

    gates["b"].set()
    children["b"].join()
    print("active:", *active())


if __name__ == "__main__":
    main()

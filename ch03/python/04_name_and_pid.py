"""ch03/python/04_name_and_pid.py
A child knows its own process id; its name, and who its parent is, it knows
because it was told.
"""

from multiprocessing import Process, current_process, parent_process


def introduce() -> None:
    own, parent = current_process(), parent_process()
    assert parent is not None
    print(f"{own.name}: pid {own.pid}, parent {parent.pid}", flush=True)


def main() -> None:
    print(f"main: pid {current_process().pid}", flush=True)

    for name in ("first", "second"):
        child = Process(target=introduce, name=name)
        child.start()
        child.join()
        print(f"main: {child.name} was pid {child.pid}", flush=True)


if __name__ == "__main__":
    main()

"""ch03/python/19_cpu_count.py
As many children as the machine has processors, though at most four.
"""

from multiprocessing import Process, cpu_count


def work() -> None:
    pass


def main() -> None:
    processors = cpu_count()
    print("processors:", processors, flush=True)
    wanted = min(processors, 4)
    print("children:", wanted, flush=True)

    children = [Process(target=work) for _ in range(wanted)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    print("ended:", sum(child.exitcode == 0 for child in children))


if __name__ == "__main__":
    main()

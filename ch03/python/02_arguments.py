"""ch03/python/02_arguments.py
What the child needs travels on its command line, as text: the parent writes
each value out, the child reads it back.
"""

from multiprocessing import Process


def report(title: str, numbers: list[int]) -> None:
    print(f"child: {title} is {sum(numbers)}", flush=True)


def main() -> None:
    title = 'the sum of "three numbers" for $5'
    numbers = [1, 20, 300]

    child = Process(target=report, args=(title,), kwargs={"numbers": numbers})
    child.start()
    child.join()
    print("parent: the child has ended")


if __name__ == "__main__":
    main()

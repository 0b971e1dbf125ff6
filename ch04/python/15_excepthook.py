"""ch04/python/15_excepthook.py
An exception in a thread is kept, and raised again by whoever has joined the
thread.
"""

import threading


def parse(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"not a number: {text}")
    return int(text)


def main() -> None:
    texts = ["17", "seventeen", "71"]
    numbers = [0] * len(texts)
    failures: dict[threading.Thread | None, BaseException | None] = {}

    def keep(arguments: threading.ExceptHookArgs) -> None:
        failures[arguments.thread] = arguments.exc_value

    # One hook for all threads of the program.
    threading.excepthook = keep

    def work(i: int) -> None:
        numbers[i] = parse(texts[i])

    workers = [
        threading.Thread(target=work, args=(i,)) for i in range(len(texts))
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    for i, worker in enumerate(workers):
        try:
            failure = failures.get(worker)
            if failure is not None:
                raise failure
            print(f"worker {i}: {numbers[i]}")
        except ValueError as error:
            print(f"worker {i} failed: {error}")


if __name__ == "__main__":
    main()

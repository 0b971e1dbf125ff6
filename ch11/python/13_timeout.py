"""ch11/python/13_timeout.py
main waits a while for an answer, then goes on without it. The task goes on
too, and its answer can still be had.
"""

from concurrent.futures import ThreadPoolExecutor, TimeoutError
from threading import Event


def main() -> None:
    gate = Event()

    def work() -> int:
        gate.wait()
        return 42

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(work)

        try:
            answer.result(timeout=0.02)
        except TimeoutError:
            print("no answer yet")

        gate.set()
        print(f"the answer is {answer.result()}")


if __name__ == "__main__":
    main()

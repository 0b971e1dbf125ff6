"""ch11/python/19_broken_promise.py
A worker goes away without an answer. Whoever waits for it must not wait for
ever.
"""

from concurrent.futures import Future, TimeoutError
from threading import Thread


def answer(question: int, promise: Future[int]) -> None:
    if question == 6 * 7:
        promise.set_result(42)


def main() -> None:
    for question in (42, 43):
        future: Future[int] = Future()
        worker = Thread(target=answer, args=(question, future))
        worker.start()
        worker.join()
        # The future does not know that nobody is left to set it.
        try:
            print(f"the answer is {future.result(timeout=0.02)}")
        except TimeoutError:
            print("there is no answer")

    result: Future[int] = Future()
    try:
        result.result(timeout=0.02)
    except TimeoutError:
        print("there is no result")


if __name__ == "__main__":
    main()

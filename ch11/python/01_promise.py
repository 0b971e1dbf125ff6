"""ch11/python/01_promise.py
A worker holds the promise and keeps it, with a value or with an exception;
main waits at the future. A promise is kept once.
"""

from concurrent.futures import Future, InvalidStateError
from threading import Thread


def divide(dividend: int, divisor: int, quotient: Future[int]) -> None:
    if divisor == 0:
        quotient.set_exception(ZeroDivisionError("division by zero"))
    else:
        quotient.set_result(dividend // divisor)


def main() -> None:
    for divisor in (4, 0):
        future: Future[int] = Future()
        worker = Thread(target=divide, args=(12, divisor, future))
        worker.start()
        try:
            print(f"12 / {divisor} is {future.result()}")
        except ZeroDivisionError as error:
            print(f"12 / {divisor}: {error}")
        worker.join()

    promise: Future[int] = Future()
    promise.set_result(1)
    try:
        promise.set_result(2)
    except InvalidStateError:
        print("the second value is refused")
    print(f"the first stays: {promise.result()}")


if __name__ == "__main__":
    main()

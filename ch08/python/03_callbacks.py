"""ch08/python/03_callbacks.py
A callback takes the result as soon as it is there, in a thread of the pool;
a second one takes the error.
"""

import threading
from multiprocessing import Pool


def divide(number: int, divisor: int) -> int:
    if divisor == 0:
        raise ValueError("division by zero")
    return number // divisor


def on_result(quotient: int) -> None:
    print(f"callback: {quotient}")
    if threading.current_thread() is not threading.main_thread():
        print("not in main's thread")


def on_error(error: BaseException) -> None:
    print(f"error callback: {error}")


def main() -> None:
    with Pool(2) as pool:
        for divisor in (4, 0):
            later = pool.apply_async(
                divide,
                (12, divisor),
                callback=on_result,
                error_callback=on_error,
            )
            later.wait()
            print("main: done")


if __name__ == "__main__":
    main()

"""ch01/python/09_exceptions.py
try, except, else and finally; then an exception is kept as a value and
raised again elsewhere, which is how futures carry it.
"""


def divide(a: int, b: int) -> int:
    return a // b


def attempt(a: int, b: int) -> None:
    try:
        result = divide(a, b)
    except ArithmeticError as error:
        print("except:", error)
    else:
        print("else:", result)
    finally:
        print("finally")


def failure() -> BaseException | None:
    try:
        divide(1, 0)
    except BaseException as error:
        return error
    return None


attempt(6, 2)
attempt(6, 0)

kept = failure()
try:
    if kept:
        raise kept
except ZeroDivisionError as error:
    print("again:", error)

"""ch01/python/08_functions_as_values.py
Functions are stored, passed and returned; a decorator is a function that
takes one and returns another.
"""

import functools
from collections.abc import Callable
from typing import Any


def traced(name: str) -> Callable[..., Any]:
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            print("calling", name)
            result = function(*args, **kwargs)
            print(name, "returned", result)
            return result

        return wrapper

    return decorate


def add(a: int, b: int) -> int:
    return a + b


class Multiplier:
    def __init__(self, factor: int) -> None:
        self.factor = factor

    def __call__(self, n: int) -> int:
        return n * self.factor


# What `@traced("add")` above add would do, but for the name.
traced_add = traced("add")(add)
print(traced_add(2, 3))

operations: dict[str, Callable[[int], int]] = {
    "add 10": functools.partial(add, 10),
    "negate": lambda n: -n,
    "triple": Multiplier(3),
}
for name, operation in operations.items():
    print(f"{name}: {operation(7)}")

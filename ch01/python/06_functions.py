"""ch01/python/06_functions.py
Defaults, keyword arguments, any number of arguments, several results.
"""

from collections.abc import Callable
from typing import Any


# A default is evaluated once; None stands for a new list each time.
def extended(n: int, numbers: list[int] | None = None) -> list[int]:
    numbers = [] if numbers is None else numbers.copy()
    numbers.append(n)
    return numbers


def fetch(
    name: str,
    *,
    retries: int = 3,
    user: str = "guest",
    timeout: int | None = None,
) -> None:
    shown = "none" if timeout is None else timeout
    print(f"fetch {name} for {user}, {retries} retries, timeout {shown}")


def total(*numbers: int) -> int:
    return sum(numbers)


def call(function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)


print(len(extended(1)), len(extended(2)))

fetch("a")
fetch("b", retries=5, timeout=10)

print(total(), total(1, 2, 3))

quotient, remainder = call(divmod, 17, 5)
print(quotient, "remainder", remainder)

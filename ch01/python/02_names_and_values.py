"""ch01/python/02_names_and_values.py
A Python name is bound to an object; a C++ variable is the object, so
initialising one from another copies, and only a reference is a second name.
"""

import copy
import functools


def show(name: str, numbers: list[int]) -> None:
    print(f"{name}:", *numbers)


def append(numbers: list[int], number: int) -> None:
    numbers.append(number)


original = [1, 2]
copied = copy.copy(original)
alias = original

copied.append(3)
alias.append(4)
show("original", original)
show("copy", copied)

append_to_copy = functools.partial(append, copy.copy(original))
append_to_original = functools.partial(append, original)
append_to_copy(5)
append_to_original(6)
show("original", original)

# Python has no move: a new name is bound, the old one bound to something else.
moved, original = original, []
show("moved", moved)
show("original", original)

"""ch01/python/01_hello.py
A program greets the name it was started with; every name in it has a type.
"""

import sys


def greeting(name: str) -> str:
    return "Hello, " + name + "!"


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "world"
    text = greeting(name)
    print(text)
    print("The name has", len(name), "letters.")


main()

"""ch02/python/10_cooperative.py
Coroutines take turns because each gives way of its own accord. Who never
does keeps all the others waiting.
"""

from collections import deque
from collections.abc import Iterator


def polite(name: str) -> Iterator[None]:
    for i in range(1, 4):
        print(f"{name} {i}")
        yield


def greedy() -> Iterator[None]:
    for i in range(1, 4):
        print(f"greedy {i}")
    return
    # Makes the function a generator, reached or not.
    yield


def main() -> None:
    ready = deque([polite("A"), greedy(), polite("B")])

    while ready:
        task = ready.popleft()
        try:
            next(task)
        except StopIteration:
            continue
        ready.append(task)


if __name__ == "__main__":
    main()

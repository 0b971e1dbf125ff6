"""ch09/python/13_base_proxy.py
The general proxy: methods by name, and a copy of the whole object, whose
class says what of it travels.
"""

from multiprocessing.managers import BaseManager, BaseProxy


class Diary:
    def __init__(self) -> None:
        self._lines: list[str] = []

    def note(self, text: str) -> None:
        self._lines.append(text)

    def lines(self) -> list[str]:
        return self._lines


class DiaryManager(BaseManager):
    pass


# With this proxytype there are no methods but the general ones.
DiaryManager.register(
    "Diary", Diary, proxytype=BaseProxy, exposed=("note", "lines")
)


def main() -> None:
    with DiaryManager() as manager:
        diary = manager.Diary()
        print(f"a proxy of a {diary._token.typeid}")

        diary._callmethod("note", ("rain",))
        diary._callmethod("note", ("more rain",))

        copy = diary._getvalue()
        copy.note("only in the copy")
        print(f"copy: {len(copy.lines())} lines")

        for line in diary._callmethod("lines"):
            print(f"diary: {line}")


if __name__ == "__main__":
    main()

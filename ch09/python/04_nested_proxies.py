"""ch09/python/04_nested_proxies.py
A list of lists twice: of copies, where a change is lost, and of proxies,
where it is not.
"""

from multiprocessing import Manager


def main() -> None:
    with Manager() as manager:
        copies = manager.list([[1, 2]])
        copies[0].append(3)
        print("a copy was changed:", *copies[0])
        row = copies[0]
        row.append(3)
        copies[0] = row
        print("and put back:", *copies[0])

        rows = manager.list()
        inner = manager.list([1, 2])
        rows.append(inner)
        inner.append(3)
        del inner
        # This program's own proxy is gone; the server still holds the list.
        rows[0].append(4)
        print("the list itself was changed:", *rows[0][:])


if __name__ == "__main__":
    main()

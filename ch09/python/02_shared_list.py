"""ch09/python/02_shared_list.py
A child changes a list that its parent made. What comes out of the list is a
copy of what is in it.
"""

from multiprocessing import Manager, Process
from multiprocessing.managers import ListProxy


def show(numbers: ListProxy) -> None:
    # A slice fetches all in one call; a loop would make one for each.
    print(*numbers[:])


def child(numbers: ListProxy) -> None:
    numbers.append(7)
    numbers.extend([5, 6])
    numbers[0] = 10
    numbers.insert(1, 20)


def main() -> None:
    with Manager() as manager:
        numbers = manager.list([1, 2, 3])
        worker = Process(target=child, args=(numbers,))
        worker.start()
        worker.join()

        show(numbers)
        numbers.sort()
        numbers.reverse()
        show(numbers)
        print(f"length {len(numbers)}, first {numbers[0]}, last {numbers[-1]}")
        print(f"takes {numbers.pop()}, then 7 at {numbers.index(7)}")
        numbers.remove(7)
        print(f"contains 7: {int(7 in numbers)}")
        try:
            numbers[99]
        except IndexError as error:
            print(f"99: {error}")


if __name__ == "__main__":
    main()

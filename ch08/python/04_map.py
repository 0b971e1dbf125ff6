"""ch08/python/04_map.py
One function, many values: the workers share them, the results come in the
values' order.
"""

from multiprocessing import Pool


def square(number: int) -> int:
    return number * number


def reverse(word: str) -> str:
    return word[::-1]


def main() -> None:
    with Pool(2) as pool:
        print(*pool.map(square, range(1, 9)))

        words = ["stressed", "drawer", "live"]
        for each in pool.map(reverse, words):
            print(each)


if __name__ == "__main__":
    main()

"""ch08/python/06_starmap.py
A map for functions of several parameters: each value is a tuple of arguments.
"""

from multiprocessing import Pool


def power(base: int, exponent: int) -> int:
    return base**exponent


def repeat(word: str, times: int, between: str) -> str:
    return between.join([word] * times)


def main() -> None:
    with Pool(2) as pool:
        for each in pool.starmap(power, [(2, 10), (3, 4), (10, 3)]):
            print(each)

        words = [("tick", 2, "-"), ("ha", 3, "!")]
        later = pool.starmap_async(repeat, words)
        for each in later.get():
            print(each)


if __name__ == "__main__":
    main()

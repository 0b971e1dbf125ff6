"""ch08/python/10_initializer.py
Each worker is set up once, before its tasks, with arguments that main gives.
"""

from multiprocessing import Pool

currency = ""


def configure(name: str) -> None:
    global currency
    currency = name


def price(cents: int) -> str:
    return f"{cents} cents in {currency}"


def main() -> None:
    with Pool(2, initializer=configure, initargs=("euro",)) as pool:
        for each in pool.map(price, [199, 250]):
            print(each)
        print(f"main has '{currency}'")


if __name__ == "__main__":
    main()

"""ch08/python/12_exceptions.py
What a task throws arrives as an error with the name of the type and the
text; the worker goes on. A map throws what one of its tasks threw.
"""

from multiprocessing import Pool


def page(number: int) -> str:
    if number > 2:
        raise IndexError(f"no page {number}")
    return f"page {number}"


def main() -> None:
    with Pool(1) as pool:
        later = pool.apply_async(page, (3,))
        try:
            later.get()
        except IndexError as error:
            print(f"{type(error).__name__}: {error}")
        print("successful" if later.successful() else "failed")

        try:
            pool.map(page, [1, 2, 4])
        except IndexError as error:
            print(f"map: {error}")
        print(pool.apply(page, (2,)))


if __name__ == "__main__":
    main()

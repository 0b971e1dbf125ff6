"""ch11/python/02_submit.py
Three tasks go to a pool of two threads; each leaves a future behind, and
main collects the results in the order it asked for them.
"""

from concurrent.futures import ThreadPoolExecutor


def square(number: int) -> int:
    # One write: print() alone writes a line and its end one after the other.
    print(f"worker: squares {number}\n", end="")
    return number * number


def main() -> None:
    pool = ThreadPoolExecutor(2)

    squares = [pool.submit(square, number) for number in (1, 2, 3)]

    for result in squares:
        print(f"main: {result.result()}\n", end="")

    pool.shutdown()


if __name__ == "__main__":
    main()

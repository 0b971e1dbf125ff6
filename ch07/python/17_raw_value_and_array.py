"""ch07/python/17_raw_value_and_array.py
Shared memory without a lock: the value is written before the child reads,
and the child fills elements that nobody else touches until it has ended.
"""

import sys
from multiprocessing import Process
from multiprocessing.sharedctypes import RawArray, RawValue


def fill(factor, products, first: int, last: int) -> None:
    for i in range(first, last):
        products[i] = factor.value * i


def child(factor, products) -> None:
    print(f"child: factor {factor.value}", flush=True)
    fill(factor, products, 3, 6)


if __name__ == "__main__":
    factor = RawValue("i", 0)
    products = RawArray("i", 6)
    factor.value = 10

    other = Process(target=child, args=(factor, products))
    other.start()
    fill(factor, products, 0, 3)
    other.join()
    if other.exitcode != 0:
        sys.exit("the child has failed")

    for product in products:
        print(product)

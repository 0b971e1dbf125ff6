"""ch09/python/03_shared_dict.py
Two children enter what they have in one dict. A key that is not there is a
default value, or an exception: as one asks.
"""

from multiprocessing import Manager, Process
from multiprocessing.managers import DictProxy


def child(stock: DictProxy, fruit: str, count: int) -> None:
    stock[fruit] = count


def main() -> None:
    with Manager() as manager:
        stock = manager.dict({"cherry": 3})
        a = Process(target=child, args=(stock, "apple", 5))
        b = Process(target=child, args=(stock, "banana", 4))
        a.start()
        b.start()
        a.join()
        b.join()

        # In the order of insertion, which the children have not agreed on.
        for fruit, count in sorted(stock.items()):
            print(fruit, count)
        print(f"apples: {stock['apple']}")
        print(f"dates: {stock.get('date', 0)}")
        print(f"elderberries: {stock.setdefault('elderberry', 7)}")
        print(f"takes bananas: {stock.pop('banana')}")
        print(f"bananas left: {int('banana' in stock)}")
        try:
            stock["banana"]
        except KeyError:
            print("no such key")
        print(f"{len(stock)} kinds")


if __name__ == "__main__":
    main()

"""ch09/python/05_namespace.py
A namespace has attributes of any names and types. Python's know their types;
one finds out what an attribute is by using it.
"""

from multiprocessing import Manager, Process
from multiprocessing.managers import NamespaceProxy


def child(settings: NamespaceProxy) -> None:
    settings.greeting = f"Good morning, {settings.city}"
    settings.visits += 1
    del settings.city


def main() -> None:
    with Manager() as manager:
        settings = manager.Namespace()
        settings.city = "Oslo"
        settings.visits = 41
        worker = Process(target=child, args=(settings,))
        worker.start()
        worker.join()

        print(settings.greeting)
        print(f"{settings.visits} visits")
        try:
            settings.city
        except AttributeError:
            print("no attribute city")
        try:
            settings.greeting + 1
        except TypeError:
            print("greeting is no int")


if __name__ == "__main__":
    main()

"""ch09/python/01_shared_value.py
Two processes use one number. It lives in a third, the manager's server.
"""

from multiprocessing import Manager, Process
from multiprocessing.managers import ValueProxy


def child(number: ValueProxy) -> None:
    print(f"child: finds {number.value}", flush=True)
    number.value = 2.5


def main() -> None:
    with Manager() as manager:
        number = manager.Value("d", 1.5)
        worker = Process(target=child, args=(number,))
        worker.start()
        worker.join()
        print(f"parent: finds {number.value}")


if __name__ == "__main__":
    main()

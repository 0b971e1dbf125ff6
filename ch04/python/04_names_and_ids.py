"""ch04/python/04_names_and_ids.py
Each thread has a name and an id; the id by which main knows the worker is
the one that the worker sees.
"""

import threading


def name() -> str:
    return threading.current_thread().name


def is_main() -> str:
    return str(threading.get_ident() == threading.main_thread().ident).lower()


def work() -> None:
    print(f"{name()}: at first")
    threading.current_thread().name = "Worker"
    main_id = threading.main_thread().ident
    print(f"{name()}: id {threading.get_ident():x}, main's is {main_id:x}")
    print(f"{name()}: is main: {is_main()}")


def main() -> None:
    print(f"{name()}: id {threading.get_ident():x}")

    worker = threading.Thread(target=work, name="unnamed")
    has_id = worker.ident is not None
    print(f"before the start: has an id: {str(has_id).lower()}")

    worker.start()
    worker.join()
    # A thread that has ended keeps its id.
    print(f"{name()}: the worker had id {worker.ident:x}")
    print(f"{name()}: is main: {is_main()}")


if __name__ == "__main__":
    main()

"""ch04/python/07_enumerate.py
The active threads are listed, first with two workers among them and then
without.
"""

import threading


def show() -> None:
    names = sorted(thread.name for thread in threading.enumerate())
    print(f"{threading.active_count()} active: {' '.join(names)}")


def main() -> None:
    all_three = threading.Barrier(3)

    def work() -> None:
        all_three.wait()  # everybody is listed
        all_three.wait()  # main has looked

    reader = threading.Thread(target=work, name="reader")
    writer = threading.Thread(target=work, name="writer")
    reader.start()
    writer.start()

    all_three.wait()
    show()
    all_three.wait()

    reader.join()
    writer.join()
    show()


if __name__ == "__main__":
    main()

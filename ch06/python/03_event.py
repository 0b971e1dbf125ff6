"""ch06/python/03_event.py
Two runners wait for one event; it stays set, so that a third one who comes
late does not wait at all.
"""

import threading

start = threading.Event()


def run(name: str) -> None:
    start.wait()
    # One write: print() alone writes a line and its end one after the other.
    print(f"{name} runs\n", end="")


def report() -> None:
    print(f"the event is {'' if start.is_set() else 'not '}set")


a = threading.Thread(target=run, args=("A",))
b = threading.Thread(target=run, args=("B",))
a.start()
b.start()
report()
start.set()
a.join()
b.join()

report()
late = threading.Thread(target=run, args=("C",))
late.start()
late.join()

start.clear()
report()

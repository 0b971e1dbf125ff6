"""ch06/python/14_condition_timeout.py
A guest waits for tea and for coffee. The kitchen wakes the guest all the
time, and yet the wait for coffee ends when its time is over.
"""

import threading

changed = threading.Condition()
served: set[str] = set()
asked_again = False


def cook() -> None:
    with changed:
        served.add("tea")
        changed.notify_all()
        # Says every millisecond that something has changed, until asked.
        while not changed.wait_for(lambda: asked_again, 0.001):
            changed.notify_all()
        served.add("coffee")
        changed.notify_all()


def wait(drink: str, time: float) -> None:
    in_time = changed.wait_for(lambda: drink in served, time)
    print(f"{drink}: {'served' if in_time else 'no longer waiting'}")


kitchen = threading.Thread(target=cook)
kitchen.start()
with changed:
    wait("tea", 60)
    wait("coffee", 0.02)

    asked_again = True
    changed.notify_all()
    wait("coffee", 60)
kitchen.join()

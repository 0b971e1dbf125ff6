"""ch06/python/13_notify_all.py
Three visitors wait for tickets: notify wakes one of them for the one
ticket there is, notify_all wakes the others when there is one for each.
"""

import threading

lock = threading.Lock()
tickets_changed = threading.Condition(lock)
visitors_changed = threading.Condition(lock)
tickets = 0
inside: set[str] = set()


def visit(name: str) -> None:
    global tickets
    with lock:
        tickets_changed.wait_for(lambda: tickets > 0)
        tickets -= 1
        inside.add(name)
        print(f"{name} enters")
        visitors_changed.notify()


visitors = [threading.Thread(target=visit, args=(name,)) for name in "ABC"]
for visitor in visitors:
    visitor.start()

with lock:
    tickets = 1
    tickets_changed.notify()
    visitors_changed.wait_for(lambda: len(inside) == 1)

    print("two more tickets")
    tickets = 2
    tickets_changed.notify_all()
for visitor in visitors:
    visitor.join()

print("inside:", *sorted(inside))

"""ch05/python/04_lock_scope.py
A lock's owner locks when it is told to, releases before its scope ends, and
hands the lock over to another owner.
"""

import threading
from contextlib import ExitStack

lock = threading.Lock()
text = ""


def state() -> str:
    return "held" if lock.locked() else "not held"


def write_heading() -> ExitStack:
    """The caller gets the lock together with the text that it protects."""
    global text
    with ExitStack() as held:
        held.enter_context(lock)
        text += "heading"
        return held.pop_all()


def note() -> None:
    global text
    with lock:
        text += "note, "


held = ExitStack()
print(f"deferred: {state()}")
held.enter_context(lock)
print(f"locked: {state()}")
held.close()
print(f"released early: {state()}")

other = threading.Thread(target=note)
other.start()
other.join()

held = write_heading()
print(f"returned: {state()}")
last = held.pop_all()
text += ", body"
print(f"moved: {state()}")
last.close()
print(text)

"""ch05/python/07_deadlock.py
Each thread holds one lock and waits for the other's: neither ever goes on.
"""

import threading

left = threading.Lock()
right = threading.Lock()
both_hold_one = threading.Barrier(2)


def take_both(name: str, first: threading.Lock, second: threading.Lock) -> None:
    with first:
        # One write: print() alone writes a line and its end one after the other.
        print(f"{name} holds one lock\n", end="", flush=True)
        both_hold_one.wait()

        with second:
            print(f"{name} holds both\n", end="", flush=True)


a = threading.Thread(target=take_both, args=("A", left, right))
b = threading.Thread(target=take_both, args=("B", right, left))
a.start()
b.start()

a.join()
b.join()
print("done", flush=True)

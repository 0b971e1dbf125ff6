"""ch05/python/10_timed_backoff.py
Two threads are about to deadlock; one gives up after a while, lets go of
what it holds, and both get through.
"""

import threading

left = threading.Lock()
right = threading.Lock()
both_hold_one = threading.Barrier(2)


def polite() -> None:
    have, want = left, right
    have.acquire()
    # One write: print() alone writes a line and its end one after the other.
    print("A holds left\n", end="")
    both_hold_one.wait()

    while not want.acquire(timeout=0.02):
        print("A gives up\n", end="")
        have.release()
        # The lock that was missing comes first now. To ask again in the
        # old order at once could go on like this for ever.
        have, want = want, have
        have.acquire()
    print("A holds both\n", end="")
    want.release()
    have.release()


def stubborn() -> None:
    with right:
        print("B holds right\n", end="")
        both_hold_one.wait()

        # Released before `right`, as the inner block ends first.
        with left:
            print("B holds both\n", end="")


a = threading.Thread(target=polite)
b = threading.Thread(target=stubborn)
a.start()
b.start()
a.join()
b.join()

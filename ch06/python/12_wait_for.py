"""ch06/python/12_wait_for.py
A notification that nobody waits for is lost, and a thread may be woken for
nothing; a wait with a predicate survives both.
"""

import threading
import time

changed = threading.Condition()
ready = False
looks = 0

# Lost: the notification comes first, the wait after it.
with changed:
    ready = True
    changed.notify()
    woken = changed.wait(0.02)
    print("without a predicate:", "woken" if woken else "missed it")
    changed.wait_for(lambda: ready)
    print("with a predicate: did not sleep")
    ready = False


def look() -> bool:
    global looks
    looks += 1
    return ready


def wait() -> None:
    with changed:
        changed.wait_for(look)
        print("waiter: ready")


# Spurious: woken although nothing is ready.
waiter = threading.Thread(target=wait)
waiter.start()
with changed:
    while looks < 2:
        changed.notify()
        changed.release()
        time.sleep(0.001)
        changed.acquire()
    print("main: woke it for nothing")
    ready = True
    changed.notify()
waiter.join()

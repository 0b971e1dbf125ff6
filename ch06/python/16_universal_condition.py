"""ch06/python/16_universal_condition.py
Whatever waits can be made of a mutex and a condition: here an event, a
semaphore and a barrier, and four threads that try to catch them out.
"""

import threading
import time


class Event:
    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._flag = False

    def set(self) -> None:
        with self._changed:
            self._flag = True
            self._changed.notify_all()

    def wait(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._flag)


class Semaphore:
    def __init__(self, value: int) -> None:
        self._changed = threading.Condition()
        self._value = value

    def acquire(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._value > 0)
            self._value -= 1

    def release(self) -> None:
        with self._changed:
            self._value += 1
            self._changed.notify()


class Barrier:
    def __init__(self, parties: int) -> None:
        self._changed = threading.Condition()
        self._parties = parties
        self._arrived = 0
        self._round = 0

    def wait(self) -> None:
        with self._changed:
            current = self._round
            self._arrived += 1
            if self._arrived == self._parties:
                self._arrived = 0
                self._round += 1
                self._changed.notify_all()
            self._changed.wait_for(lambda: self._round != current)


ROUNDS = 100
start = Event()
two = Semaphore(2)
barrier = Barrier(4)
counting = threading.Lock()
started = False
steps = [0, 0, 0, 0]
inside = early = crowded = out_of_step = 0


def stress(me: int) -> None:
    global inside, early, crowded, out_of_step
    start.wait()
    with counting:
        early += not started
    for current in range(1, ROUNDS + 1):
        two.acquire()
        with counting:
            inside += 1
            crowded += inside > 2
        time.sleep(0)
        with counting:
            inside -= 1
        two.release()

        steps[me] = current
        barrier.wait()
        with counting:
            out_of_step += sum(step != current for step in steps)
        barrier.wait()


threads = [threading.Thread(target=stress, args=(me,)) for me in range(4)]
for thread in threads:
    thread.start()

started = True
start.set()
for thread in threads:
    thread.join()
print(f"passed the event early: {early}")
print(f"third inside the semaphore: {crowded}")
print(f"out of step at the barrier: {out_of_step}")

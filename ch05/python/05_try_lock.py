"""ch05/python/05_try_lock.py
While another thread holds the lock, an attempt fails at once or after its
time is up; when the lock comes free, the wait ends early.
"""

import threading

lock = threading.Lock()
taken = threading.Barrier(2)
asked = threading.Barrier(2)


def hold() -> None:
    with lock:
        taken.wait()
        asked.wait()


def outcome(acquired: bool) -> str:
    return "taken" if acquired else "refused"


holder = threading.Thread(target=hold)
holder.start()

taken.wait()
print(f"at once: {outcome(lock.acquire(blocking=False))}")
print(f"within 20 ms: {outcome(lock.acquire(timeout=0.02))}")
asked.wait()

print(f"within a minute: {outcome(lock.acquire(timeout=60))}")
lock.release()
holder.join()

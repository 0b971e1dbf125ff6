"""ch06/python/02_first_to_finish.py
Three mirrors are asked at once; the first answer counts, and the threads
that still wait for theirs are called off.
"""

import threading

first: list[str] = []
taken = threading.Lock()
answered = threading.Event()
call_off = threading.Event()


def ask(mirror: str, delay: float) -> None:
    # A thread can't be interrupted: it has to wait for a flag, not sleep.
    if call_off.wait(delay):
        # One write: print() alone writes a line and its end one after the other.
        print(f"{mirror}: called off\n", end="")
    elif taken.acquire(blocking=False):
        first.append(mirror)
        answered.set()


mirrors = [
    threading.Thread(target=ask, args=arguments)
    for arguments in (("near", 0.01), ("far", 3600), ("moon", 7200))
]
for thread in mirrors:
    thread.start()

answered.wait()
print(f"first: {first[0]}")

call_off.set()
for thread in mirrors:
    thread.join()
print("all have ended")

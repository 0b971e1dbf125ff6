"""ch05/python/12_semaphore.py
Four workers and two places: a semaphore lets two in at a time.
"""

import threading

places = threading.Semaphore(0)
inside = 0
inside_lock = threading.Lock()
pair = threading.Barrier(2)


def worker(number: int) -> None:
    global inside
    with places:
        with inside_lock:
            inside += 1
        # Who is in waits for a second one; a third would need a place.
        pair.wait()
        # One write: print() alone writes a line and its end one after the other.
        print(f"worker {number}: {inside} inside\n", end="")
        pair.wait()
        with inside_lock:
            inside -= 1


workers = [
    threading.Thread(target=worker, args=(number,)) for number in range(1, 5)
]
for thread in workers:
    thread.start()

print("no place yet, opening two")
places.release(2)
for thread in workers:
    thread.join()
print(f"{inside} inside")

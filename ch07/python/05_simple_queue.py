"""ch07/python/05_simple_queue.py
A queue without a bound, whose put never waits for room. Its letters belong
to the queue once they are in it, and to the reader once they are out.
"""

import queue
import threading

letters: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
first = ["Dear reader,"]
first.append("hello")
letters.put(first)
# Without this, both sides would have the list.
del first
letters.put_nowait(["goodbye"])
print(f"in the queue: {letters.qsize()}")


def read() -> None:
    for _ in range(2):
        letter = letters.get()
        print(f"read: {' '.join(letter)}")


reader = threading.Thread(target=read)
reader.start()
reader.join()

print(f"empty: {'yes' if letters.empty() else 'no'}")
try:
    letters.get_nowait()
except queue.Empty:
    print("no letter now")

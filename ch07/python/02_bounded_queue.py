"""ch07/python/02_bounded_queue.py
A queue with room for two is full or empty at times: a caller may wait until
it is not, wait for a while, or not wait at all.
"""

import queue
import threading

shelf: queue.Queue[str] = queue.Queue(2)

shelf.put("bread")
shelf.put("butter")
print(f"on the shelf: {shelf.qsize()}")
print(f"full: {int(shelf.full())}")
try:
    shelf.put_nowait("honey")
except queue.Full:
    print("no room for honey")
try:
    shelf.put("honey", timeout=0.02)
except queue.Full:
    print("still no room for honey")

waiter = threading.Thread(target=shelf.put, args=("honey",))
waiter.start()
for count in range(3):
    print(f"taken: {shelf.get()}")
waiter.join()

print(f"empty: {int(shelf.empty())}")
try:
    shelf.get_nowait()
except queue.Empty:
    print("nothing to take")
try:
    shelf.get(timeout=0.02)
except queue.Empty:
    print("still nothing to take")

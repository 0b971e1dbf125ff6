"""ch06/python/19_phases.py
Three threads compute a row of cells, each its own stretch, generation by
generation; the barrier's action shows the row and makes it the current one.
"""

import threading

THREADS = 3
STRETCH = 7
now = ["."] * (THREADS * STRETCH)
now[len(now) // 2] = "#"
following = now.copy()
print("".join(now))


def show_next() -> None:
    global now, following
    now, following = following, now
    print("".join(now))


barrier = threading.Barrier(THREADS, action=show_next)


def evolve(begin: int) -> None:
    for _ in range(6):
        for cell in range(begin, begin + STRETCH):
            left = cell > 0 and now[cell - 1] == "#"
            right = cell + 1 < len(now) and now[cell + 1] == "#"
            following[cell] = "#" if left != right else "."
        barrier.wait()


threads = [
    threading.Thread(target=evolve, args=(thread * STRETCH,))
    for thread in range(THREADS)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

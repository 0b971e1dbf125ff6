"""ch01/python/16_clocks.py
A duration knows its unit; the time that has passed is read from a clock that
never goes back.
"""

import time
from datetime import timedelta

MILLISECOND = timedelta(milliseconds=1)


def show(timeout: timedelta) -> None:
    print("timeout", timeout // MILLISECOND, "ms")


show(timedelta(milliseconds=250))
show(timedelta(seconds=2))
show(timedelta(minutes=1, seconds=30))

lap = timedelta(milliseconds=1750)
print(lap // timedelta(seconds=1), "s, or", lap.total_seconds(), "s")

start = time.perf_counter()
time.sleep(0.02)
elapsed = time.perf_counter() - start
print(
    f"slept {int(elapsed * 1e6)} us,",
    "enough" if elapsed >= 0.02 else "too short",
)

deadline = time.monotonic() + 0.02
time.sleep(max(0.0, deadline - time.monotonic()))
print("deadline", "passed" if time.monotonic() >= deadline else "ahead")

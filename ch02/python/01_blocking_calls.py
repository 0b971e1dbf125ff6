"""ch02/python/01_blocking_calls.py
A call that waits keeps its thread from everything else, so three waits add
up; the processor has next to nothing to do meanwhile.
"""

import time


def fetch(name: str) -> None:
    print(f"{name}: asked")
    time.sleep(0.02)
    print(f"{name}: answered")


def main() -> None:
    start = time.perf_counter()
    start_of_work = time.process_time()

    fetch("news")
    fetch("weather")
    fetch("mail")

    passed = time.perf_counter() - start
    worked = time.process_time() - start_of_work
    print(f"time passed: {1000 * passed:.6g} ms")
    print(f"processor used: {1000 * worked:.6g} ms")


if __name__ == "__main__":
    main()

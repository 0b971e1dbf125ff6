"""ch12/python/57_call_soon_threadsafe.py
Two threads hand callbacks to the loop, which runs them in its own thread:
they share a number without a lock.
"""

import asyncio
from threading import Thread, current_thread


def main() -> None:
    loop = asyncio.new_event_loop()
    reports = 0
    all_here = True
    at_work = 2

    def report(name: str, part: int) -> None:
        nonlocal reports, all_here
        print(f"{name} has done part {part}")
        reports += 1
        all_here &= current_thread() is loop_thread

    def leave() -> None:
        nonlocal at_work
        at_work -= 1
        if at_work == 0:
            loop.stop()

    def work(name: str) -> None:
        for part in range(1, 4):
            loop.call_soon_threadsafe(report, name, part)
        loop.call_soon_threadsafe(leave)

    loop_thread = current_thread()
    threads = [Thread(target=work, args=(name,)) for name in ("Ada", "Bob")]
    for thread in threads:
        thread.start()
    loop.run_forever()

    where = "all" if all_here else "not all"
    print(f"main: {reports} reports, {where} in the loop's thread")
    for thread in threads:
        thread.join()
    loop.close()


if __name__ == "__main__":
    main()

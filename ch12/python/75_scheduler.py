"""ch12/python/75_scheduler.py
Events run in one thread in the order of their times and, at the same time,
of their priorities; one is taken out before its time has come.
"""

import sched
import time


def main() -> None:
    scheduler = sched.scheduler(time.monotonic, time.sleep)
    start = time.monotonic()

    def meeting() -> None:
        print("meeting")
        scheduler.enterabs(start + 0.025, 1, print, ("minutes",))

    scheduler.enterabs(start + 0.03, 1, print, ("lunch",))
    scheduler.enterabs(start + 0.01, 2, print, ("post",))
    scheduler.enterabs(start + 0.01, 1, print, ("alarm",))
    scheduler.enterabs(start + 0.02, 1, meeting)
    holiday = scheduler.enter(3600, 1, print, ("holiday",))

    print(f"{len(scheduler.queue)} events")
    scheduler.cancel(holiday)
    scheduler.run()
    print(f"{'none' if scheduler.empty() else 'some'} left")


if __name__ == "__main__":
    main()

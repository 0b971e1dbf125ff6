"""ch02/python/02_overlapping_waits.py
The same three waits, first one after the other, then at the same time: they
take their sum, then the longest. A clock that ticks when everybody waits for
it counts the time, so no machine is too slow for it.
"""

from threading import Condition, Thread


class Clock:
    """threading.Barrier has no way to leave, hence the condition."""

    def __init__(self, users: int) -> None:
        self.now = 0
        self._users = users
        self._arrived = 0
        self._changed = Condition()

    def wait(self, ticks: int) -> None:
        with self._changed:
            for _ in range(ticks):
                before = self.now
                self._arrived += 1
                self._tick_if_all_wait()
                self._changed.wait_for(lambda: self.now != before)

    def leave(self) -> None:
        with self._changed:
            self._users -= 1
            self._tick_if_all_wait()

    def _tick_if_all_wait(self) -> None:
        if self._arrived == self._users:
            self._arrived = 0
            self.now += 1
            self._changed.notify_all()


def fetch(clock: Clock, name: str, ticks: int) -> None:
    # One write: print() alone writes a line and its end one after the other.
    print(f"{name}: asked at {clock.now}\n", end="")
    clock.wait(ticks)
    print(f"{name}: answered at {clock.now}\n", end="")


def main() -> None:
    print("one after the other")
    alone = Clock(1)
    fetch(alone, "news", 3)
    fetch(alone, "weather", 2)
    fetch(alone, "mail", 1)

    print("at the same time")
    shared = Clock(3)

    def run(name: str, ticks: int) -> None:
        fetch(shared, name, ticks)
        shared.leave()

    threads = [
        Thread(target=run, args=("news", 3)),
        Thread(target=run, args=("weather", 2)),
        Thread(target=run, args=("mail", 1)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()

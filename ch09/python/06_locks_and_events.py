"""ch09/python/06_locks_and_events.py
Children wait for an event, then add to one number. To read and to write are
two calls: a lock makes them one.
"""

from multiprocessing import Manager, Process


def child(start, lock, total) -> None:
    print("child: waits", flush=True)
    start.wait()
    for _ in range(50):
        with lock:
            total.value += 1


def main() -> None:
    with Manager() as manager:
        start = manager.Event()
        lock = manager.Lock()
        total = manager.Value("i", 0)
        children = [
            Process(target=child, args=(start, lock, total)) for _ in range(2)
        ]
        for one in children:
            one.start()
        print(f"parent: total {total.value}", flush=True)
        start.set()
        for one in children:
            one.join()
        print(f"parent: total {total.value}")

        again = manager.RLock()
        with again:
            # Only a recursive lock lets its holder in again.
            print(f"twice: {int(again.acquire(False))}")
            again.release()
        with lock:
            print(f"a plain lock twice: {int(lock.acquire(False))}")


if __name__ == "__main__":
    main()

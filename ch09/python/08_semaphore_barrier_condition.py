"""ch09/python/08_semaphore_barrier_condition.py
Three children enter a room for two, meet at a barrier, and report to a
parent who waits for the condition that all have.
"""

from multiprocessing import Manager, Process


def child(room, barrier, changed, ready) -> None:
    with room:
        print("in the room", flush=True)
    first = barrier.wait() == 0
    print("the first to arrive" if first else "past the barrier", flush=True)
    with changed:
        ready.value += 1
        changed.notify()


def main() -> None:
    with Manager() as manager:
        room = manager.BoundedSemaphore(2)
        barrier = manager.Barrier(3)
        changed = manager.Condition()
        ready = manager.Value("i", 0)
        children = [
            Process(target=child, args=(room, barrier, changed, ready))
            for _ in range(3)
        ]
        for one in children:
            one.start()
        with changed:
            changed.wait_for(lambda: ready.value == 3)
            print("parent: all are ready", flush=True)
        for one in children:
            one.join()

        plain = manager.Semaphore(2)
        plain.release()
        print("a semaphore goes beyond where it began")
        try:
            room.release()
        except ValueError:
            print("a bounded one does not")


if __name__ == "__main__":
    main()

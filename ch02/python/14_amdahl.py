"""ch02/python/14_amdahl.py
Of 100 units of work, 20 can only be done one after the other. More workers
shorten the other 80, and the gain can't pass 5: predicted by Amdahl's law,
then counted, a unit at a time.
"""

from threading import Thread

SERIAL = 20
PARALLEL = 80


def predict(workers: int) -> float:
    share = PARALLEL / (SERIAL + PARALLEL)
    return 1 / ((1 - share) + share / workers)


def count_steps(workers: int) -> int:
    done = [0] * workers

    def work(worker: int) -> None:
        for _ in range(worker, PARALLEL, workers):
            done[worker] += 1

    group = [Thread(target=work, args=(worker,)) for worker in range(workers)]
    for thread in group:
        thread.start()
    for thread in group:
        thread.join()

    # The slowest worker decides when the rest can begin.
    steps = max(done)
    for _ in range(SERIAL):
        steps += 1
    return steps


def main() -> None:
    print("workers  steps  counted  predicted")
    for workers in (1, 2, 3, 4, 8, 16, 80):
        steps = count_steps(workers)
        counted = (SERIAL + PARALLEL) / steps
        print(f"{workers:7}{steps:7}{counted:9.2f}{predict(workers):11.2f}")


if __name__ == "__main__":
    main()

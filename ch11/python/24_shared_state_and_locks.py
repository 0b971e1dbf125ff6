"""ch11/python/24_shared_state_and_locks.py
Four tasks count votes, once into a tally that they share and have to lock,
once each into its own, which main adds up.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Lock


def show(title: str, tally: Counter[str]) -> None:
    entries = " ".join(f"{name} {tally[name]}" for name in sorted(tally))
    print(f"{title}: {entries}")


def main() -> None:
    districts = 4
    votes = ["Ann", "Bob", "Ann", "Eve"]

    with ThreadPoolExecutor(districts) as pool:
        shared: Counter[str] = Counter()
        lock = Lock()

        def count_shared() -> None:
            for name in votes:
                with lock:
                    shared[name] += 1

        wait([pool.submit(count_shared) for _ in range(districts)])
        show("shared", shared)

        def count_own() -> Counter[str]:
            return Counter(votes)

        tallies = [pool.submit(count_own) for _ in range(districts)]
        total: Counter[str] = Counter()
        for tally in tallies:
            total += tally.result()
        show("returned", total)


if __name__ == "__main__":
    main()

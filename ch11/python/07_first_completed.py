"""ch11/python/07_first_completed.py
main goes on as soon as one of three runners is back. The others wait at a
gate that main has not opened yet, so the hare is first on any machine.
"""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from threading import Event


def main() -> None:
    gate = Event()

    def crawl(name: str) -> str:
        gate.wait()
        return name

    def dash(name: str) -> str:
        return name

    with ThreadPoolExecutor(3) as pool:
        runners = [
            pool.submit(crawl, "tortoise"),
            pool.submit(dash, "hare"),
            pool.submit(crawl, "snail"),
        ]

        done, not_done = wait(runners, return_when=FIRST_COMPLETED)
        print(f"first: {done.pop().result()}")
        print(f"still out: {len(not_done)}")

        gate.set()
        wait(not_done)
        for runner in runners:
            if runner in not_done:
                print(f"later: {runner.result()}")


if __name__ == "__main__":
    main()

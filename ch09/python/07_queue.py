"""ch09/python/07_queue.py
Workers take numbers from one queue and put squares into another. Each ends
at a zero; the queue says when all is done.
"""

from multiprocessing import Manager, Process
from queue import Empty


def work(tasks, results) -> None:
    while number := tasks.get():
        results.put(number * number)
        tasks.task_done()
    tasks.task_done()


def main() -> None:
    with Manager() as manager:
        # The parent waits at put() when the workers are two numbers behind.
        tasks = manager.Queue(2)
        results = manager.Queue()
        workers = [
            Process(target=work, args=(tasks, results)) for _ in range(2)
        ]
        for worker in workers:
            worker.start()
        for number in [*range(1, 11), 0, 0]:
            tasks.put(number)
        tasks.join()
        for worker in workers:
            worker.join()

        total = 0
        print(f"{results.qsize()} results", end="")
        try:
            while True:
                total += results.get_nowait()
        except Empty:
            print(f", total {total}")
        print(f"empty: {int(results.empty())}")


if __name__ == "__main__":
    main()

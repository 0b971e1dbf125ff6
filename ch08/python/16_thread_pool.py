"""ch08/python/16_thread_pool.py
The same calls by a pool of threads, which share what main has: nothing
travels, and a lock guards what they write.
"""

from multiprocessing.pool import ThreadPool
from threading import Lock


def main() -> None:
    words = ["fig", "plum", "cherry"]
    lock = Lock()
    letters = 0

    def length(word: str) -> int:
        nonlocal letters
        with lock:
            letters += len(word)
        return len(word)

    with ThreadPool(2) as pool:
        lengths = [pool.apply_async(length, (word,)) for word in words]
        for each in lengths:
            print(each.get())
        pool.close()
        pool.join()
    print(f"{letters} letters")


if __name__ == "__main__":
    main()

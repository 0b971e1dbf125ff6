"""ch04/python/19_thread_group.py
Three threads are joined as a group, and their results come back in places of
their own.
"""

from threading import Thread


def main() -> None:
    words = ["one", "three", "seventeen"]
    lengths = [0] * len(words)

    def work(i: int) -> None:
        lengths[i] = len(words[i])

    group = [Thread(target=work, args=(i,)) for i in range(len(words))]
    for thread in group:
        thread.start()
    print(f"{len(group)} threads")

    for thread in group:
        thread.join()
    for word, length in zip(words, lengths):
        print(f"{word}: {length}")


if __name__ == "__main__":
    main()

"""ch07/python/22_containers_in_shared_memory.py
A vector and a map of strings live in shared memory, whole: the child fills
them, the parent uses them like any other container.
"""

import multiprocessing
import sys


# Python's nearest: the containers live in a manager's process, and every use of
# a proxy is a message to it.
def count(words, counts) -> None:
    for word in "to be or not to be".split():
        words.append(word)
        counts[word] = counts.get(word, 0) + 1
    print(f"child: {len(words)} words", flush=True)


if __name__ == "__main__":
    with multiprocessing.Manager() as manager:
        words = manager.list()
        counts = manager.dict()

        counter = multiprocessing.Process(target=count, args=(words, counts))
        counter.start()
        counter.join()
        if counter.exitcode != 0:
            sys.exit("the child has failed")

        print(f"parent: from {words[0]} to {words[-1]}")
        for word, times in sorted(counts.items()):
            print(word, times)

"""ch06/python/15_process_condition.py
A parent sends letters to its child through a box in shared memory; the
child sleeps on a condition until there is a letter for it.
"""

import multiprocessing
from ctypes import c_char
from multiprocessing.sharedctypes import RawArray, RawValue
from multiprocessing.synchronize import Condition


def child(filled: Condition, letters, sent) -> None:
    for read in range(len(letters)):
        with filled:
            filled.wait_for(lambda: sent.value > read)
            letter = letters[read].decode()
        print(f"child: reads {letter}", flush=True)


if __name__ == "__main__":
    filled = multiprocessing.Condition()
    letters = RawArray(c_char, 3)
    sent = RawValue("i", 0)
    reader = multiprocessing.Process(target=child, args=(filled, letters, sent))
    reader.start()

    for letter in "ABC":
        print(f"parent: sends {letter}", flush=True)
        with filled:
            letters[sent.value] = letter.encode()
            sent.value += 1
            filled.notify()
    reader.join()

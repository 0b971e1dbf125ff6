"""ch06/python/04_event_timeout.py
A wait with a timeout says whether the event was set or the time ran out.
"""

import threading

question = threading.Event()
answer = threading.Event()


def reply() -> None:
    question.wait()
    answer.set()


oracle = threading.Thread(target=reply)
oracle.start()

print("unasked:", "an answer" if answer.wait(0.02) else "no answer")

question.set()
print("asked:", "an answer" if answer.wait(60) else "no answer")
oracle.join()

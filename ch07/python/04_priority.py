"""ch07/python/04_priority.py
Patients are seen by urgency, those of equal urgency in the order they came.
"""

import threading
from queue import PriorityQueue
from typing import NamedTuple


class Patient(NamedTuple):
    urgency: int
    arrival: int
    name: str


waiting: PriorityQueue[Patient] = PriorityQueue()
waiting.put(Patient(3, 1, "cough"))
waiting.put(Patient(1, 2, "heart"))
waiting.put(Patient(2, 3, "arm"))
waiting.put(Patient(1, 4, "burn"))


def see_all() -> None:
    while not waiting.empty():
        patient = waiting.get()
        print(f"{patient.urgency} {patient.name}")


doctor = threading.Thread(target=see_all)
doctor.start()
doctor.join()

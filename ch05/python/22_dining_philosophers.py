"""ch05/python/22_dining_philosophers.py
Five philosophers share five forks, and each needs the two beside the plate;
they take them so that they never wait in a circle.
"""

import threading

SEATS = 5
MEALS = 2

forks = [threading.Lock() for _ in range(SEATS)]


def dine(seat: int) -> None:
    lower, higher = sorted((seat, (seat + 1) % SEATS))
    for meal in range(1, MEALS + 1):
        with forks[lower], forks[higher]:
            # One write: print() alone writes a line and its end one after the other.
            print(f"philosopher {seat} eats meal {meal}\n", end="")


philosophers = [
    threading.Thread(target=dine, args=(seat,)) for seat in range(SEATS)
]
for philosopher in philosophers:
    philosopher.start()
for philosopher in philosophers:
    philosopher.join()
print("all have eaten")

"""ch07/python/18_shared_struct.py
A structure is copied into shared memory together with a lock; two processes
move it, and the original stays where it was.
"""

from ctypes import Structure, c_double, c_int
from multiprocessing import Process
from multiprocessing.sharedctypes import copy, synchronized


class Particle(Structure):
    _fields_ = [("x", c_double), ("y", c_double), ("steps", c_int)]


def move(direction: str, particle) -> None:
    for _ in range(100):
        with particle.get_lock():
            setattr(particle, direction, getattr(particle, direction) + 0.5)
            particle.steps += 1
    print(f"{direction}: 100 steps", flush=True)


if __name__ == "__main__":
    original = Particle(1, 2, 0)
    particle = synchronized(copy(original))

    children = [
        Process(target=move, args=(direction, particle)) for direction in "xy"
    ]
    for child in children:
        child.start()
    for child in children:
        child.join()

    print(f"original {original.x:g} {original.y:g} {original.steps}")
    print(f"moved {particle.x:g} {particle.y:g} {particle.steps}")

"""ch09/python/12_property_proxy.py
Attributes of a shared object. The proxy has properties, which call functions
of the object that read and set.
"""

from math import hypot
from multiprocessing.managers import BaseManager, BaseProxy


class Point:
    def __init__(self, x: float, y: float) -> None:
        self.x = x
        self.y = y

    def get(self, name: str) -> float:
        return getattr(self, name)

    def set_x(self, x: float) -> None:
        self.x = x

    def length(self) -> float:
        return hypot(self.x, self.y)


class PointProxy(BaseProxy):
    _exposed_ = ("get", "set_x", "length")

    @property
    def x(self) -> float:
        return self._callmethod("get", ("x",))

    @x.setter
    def x(self, x: float) -> None:
        self._callmethod("set_x", (x,))

    @property
    def y(self) -> float:
        return self._callmethod("get", ("y",))

    def length(self) -> float:
        return self._callmethod("length")


class PointManager(BaseManager):
    pass


PointManager.register("Point", Point, PointProxy)


def main() -> None:
    with PointManager() as manager:
        point = manager.Point(3.5, 4)
        print(f"x {point.x:g}, y {point.y:g}")
        point.x = 7.5
        print(f"x {point.x:g}, length {point.length():g}")
        try:
            point.y = 1.0
        except AttributeError:
            print("y can't be set")


if __name__ == "__main__":
    main()

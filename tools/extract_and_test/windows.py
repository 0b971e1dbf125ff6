"""Knows between which places of an output each line of a block could stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from .trace import Block, Entry


class Windows:
    """For each line of the block, the first and last place where it could stand."""

    def __init__(self, block: Block, lines: Sequence[str]) -> None:
        places: dict[str, list[int]] = {}
        for place, line in enumerate(lines):
            places.setdefault(line, []).append(place)
        entries = block.entries
        after: list[list[int]] = [[] for _ in entries]
        self.earliest: list[int] = []
        self.latest = [len(lines)] * len(entries)
        for entry in entries:
            least = max((self.earliest[b] for b in entry.before), default=-1)
            for b in entry.before:
                after[b].append(entry.number)
            if not entry.ellipsis:
                where = places.get(entry.pattern.literal or "", [])
                least = self._next(entry, where, least, len(lines))
            self.earliest.append(least)
        for entry in reversed(entries):
            most = min((self.latest[a] for a in after[entry.number]), default=len(lines))
            if not entry.ellipsis:
                where = places.get(entry.pattern.literal or "", [])
                most = self._previous(entry, where, most)
            self.latest[entry.number] = most

    @staticmethod
    def _next(entry: Entry, where: list[int], least: int, end: int) -> int:
        if entry.pattern.literal is None:
            return least + 1
        at = bisect_right(where, least)
        return where[at] if at < len(where) else end

    @staticmethod
    def _previous(entry: Entry, where: list[int], most: int) -> int:
        if entry.pattern.literal is None:
            return most - 1
        at = bisect_left(where, most)
        return where[at - 1] if at else -1

    def allows(self, entry: Entry, place: int) -> bool:
        return entry.ellipsis or self.earliest[entry.number] <= place <= self.latest[entry.number]

    @property
    def possible(self) -> bool:
        """Whether every line of the block has a place at all."""
        return all(a <= b for a, b in zip(self.earliest, self.latest))

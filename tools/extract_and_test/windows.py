"""Knows between which places of an output each line of a block could stand."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from .trace import Block, Entry

_AFFORDABLE = 300_000
"""Texts that are tried against patterns at the most."""


class Windows:
    """The first and the last place of each line of `block` in `lines`.

    Of a whole output every line of the block is needed; of one that may go on
    (a prefix) only those are that nothing else could stand for, with what must
    come before them. A line that is not needed may have its place behind it.
    """

    def __init__(self, block: Block, lines: Sequence[str], whole: bool = True) -> None:
        self.block = block
        self.lines = lines
        self.whole = whole
        self.end = len(lines)
        self.places: dict[str, list[int]] = {}
        for place, line in enumerate(lines):
            self.places.setdefault(line, []).append(place)
        self.groups: dict[str, list[Entry]] = {}
        for entry in block.entries:
            if not entry.ellipsis:
                self.groups.setdefault(entry.pattern.source, []).append(entry)
        self.needed = self._needed()
        self.earliest = self._earliest()
        self.latest = self._latest()

    def allows(self, entry: Entry, place: int) -> bool:
        """Whether `entry` may stand at `place`."""
        return entry.ellipsis or self.earliest[entry.number] <= place <= self.latest[entry.number]

    @cached_property
    def possible(self) -> bool:
        """Whether every needed line has a place, and equal lines places of their own.

        A necessary condition: where it does not hold, no order allows the output.
        """
        if self.whole and not self.block.has_ellipsis:
            if sum(map(len, self.groups.values())) != self.end:
                return False
        if not all(self._has_room(group) for group in self.groups.values()):
            return False
        unknown = (text for text in self.places if text not in self._literals)
        return all(self._contested(text) for text in unknown)

    @cached_property
    def _literals(self) -> set[str | None]:
        return {group[0].pattern.literal for group in self.groups.values()}

    @cached_property
    def _patterns(self) -> list[Entry]:
        """One entry for each pattern that is not plain text."""
        return [g[0] for g in self.groups.values() if g[0].pattern.literal is None]

    @cached_property
    def _affordable(self) -> bool:
        return len(self._patterns) * len(self.places) <= _AFFORDABLE

    def _contested(self, text: str) -> bool:
        """Whether something else than the plain line `text` could stand for it."""
        if self.block.has_ellipsis or not self._affordable:
            return True
        return any(entry.pattern.possible(text) for entry in self._patterns)

    def _needed(self) -> set[int]:
        entries = self.block.entries
        if self.whole:
            return {entry.number for entry in entries if not entry.ellipsis}
        needed: set[int] = set()
        for group in self.groups.values():
            text = group[0].pattern.literal
            if text is None or len(self.places.get(text, ())) != len(group):
                continue
            if not self._contested(text):
                needed.update(entry.number for entry in group)
        for entry in reversed(entries):
            if entry.number in needed or entry.ellipsis and -1 - entry.number in needed:
                for b in entry.before:
                    needed.add(-1 - b if entries[b].ellipsis else b)
        return needed

    def _earliest(self) -> list[int]:
        earliest: list[int] = []
        for entry in self.block.entries:
            least = max((earliest[b] for b in entry.before), default=-1)
            if entry.ellipsis:
                earliest.append(least)
            elif entry.pattern.literal is None:
                earliest.append(least + 1)
            else:
                where = self.places.get(entry.pattern.literal, [])
                at = bisect_right(where, least)
                earliest.append(where[at] if at < len(where) else self.end)
        return earliest

    def _latest(self) -> list[int]:
        entries = self.block.entries
        latest = [self.end] * len(entries)
        for entry in reversed(entries):
            most = latest[entry.number]
            if entry.number in self.needed:
                most = self._last_place(entry, most)
                latest[entry.number] = most
            for b in entry.before:
                latest[b] = min(latest[b], most)
        return latest

    def _last_place(self, entry: Entry, most: int) -> int:
        """The last place of a needed line that must come before `most`."""
        if entry.pattern.literal is None:
            return most - 1
        where = self.places.get(entry.pattern.literal, [])
        at = bisect_left(where, most)
        return where[at - 1] if at else -1

    def _has_room(self, group: Sequence[Entry]) -> bool:
        """Whether equal lines can each be given a place: earliest deadline first."""
        text = group[0].pattern.literal
        if text is None and not self._affordable:
            return True
        places: Iterable[int] = (
            self.places.get(text or "", [])
            if text is not None
            else sorted(
                place
                for line, where in self.places.items()
                if group[0].pattern.possible(line)
                for place in where
            )
        )
        must_fill = text is not None and not self._contested(text)
        coming = sorted(group, key=lambda entry: self.earliest[entry.number], reverse=True)
        waiting: list[tuple[int, bool]] = []
        for place in places:
            while coming and self.earliest[coming[-1].number] <= place:
                number = coming.pop().number
                heapq.heappush(waiting, (self.latest[number], number in self.needed))
            if not waiting and must_fill:
                return False
            if waiting and heapq.heappop(waiting)[0] < place:
                return False
        left = [needed for _, needed in waiting] + [e.number in self.needed for e in coming]
        return not any(left)

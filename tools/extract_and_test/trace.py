"""Knows the expected output as a partial order: lanes, and which lines they order.

The block describes a set of orders, a trace in the sense of A. Mazurkiewicz,
"Trace theory" (1987): two lines that share a lane are dependent and keep their
order, two that share none may swap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from . import pattern

LANES = re.compile(r"(?P<lanes>\*|[A-Za-z0-9_]+(?:,[A-Za-z0-9_]+)*)\| ?(?P<text>.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\+(?:(?:\*|[A-Za-z0-9_]+(?:,[A-Za-z0-9_]+)*)\||\.\.\.$)")


class BlockError(ValueError):
    """A block that can't be read; `problems` are (line of the block, why), from 0."""

    def __init__(self, problems: Sequence[tuple[int, str]]) -> None:
        super().__init__("; ".join(f"line {line + 1}: {why}" for line, why in problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Entry:
    """One line of the block.

    `lanes` is None for a line without a mark (it is in every lane); `ellipsis`
    marks a `...`, which stands for any number of lines. `before` holds the
    entries (their numbers) that come directly before it in its lanes.
    """

    number: int
    source: str
    lanes: frozenset[str] | None
    ellipsis: bool
    pattern: pattern.Pattern
    before: frozenset[int]


@dataclass(frozen=True)
class Part:
    """Lines between which, as a group, and those of another part there is no lane.

    `before[i]` is the set (as bits) of the part's lines that must have come for
    line i to come; `after[i]` of those that may not have come yet for an
    ellipsis i to go on; `next[i]` are the lines that may be open once i has
    come. `full` is the state in which all lines have come. Parts of one `kind`
    are alike: they hold the same lines in the same order.
    """

    entries: tuple[Entry, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]
    next: tuple[tuple[int, ...], ...]
    full: int
    kind: int


@dataclass(frozen=True)
class Block:
    """Expected output.

    `segments` come one after the other, since a line without a mark is ordered
    with every other line; the parts of one segment are independent.
    """

    entries: tuple[Entry, ...]

    @cached_property
    def segments(self) -> tuple[tuple[Part, ...], ...]:
        """The block cut at its unmarked lines, each piece cut into its parts."""
        segments: list[tuple[Part, ...]] = []
        kinds: dict[object, int] = {}
        marked: list[Entry] = []
        for entry in self.entries:
            if entry.lanes is None:
                if marked:
                    segments.append(_parts(marked, kinds))
                segments.append((_part([entry], kinds),))
                marked = []
            else:
                marked.append(entry)
        if marked:
            segments.append(_parts(marked, kinds))
        return tuple(segments)

    @cached_property
    def has_ellipsis(self) -> bool:
        """Whether it leaves the number of lines open."""
        return any(e.ellipsis for e in self.entries)

    def precedes(self) -> list[frozenset[int]]:
        """For each entry, all entries that must come before it."""
        known: list[frozenset[int]] = []
        for entry in self.entries:
            known.append(entry.before.union(*(known[b] for b in entry.before)))
        return known


def parse(lines: Iterable[str]) -> Block:
    """The block that consists of `lines`; raises BlockError with every problem."""
    entries: list[Entry] = []
    problems: list[tuple[int, str]] = []
    last: dict[str, int] = {}
    barrier: int | None = None
    for number, raw in enumerate(lines):
        lanes, text = _mark(raw.rstrip(), number)
        ellipsis = text == "..."
        try:
            parsed = pattern.parse("" if ellipsis else _unescaped(text))
        except pattern.PatternError as error:
            problems.append((number, str(error)))
            parsed = pattern.parse("")
        if lanes is None:
            before = set(last.values()) or ({barrier} if barrier is not None else set())
            last, barrier = {}, number
        else:
            before = {last.get(lane, barrier) for lane in lanes} - {None}
            if barrier is not None and len(before) > 1:
                before.discard(barrier)
            last.update(dict.fromkeys(lanes, number))
        entries.append(Entry(number, raw.rstrip(), lanes, ellipsis, parsed, frozenset(before)))
    captures: dict[str, list[str]] = {}
    for part in (part for entry in entries for part in entry.pattern.parts):
        if part.name and part.regex is not None:
            captures.setdefault(part.name, []).append(part.regex)
    for entry in entries:
        for name in sorted(entry.pattern.names - captures.keys()):
            problems.append((entry.number, f"nothing binds '{name}': write '{{{{{name}:regex}}}}'"))
    if problems:
        raise BlockError(sorted(problems))
    return Block(tuple(_resolved(entry, captures) for entry in entries))


def _resolved(entry: Entry, captures: dict[str, list[str]]) -> Entry:
    """The entry, with what its names stand for in the whole block."""
    if not entry.pattern.names:
        return entry
    return replace(entry, pattern=pattern.resolved(entry.pattern, captures))


def _mark(line: str, number: int) -> tuple[frozenset[str] | None, str]:
    """The lanes that a line names, and the text behind the mark."""
    found = LANES.fullmatch(line)
    if not found:
        return None, line
    if found["lanes"] == "*":
        return frozenset({f"*{number}"}), found["text"]
    return frozenset(found["lanes"].split(",")), found["text"]


def _unescaped(text: str) -> str:
    """`text` less the backslash that keeps it from being a mark or a `...`."""
    return text[1:] if _ESCAPED.match(text) else text


def escape(text: str) -> str:
    """The block's line that matches `text` and nothing else."""
    text = re.sub(r"(\\*)\{\{", lambda m: m[1] + r"\{{", text.rstrip())
    looks_like_mark = LANES.fullmatch(text) or text == "..." or _ESCAPED.match(text)
    return "\\" + text if looks_like_mark else text


def _parts(entries: list[Entry], kinds: dict[object, int]) -> tuple[Part, ...]:
    """The entries grouped by the lanes that connect them."""
    leader: dict[str, str] = {}

    def find(lane: str) -> str:
        while leader.setdefault(lane, lane) != lane:
            lane = leader[lane]
        return lane

    for entry in entries:
        assert entry.lanes is not None
        first, *rest = sorted(entry.lanes)
        for lane in rest:
            leader[find(lane)] = find(first)
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        assert entry.lanes is not None
        groups.setdefault(find(min(entry.lanes)), []).append(entry)
    return tuple(_part(group, kinds) for group in groups.values())


def _part(entries: list[Entry], kinds: dict[object, int]) -> Part:
    """The part that `entries` make, its order as sets of bits."""
    place = {entry.number: i for i, entry in enumerate(entries)}
    direct = [[place[b] for b in sorted(e.before) if b in place] for e in entries]
    before: list[int] = []
    for i, earlier in enumerate(direct):
        bits = 0
        for j in earlier:
            # An ellipsis may stand for no line at all: only what is before it counts.
            bits |= before[j] if entries[j].ellipsis else before[j] | 1 << j
        before.append(bits)
    following: list[list[int]] = [[] for _ in entries]
    for j, earlier in enumerate(direct):
        for i in _through_ellipses(entries, direct, earlier):
            following[i].append(j)
    after = [0] * len(entries)
    for i in range(len(entries) - 1, -1, -1):
        for j in direct[i]:
            after[j] |= after[i] if entries[i].ellipsis else after[i] | 1 << i
    full = sum(1 << i for i, e in enumerate(entries) if not e.ellipsis)
    shape = tuple((e.pattern.source, e.ellipsis, tuple(d)) for e, d in zip(entries, direct))
    kind = kinds.setdefault(shape, len(kinds))
    nexts = tuple(map(tuple, following))
    return Part(tuple(entries), tuple(before), tuple(after), nexts, full, kind)


def _through_ellipses(
    entries: list[Entry], direct: list[list[int]], earlier: list[int]
) -> set[int]:
    """`earlier`, and what comes directly before an ellipsis among it, and so on."""
    found: set[int] = set()
    waiting = list(earlier)
    while waiting:
        i = waiting.pop()
        if i not in found:
            found.add(i)
            waiting += direct[i] if entries[i].ellipsis else []
    return found

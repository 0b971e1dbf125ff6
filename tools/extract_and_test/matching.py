"""Knows whether an output is one of the orders that a block allows.

The search walks the output line by line; its state is the set of lines of the
block that have come. Where only one line can match there is no choice. Where
several can, the one whose latest possible place is nearest is tried first; no
state is entered twice, nor one that differs only in which of its twins is which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from .trace import Block, Entry, Part
from .windows import Windows

STEPS = 200_000
"""Lines tried after which a block counts as too ambiguous to decide."""


@dataclass(frozen=True)
class Match:
    """The output is allowed; `entries[i]` is the block's line for output line i."""

    entries: tuple[int, ...]


@dataclass(frozen=True)
class Mismatch:
    """No order allows the output.

    `entries` matches its longest prefix that some order allows; the output line
    behind it (or the end) is the first that none allows. `expected` are the
    block's lines that could have come there, with what the names stood for.
    """

    entries: tuple[int, ...]
    expected: tuple[int, ...]
    bound: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Undecided:
    """The search passed its bound of steps: the block is too ambiguous."""

    steps: int


@dataclass(frozen=True)
class _State:
    """Where the search stands: the segment, what has come of each of its parts,
    how many of its lines are missing, and what the names stand for."""

    segment: int
    came: tuple[int, ...]
    missing: int
    bound: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class _Choice:
    """Line `i` of part `part` of the segment, and what is bound once it has come."""

    entry: Entry
    state: _State
    part: int
    i: int
    bound: frozenset[tuple[str, str]]


@dataclass
class _Branch:
    """The choices not tried yet for the output line at `place`."""

    place: int
    untried: Iterator[_Choice]


class _Search:
    """A search for an order that prints `lines`: all of it, or one that begins so.

    With `prune`, what is known of the lines to come bars choices; without, the
    longest prefix that was reached is the longest there is.
    """

    def __init__(
        self,
        block: Block,
        lines: Sequence[str],
        steps: int,
        whole: bool = True,
        prune: Windows | None = None,
    ) -> None:
        self.block = block
        self.lines = lines
        self.steps = steps
        self.whole = whole
        self.prune = prune
        self.best: tuple[int, ...] = ()
        self.best_state = self._entered(0, frozenset())
        self._open: dict[tuple[int, int], tuple[int, ...]] = {}
        self._holders: dict[int, tuple[dict[str, list[int]], list[int]]] = {}
        self._twins = [_by_kind(parts) for parts in block.segments]

    @cached_property
    def windows(self) -> Windows:
        """The places that lines could have, by which choices are put in order."""
        return self.prune or Windows(self.block, self.lines)

    def run(self) -> Match | Undecided | None:
        """The match, None where there is none, Undecided past the bound."""
        state, path = self.best_state, list[int]()
        branches: list[_Branch] = []
        failed: set[object] = set()
        for _ in range(self.steps):
            if len(path) == len(self.lines) and (not self.whole or self._ended(state)):
                self.best, self.best_state = tuple(path), state
                return Match(self.best)
            choices = self._choices(state, len(path))
            if branches or len(choices) > 1:
                key = (len(path), self._key(state))
                choices = [] if key in failed else self._sorted(choices)
                failed.add(key)
            if len(choices) == 1:
                path.append(choices[0].entry.number)
                state = self._taken(choices[0])
                continue
            if choices:
                branches.append(_Branch(len(path), iter(choices)))
            elif len(path) > len(self.best):
                self.best, self.best_state = tuple(path), state
            choice = None
            while branches and (choice := next(branches[-1].untried, None)) is None:
                branches.pop()
            if choice is None:
                return None
            del path[branches[-1].place :]
            path.append(choice.entry.number)
            state = self._taken(choice)
        return Undecided(STEPS)

    def open_lines(self, state: _State) -> Iterator[int]:
        """The block's lines that may come in this state."""
        while state.segment < len(self.block.segments):
            for part, came in zip(self.block.segments[state.segment], state.came):
                yield from (part.entries[i].number for i in self._opened(part, came))
            if state.missing:
                return
            state = self._entered(state.segment + 1, state.bound)

    def _entered(self, segment: int, bound: frozenset[tuple[str, str]]) -> _State:
        segments = self.block.segments
        if segment == len(segments):
            return _State(segment, (), 0, bound)
        parts = segments[segment]
        missing = sum(part.full.bit_count() for part in parts)
        return _State(segment, (0,) * len(parts), missing, bound)

    def _ended(self, state: _State) -> bool:
        later = self.block.segments[state.segment + 1 :]
        return not state.missing and not any(part.full for parts in later for part in parts)

    def _choices(self, state: _State, place: int) -> list[_Choice]:
        """Every line of the block that output line `place` can be."""
        if place >= len(self.lines):
            return []
        text = self.lines[place]
        found: list[_Choice] = []
        while state.segment < len(self.block.segments):
            seen: set[object] = set()
            for number in self._candidates(state.segment, text):
                part, came = self.block.segments[state.segment][number], state.came[number]
                for i in self._opened(part, came):
                    entry, twin = part.entries[i], (part.kind, came, i)
                    if twin in seen or not (entry.ellipsis or entry.pattern.possible(text)):
                        continue
                    seen.add(twin)
                    if self.prune and not self.prune.allows(entry, place):
                        continue
                    bound = _bound(entry, text, state.bound)
                    if bound is not None:
                        found.append(_Choice(entry, state, number, i, bound))
            if state.missing:
                break
            state = self._entered(state.segment + 1, state.bound)
        return found

    def _candidates(self, segment: int, text: str) -> Iterator[int]:
        """The segment's parts that hold the line `text`, or what is not plain text."""
        held = self._holders.get(segment)
        if held is None:
            held = ({}, [])
            for number, part in enumerate(self.block.segments[segment]):
                plain = [None if e.ellipsis else e.pattern.literal for e in part.entries]
                if None in plain:
                    held[1].append(number)
                else:
                    for literal in dict.fromkeys(plain):
                        held[0].setdefault(literal or "", []).append(number)
            self._holders[segment] = held
        return chain(held[0].get(text, ()), held[1])

    def _opened(self, part: Part, came: int) -> tuple[int, ...]:
        """The part's lines that may come next, by their place in it."""
        found = self._open.get((id(part), came))
        if found is None:
            every = range(len(part.entries))
            found = tuple(i for i in every if _is_open(part, came, i))
            self._open[id(part), came] = found
        return found

    def _taken(self, choice: _Choice) -> _State:
        """The state once the chosen line has come; an ellipsis stays as it is."""
        state, number, i = choice.state, choice.part, choice.i
        if choice.entry.ellipsis:
            return state
        part, before = self.block.segments[state.segment][number], state.came[number]
        came = before | 1 << i
        if (id(part), came) not in self._open:
            # What was open stays so, but for i and what it ends; what follows i may open.
            mind = dict.fromkeys((*self._opened(part, before), *part.next[i]))
            self._open[id(part), came] = tuple(j for j in mind if _is_open(part, came, j))
        everything = (*state.came[:number], came, *state.came[number + 1 :])
        return _State(state.segment, everything, state.missing - 1, choice.bound)

    def _key(self, state: _State) -> object:
        """The same for states that differ only in which of two twin parts is which."""
        if state.segment == len(self.block.segments):
            return state
        alike = (sorted([state.came[i] for i in twins]) for twins in self._twins[state.segment])
        return (state.segment, tuple(chain.from_iterable(alike)), state.bound)

    def _sorted(self, choices: list[_Choice]) -> list[_Choice]:
        if len(choices) > 1:
            latest = self.windows.latest
            choices.sort(key=lambda c: (c.entry.ellipsis, latest[c.entry.number]))
        return choices


def _by_kind(parts: Sequence[Part]) -> list[list[int]]:
    """The places of the parts, those of one kind together."""
    places: dict[int, list[int]] = {}
    for number, part in enumerate(parts):
        places.setdefault(part.kind, []).append(number)
    return [*places.values()]


def _is_open(part: Part, came: int, i: int) -> bool:
    """Whether line i may come next; an ellipsis until a line after it has come."""
    barred = part.after[i] if part.entries[i].ellipsis else 1 << i
    return came & part.before[i] == part.before[i] and not came & barred


def _bound(
    entry: Entry, text: str, bound: frozenset[tuple[str, str]]
) -> frozenset[tuple[str, str]] | None:
    """What is bound once `entry` has been `text`; None where it can't be."""
    if entry.ellipsis or not entry.pattern.names:
        return bound
    fresh = entry.pattern.match(text, dict(bound))
    return None if fresh is None else bound.union(fresh.items())


def match(block: Block, lines: Sequence[str]) -> Match | Mismatch | Undecided:
    """Whether `lines` (of output, trailing white space not counted) are allowed.

    A first search finds the usual cases and, where it ends, the longest prefix
    that some order allows. Where it is lost among equal lines, a second one uses
    what is known of the lines to come.
    """
    lines = [line.rstrip() for line in lines]
    search = _Search(block, lines, 2_000 + 3 * len(lines))
    found = search.run()
    if isinstance(found, Undecided):
        windows = Windows(block, lines)
        found = _Search(block, lines, STEPS, prune=windows).run() if windows.possible else None
        if found is None:
            search = _longest_prefix(search)
    if found is not None:
        return found
    expected = tuple(search.open_lines(search.best_state))
    return Mismatch(search.best, expected, tuple(sorted(search.best_state.bound)))


def _longest_prefix(search: _Search) -> _Search:
    """A search that has come as far as any order allows, found by bisection."""
    low, high = len(search.best), len(search.lines)
    while low < high:
        middle = (low + high + 1) // 2
        prefix = search.lines[:middle]
        windows = Windows(search.block, prefix, whole=False)
        steps = STEPS // 10 + 3 * middle
        longer = _Search(search.block, prefix, steps, whole=False, prune=windows)
        if windows.possible and isinstance(longer.run(), Match):
            low, search = middle, longer
            continue
        high = middle - 1
    return search

"""Knows whether an output is one of the orders that a block allows.

The search walks the output line by line; its state is the set of lines of the
block that have come. Where only one line can match there is no choice. Where
several can, the one whose latest possible place is nearest is tried first, and
a state that has failed is never entered again. Parts of the same shape are
interchangeable, so that equal lines in many lanes cost no more than a few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .pattern import Pattern
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
    """The search passed its bound: the block is too ambiguous."""

    steps: int


_Bindings = tuple[frozenset[tuple[str, str]], tuple[tuple[Pattern, str], ...]]
"""What the names stand for, and the lines that wait for a name."""


@dataclass(frozen=True)
class _State:
    """Where the search stands: the segment, what has come of each of its parts."""

    segment: int
    came: tuple[int, ...]
    missing: int
    bound: frozenset[tuple[str, str]] = frozenset()
    waiting: tuple[tuple[Pattern, str], ...] = ()


@dataclass(frozen=True)
class _Choice:
    """Line `i` of the segment's part `part`, which would bind what is in `bindings`."""

    entry: Entry
    state: _State
    part: int
    i: int
    bindings: _Bindings

    def taken(self) -> _State:
        """The state once the line has come; an ellipsis changes none."""
        state = self.state
        if self.entry.ellipsis:
            return state
        came = list(state.came)
        came[self.part] |= 1 << self.i
        return _State(state.segment, tuple(came), state.missing - 1, *self.bindings)


@dataclass
class _Branch:
    """The choices not tried yet for the output line at `place`."""

    place: int
    untried: Iterator[_Choice]


@dataclass
class _Search:
    block: Block
    lines: Sequence[str]
    steps: int = STEPS
    windows: Windows | None = None
    prune: bool = False
    best: tuple[int, ...] = ()
    best_state: _State | None = None
    enabled: dict[tuple[int, int], tuple[tuple[int, Entry], ...]] = field(default_factory=dict)

    def start(self) -> _State:
        return self._entered(0, frozenset(), ())

    def _entered(
        self,
        segment: int,
        bound: frozenset[tuple[str, str]],
        waiting: tuple[tuple[Pattern, str], ...],
    ) -> _State:
        segments = self.block.segments
        if segment == len(segments):
            return _State(segment, (), 0, bound, waiting)
        parts = segments[segment]
        missing = sum(part.full.bit_count() for part in parts)
        return _State(segment, (0,) * len(parts), missing, bound, waiting)

    def run(self) -> Match | Undecided | None:
        """The match, None where there is none, Undecided past the bound."""
        state, path = self.start(), []
        branches: list[_Branch] = []
        failed: set[object] = set()
        while True:
            if len(path) == len(self.lines) and self._ended(state):
                return Match(tuple(path))
            choices = self._choices(state, len(path))
            if len(choices) > 1:
                key = (len(path), self._key(state))
                choices = [] if key in failed else self._sorted(choices)
                failed.add(key)
            if not choices:
                if self.best_state is None or len(path) > len(self.best):
                    self.best, self.best_state = tuple(path), state
            elif len(choices) > 1:
                branches.append(_Branch(len(path), iter(choices)))
            else:
                path.append(choices[0].entry.number)
                state = choices[0].taken()
                continue
            while branches and (choice := next(branches[-1].untried, None)) is None:
                branches.pop()
            if not branches:
                return None
            self.steps -= 1
            if self.steps < 0:
                return Undecided(STEPS)
            del path[branches[-1].place :]
            path.append(choice.entry.number)
            state = choice.taken()

    def _ended(self, state: _State) -> bool:
        later = self.block.segments[state.segment + 1 :]
        open_parts = any(part.full for parts in later for part in parts)
        return not state.missing and not state.waiting and not open_parts

    def _choices(self, state: _State, place: int) -> list[_Choice]:
        """Every line of the block that output line `place` can be."""
        if place >= len(self.lines):
            return []
        text = self.lines[place]
        found: list[_Choice] = []
        while state.segment < len(self.block.segments):
            seen: set[object] = set()
            for number, part in enumerate(self.block.segments[state.segment]):
                came = state.came[number]
                for i, entry in self._open(part, came):
                    if not entry.ellipsis and not entry.pattern.possible(text):
                        continue
                    twin = (part.kind, came, i)
                    if twin in seen or not self._timely(entry, place):
                        continue
                    seen.add(twin)
                    bindings = self._bindings(state, entry, text)
                    if bindings is not None:
                        found.append(_Choice(entry, state, number, i, bindings))
            if state.missing:
                break
            state = self._entered(state.segment + 1, state.bound, state.waiting)
        return found

    def _timely(self, entry: Entry, place: int) -> bool:
        return not self.prune or self.windows is None or self.windows.allows(entry, place)

    def _open(self, part: Part, came: int) -> tuple[tuple[int, Entry], ...]:
        """The part's lines that may come next."""
        key = (id(part), came)
        found = self.enabled.get(key)
        if found is None:
            found = tuple(
                (i, entry)
                for i, entry in self._frontier(part, came)
                if came & part.before[i] == part.before[i]
                and not came & (part.after[i] if entry.ellipsis else 1 << i)
            )
            self.enabled[key] = found
        return found

    @staticmethod
    def _frontier(part: Part, came: int) -> Iterator[tuple[int, Entry]]:
        """The part's lines less those at its beginning that have come.

        A part of one lane comes in order, and only its next line can be open.
        """
        first = (~came & (came + 1)).bit_length() - 1
        if part.chain:
            return iter([(first, part.entries[first])] if first < len(part.entries) else [])
        return enumerate(part.entries)

    @staticmethod
    def _bindings(state: _State, entry: Entry, text: str) -> _Bindings | None:
        """The names once `entry` has been `text`; None where it can't be."""
        if entry.ellipsis or not entry.pattern.names:
            return state.bound, state.waiting
        return _bind(entry.pattern, text, dict(state.bound), state.waiting)

    def _key(self, state: _State) -> object:
        """The same for states that differ only in which of two twin parts is which."""
        if state.segment == len(self.block.segments):
            return state
        parts = self.block.segments[state.segment]
        kinds = tuple(sorted(zip((part.kind for part in parts), state.came)))
        return (state.segment, kinds, state.bound, state.waiting)

    def _sorted(self, choices: list[_Choice]) -> list[_Choice]:
        if self.windows is None:
            self.windows = Windows(self.block, self.lines)
        latest = self.windows.latest
        return sorted(choices, key=lambda c: (c.entry.ellipsis, latest[c.entry.number]))


def _bind(
    pattern: Pattern, text: str, bound: dict[str, str], waiting: tuple[tuple[Pattern, str], ...]
) -> _Bindings | None:
    """What is bound, and what waits for a binding, once `pattern` was `text`."""
    todo = [*waiting, (pattern, text)]
    progress = True
    while progress:
        progress, later = False, []
        for one, line in todo:
            if one.names - one.binds <= bound.keys():
                fresh = one.match(line, bound)
                if fresh is None:
                    return None
                bound.update(fresh)
                progress = True
            elif one.possible(line):
                later.append((one, line))
            else:
                return None
        todo = later
    return frozenset(bound.items()), tuple(todo)


def match(block: Block, lines: Sequence[str]) -> Match | Mismatch | Undecided:
    """Whether `lines` (of output, trailing white space not counted) are allowed.

    A first search finds the usual cases and, where it ends, the longest prefix
    that some order allows. Where it is lost among equal lines, a second one uses
    what is known of the lines to come.
    """
    lines = [line.rstrip() for line in lines]
    search = _Search(block, lines, steps=min(STEPS, 2_000 + 4 * len(lines)))
    found = search.run()
    if isinstance(found, Undecided):
        windows = search.windows or Windows(block, lines)
        ahead = _Search(block, lines, windows=windows, prune=True)
        found = ahead.run() if windows.possible and _counts(block, lines) else None
    if found is not None:
        return found
    state = search.best_state or search.start()
    return Mismatch(search.best, tuple(_expected(search, state)), tuple(sorted(state.bound)))


def _counts(block: Block, lines: Sequence[str]) -> bool:
    """Whether each line of output comes as often as the block says, where that is known."""
    if block.has_ellipsis or any(e.pattern.literal is None for e in block.entries):
        return True
    return sorted(e.pattern.literal or "" for e in block.entries) == sorted(lines)


def _expected(search: _Search, state: _State) -> Iterator[int]:
    """The block's lines that may come in this state."""
    while state.segment < len(search.block.segments):
        for part, came in zip(search.block.segments[state.segment], state.came):
            yield from (e.number for _, e in search._open(part, came))
        if state.missing:
            return
        state = search._entered(state.segment + 1, state.bound, state.waiting)

"""Knows how to say why an output does not match: what came, what could have, and where."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .matching import Mismatch
from .trace import Block, Entry

CONTEXT = 3
"""Rows shown on either side of a difference."""
ROWS = 60
"""Rows shown at most."""


@dataclass(frozen=True)
class Row:
    """One row of the side-by-side view: `mark` is ' ' where both sides agree,
    '|' where they differ, '<' or '>' where only one has a line, ':' for a gap."""

    mark: str
    output: str
    expected: str


@dataclass(frozen=True)
class Explanation:
    """A mismatch in words: sentences, then output against the nearest allowed order."""

    sentences: tuple[str, ...]
    rows: tuple[Row, ...]


def explain(block: Block, lines: Sequence[str], wrong: Mismatch) -> Explanation:
    """Why `lines` are none of the orders that `block` allows."""
    lines = [line.rstrip() for line in lines]
    rows = tuple(_shortened(list(_side_by_side(block, lines, wrong))))
    return Explanation(tuple(_sentences(block, lines, wrong)), rows)


def _sentences(block: Block, lines: list[str], wrong: Mismatch) -> Iterator[str]:
    at = len(wrong.entries)
    expected = [block.entries[number] for number in wrong.expected]
    if at < len(lines):
        yield f"line {at + 1} of the output is the first that no order allows: {_shown(lines[at])}"
    else:
        yield f"the output ends after {_counted(at, 'line')}, and more is expected"
    if not expected:
        yield "nothing could come there: the block has ended"
    elif len(expected) == 1:
        yield f"there should have come: {_located(expected[0])}"
    else:
        yield f"there could have come: {_several(expected)}"
    if wrong.bound:
        names = ", ".join(f"{name} = {_shown(text)}" for name, text in wrong.bound)
        yield f"so far {names}"
    if at < len(lines):
        yield from _whereabouts(block, lines[at], wrong)


def _whereabouts(block: Block, text: str, wrong: Mismatch) -> Iterator[str]:
    """Where the block has the line that came at the wrong time, if it has it."""
    came = set(wrong.entries)
    alike = [e for e in block.entries if not e.ellipsis and e.pattern.possible(text)]
    later = [e for e in alike if e.number not in came and e.number not in wrong.expected]
    if later:
        missing = [
            block.entries[n]
            for n in sorted(block.precedes()[later[0].number] - came)
            if not block.entries[n].ellipsis
        ]
        yield f"it is line {later[0].number + 1} of the block, which comes after {_several(missing)}"
    elif alike and not set(wrong.expected) & {e.number for e in alike}:
        yield "the block has this line, but it has come as often as it may"
    elif not alike:
        literals = [e.pattern.literal for e in block.entries if e.pattern.literal]
        near = difflib.get_close_matches(text, literals[:500], n=1, cutoff=0.75)
        yield "no line of the block matches it" + (
            f"; nearest is {_shown(near[0])}" if near else ""
        )


def _located(entry: Entry) -> str:
    return f"{_shown(entry.source)} (line {entry.number + 1} of the block)"


def _several(entries: Sequence[Entry], most: int = 4) -> str:
    named = [_located(entry) for entry in entries[:most]]
    more = len(entries) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def _shown(text: str, most: int = 120) -> str:
    return (
        f"'{text}'"
        if len(text) <= most
        else f"'{text[:most]}' and {len(text) - most} more characters"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _side_by_side(block: Block, lines: list[str], wrong: Mismatch) -> Iterator[Row]:
    """The output beside the nearest allowed order.

    Each line of the order is known by its number in the block, those that an
    ellipsis stands for and those that stand for nothing by minus their place.
    """
    taken = _assigned(block, lines, wrong)
    ellipses = {e.number for e in block.entries if e.ellipsis}
    eaten: dict[int, list[int]] = {}
    left = []
    for at, number in enumerate(taken):
        if number in ellipses:
            eaten.setdefault(number, []).append(-1 - at)
        left.append(-1 - at if number is None or number in ellipses else number)
    place = {n: at for at, n in enumerate(taken) if n is not None and n not in ellipses}
    right: list[tuple[int, str]] = []
    for number in _nearest_order(block, place, len(wrong.entries)):
        source = block.entries[number].source
        ids = eaten.get(number, ()) if number in ellipses else (number,)
        right += [(one, source) for one in ids]
    ids = [one for one, _ in right]
    for kind, a, b, c, d in difflib.SequenceMatcher(None, left, ids, autojunk=False).get_opcodes():
        for i in range(max(b - a, d - c)):
            output = lines[a + i] if a + i < b else ""
            expected = right[c + i][1] if c + i < d else ""
            mark = " " if kind == "equal" else "<" if c + i >= d else ">" if a + i >= b else "|"
            yield Row(mark, output, expected)


def _assigned(block: Block, lines: list[str], wrong: Mismatch) -> list[int | None]:
    """For each line of output the block's line it stands for, as far as there is one."""
    taken: list[int | None] = list(wrong.entries)
    bound = dict(wrong.bound)
    free = {e.number: e for e in block.entries if not e.ellipsis}
    for number in taken:
        free.pop(number, None) if number is not None else None
    literal: dict[str, list[int]] = {}
    for entry in free.values():
        if entry.pattern.literal is not None:
            literal.setdefault(entry.pattern.literal, []).append(entry.number)
    patterns = [e for e in free.values() if e.pattern.literal is None]
    for text in lines[len(taken) :]:
        number = None
        if literal.get(text):
            number = literal[text].pop(0)
        elif found := next((e for e in patterns if e.pattern.match(text, bound) is not None), None):
            patterns.remove(found)
            number = found.number
        taken.append(number)
    return taken


def _nearest_order(block: Block, place: dict[int, int], wrong: int) -> list[int]:
    """An allowed order of the block's lines that keeps to the places they came in.

    A line that did not come stands where the output went wrong, or behind the
    lines before it in its lanes.
    """
    after: dict[int, list[int]] = {}
    waits: dict[int, int] = {}
    wish: dict[int, int] = {}
    for entry in block.entries:
        waits[entry.number] = len(entry.before)
        for b in entry.before:
            after.setdefault(b, []).append(entry.number)
        behind = max((wish[b] for b in entry.before), default=0)
        missing = behind if entry.ellipsis else max(behind, wrong)
        wish[entry.number] = place.get(entry.number, missing)
    ready = [(wish[n], n) for n, count in waits.items() if not count]
    heapq.heapify(ready)
    order: list[int] = []
    while ready:
        _, number = heapq.heappop(ready)
        order.append(number)
        for later in after.get(number, ()):
            waits[later] -= 1
            if not waits[later]:
                heapq.heappush(ready, (wish[later], later))
    return order


def _shortened(rows: list[Row]) -> Iterator[Row]:
    """The rows near a difference, with a gap for what lies between."""
    near = {
        at + step
        for at, row in enumerate(rows)
        if row.mark != " "
        for step in range(-CONTEXT, CONTEXT + 1)
    }
    shown, gap = 0, False
    for at, row in enumerate(rows):
        if at not in near:
            gap = True
            continue
        if gap:
            yield Row(":", "", "")
            gap = False
        if shown == ROWS:
            yield Row(":", f"({len(rows) - at} more rows)", "")
            return
        shown += 1
        yield row
    if gap:
        yield Row(":", "", "")

"""Knows how much a block leaves open: the orders it allows, and which of them were seen.

Orders are told apart as a reader of the output would: two that differ only in
which of two equal lines of the block came first are one. What a `...` stands
for is no part of an order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import comb, factorial

from .trace import Block, Part

STEPS = 200_000
"""Steps of counting after which the orders of a block are bounded, no longer counted."""
_Order = Sequence[int]


@dataclass(frozen=True)
class Allowed:
    """How many orders a block allows: exactly so many, or at most."""

    orders: int
    exact: bool


@dataclass(frozen=True)
class Pair:
    """Two lines of a block, by number, that it leaves free and that always came in this order.

    `follows` tells that they did because another such pair stands between them.
    """

    first: int
    second: int
    follows: bool


def allowed(block: Block) -> Allowed:
    """How many orders the block allows."""
    before = _before(block)
    orders, exact = 1, True
    for parts in block.segments:
        length = 0
        for lines in _groups(parts):
            ways = _count(block, lines, before)
            exact = exact and ways is not None
            length += len(lines)
            orders *= (ways or _bound(block, lines, before)) * comb(length, len(lines))
    return Allowed(orders, exact)


def _groups(parts: Sequence[Part]) -> Iterator[list[int]]:
    """The lines of parts, ellipses aside; parts that have a line in common make one group."""
    groups: list[tuple[set[str], list[int]]] = []
    for part in parts:
        entries = [entry for entry in part.entries if not entry.ellipsis]
        texts = {entry.pattern.source for entry in entries}
        lines = [entry.number for entry in entries]
        for group in [g for g in groups if g[0] & texts]:
            groups.remove(group)
            texts, lines = texts | group[0], lines + group[1]
        groups.append((texts, lines))
    for _, lines in groups:
        yield sorted(lines)


def _count(block: Block, lines: list[int], before: list[frozenset[int]]) -> int | None:
    """The orders of `lines`; None where counting them would take too long.

    A state is every set of lines that may have come when the output so far is
    the same, so that equal lines are not told apart.
    """
    bit = {number: 1 << at for at, number in enumerate(lines)}
    needs = {n: sum(bit[b] for b in before[n] if b in bit) for n in lines}
    texts: dict[str, list[int]] = {}
    for number in lines:
        texts.setdefault(_text(block, number), []).append(number)
    states = {frozenset({0}): 1}
    steps = 0
    for _ in lines:
        following: dict[frozenset[int], int] = {}
        for state, ways in states.items():
            for numbers in texts.values():
                came = frozenset(
                    have | bit[n]
                    for have in state
                    for n in numbers
                    if not have & bit[n] and have & needs[n] == needs[n]
                )
                if came:
                    following[came] = following.get(came, 0) + ways
            steps += len(state) * len(lines)
            if steps > STEPS:
                return None
        states = following
    return sum(states.values())


def _bound(block: Block, lines: list[int], before: list[frozenset[int]]) -> int:
    """No fewer than the orders of `lines`: as if only chains among them were ordered."""
    chains: list[list[int]] = []
    for number in lines:
        fitting = (chain for chain in chains if chain[-1] in before[number])
        chain = next(fitting, None)
        if chain is None:
            chains.append([number])
        else:
            chain.append(number)
    ways = factorial(len(lines))
    for chain in chains:
        ways //= factorial(len(chain))
    return ways


def _before(block: Block) -> list[frozenset[int]]:
    """For each line those that must come before it; none of them an ellipsis."""
    return [
        frozenset(number for number in earlier if not block.entries[number].ellipsis)
        for earlier in block.precedes()
    ]


def seen(block: Block, orders: Iterable[_Order]) -> int:
    """How many different orders these are; each is the block's lines by number."""
    return len({tuple(_text(block, n) for n in _lines(block, order)) for order in orders})


def _lines(block: Block, order: _Order) -> list[int]:
    return [number for number in order if not block.entries[number].ellipsis]


def _text(block: Block, number: int) -> str:
    return block.entries[number].pattern.source


def never_swapped(block: Block, orders: Iterable[_Order]) -> list[Pair]:
    """The pairs of lines that the block leaves free and that came in one order only.

    Two equal lines are no pair: nobody could see them swap. Where a line has
    equals, each of them may have been the one: it counts as swapped if any
    reading of any output has it so.
    """
    words = {tuple(_text(block, n) for n in _lines(block, o)): _lines(block, o) for o in orders}
    if not words:
        return []
    before = _before(block)
    places = [{n: at for at, n in enumerate(order)} for order in words.values()]
    texts = [_text(block, entry.number) for entry in block.entries]
    always = {
        (a, b)
        for a in places[0]
        for b in places[0]
        if texts[a] != texts[b] and a not in before[b] and b not in before[a]
        if all(place[a] < place[b] for place in places)
        if (texts.count(texts[a]) == 1 == texts.count(texts[b]))
        or not any(_readable(block, word, before, b, a) for word in words)
    }
    return [Pair(a, b, _follows(a, b, always, before)) for a, b in sorted(always)]


def _readable(
    block: Block, word: Sequence[str], before: list[frozenset[int]], first: int, then: int
) -> bool:
    """Whether the lines `word` can be those of the block with `first` before `then`.

    True too where finding out would take too long.
    """
    needs = [sum(1 << n for n in earlier) for earlier in before]
    needs[then] |= 1 << first
    alike: dict[str, list[int]] = {}
    for entry in block.entries:
        if not entry.ellipsis:
            alike.setdefault(entry.pattern.source, []).append(entry.number)
    states = {0}
    for text in word:
        states = {
            have | 1 << n
            for have in states
            for n in alike[text]
            if not have >> n & 1 and have & needs[n] == needs[n]
        }
        if len(states) > STEPS // 100:
            return True
    return bool(states)


def _follows(a: int, b: int, always: set[tuple[int, int]], before: list[frozenset[int]]) -> bool:
    """Whether a came before b because another pair did, and by what the block orders."""
    return any(
        (c, d) != (a, b) and (c == a or a in before[c]) and (d == b or d in before[b])
        for c, d in always
    )

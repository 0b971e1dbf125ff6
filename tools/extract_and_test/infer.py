"""Knows how to propose lanes: the partial order that a set of runs has in common.

Lines that came in the same order in every run are ordered, the others are not.
What was never seen to swap may still be free to: a proposal is to be read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from . import trace

# A number, with what would change the meaning of the {{ that takes its place.
_NUMBER = re.compile(r"(?P<before>[\\{]*)\d+(?P<fraction>\.\d+)?")
_SPEAKER = re.compile(r"[A-Za-z0-9_]+")
_Item = tuple[str, int]
"""A line of output and which of its equals it is, from 0."""


class NoProposal(ValueError):
    """The runs have too little in common; the text says what differs."""


@dataclass(frozen=True)
class Proposal:
    """The lines of a block, and how many different orders it was made from."""

    lines: tuple[str, ...]
    orders: int


def propose(runs: Sequence[Sequence[str]]) -> Proposal:
    """A block that allows every one of `runs`, each the lines of one output.

    Raises NoProposal where they don't consist of the same lines, numbers aside.
    """
    varying = _varying(runs)
    outputs = [_items([_masked(line) if line in varying else line for line in run]) for run in runs]
    first = outputs[0]
    if any(set(output) != set(first) for output in outputs):
        common = set.intersection(*map(set, outputs))
        odd = next(item for output in outputs for item in output if item not in common)
        text = odd[0].removeprefix("\0")
        raise NoProposal(f"some runs print '{text}', others don't: no block is proposed")
    after = _order(first, outputs)
    lanes = _lanes(first, after)
    lines = tuple(_line(item, lanes[item]) for item in _written(first, after, lanes))
    return Proposal(lines, len({tuple(output) for output in outputs}))


def _varying(runs: Sequence[Sequence[str]]) -> set[str]:
    """The lines that do not come equally often in all runs."""
    counts = [Counter(run) for run in runs]
    every = set().union(*counts)
    return {line for line in every if len({count[line] for count in counts}) > 1}


def _masked(line: str) -> str:
    """The block's line for one whose numbers vary."""
    text = trace.escape(_NUMBER.sub("\0", line))
    for number in _NUMBER.finditer(line):
        regex = r"\d+\.\d+" if number["fraction"] else r"\d+"
        text = text.replace("\0", "{{" + re.escape(number["before"]) + regex + "}}", 1)
    return "\0" + text


def _items(lines: Sequence[str]) -> list[_Item]:
    seen: Counter[str] = Counter()
    items = []
    for line in lines:
        items.append((line, seen[line]))
        seen[line] += 1
    return items


def _order(first: Sequence[_Item], outputs: Iterable[Sequence[_Item]]) -> dict[_Item, set[_Item]]:
    """For each line the lines that came after it in every run."""
    after = {item: set(first[at + 1 :]) for at, item in enumerate(first)}
    for output in outputs:
        place = {item: at for at, item in enumerate(output)}
        for item, later in after.items():
            later.difference_update([other for other in later if place[other] < place[item]])
    return after


def _lanes(first: Sequence[_Item], after: dict[_Item, set[_Item]]) -> dict[_Item, set[str] | None]:
    """The lanes of each line; None for a line that is ordered with every other."""

    def ordered(one: _Item, other: _Item) -> bool:
        return other in after[one] or one in after[other]

    lanes: dict[_Item, set[str] | None] = {}
    marked = [i for i in first if not all(ordered(i, other) for other in first if other != i)]
    for item in first:
        lanes[item] = None
    members: dict[str, list[_Item]] = {}
    for name, chain in _chains(marked, ordered):
        members[name] = chain
        for item in chain:
            lanes[item] = {name}
    _connect(marked, after, lanes, members, ordered)
    return lanes


def _chains(marked: Sequence[_Item], ordered) -> Iterator[tuple[str, list[_Item]]]:
    """Lanes of their own: by the word that lines begin with, where that is one; else by fit."""
    groups: dict[str, list[_Item]] = {}
    for item in marked:
        speaker = _SPEAKER.match(item[0].lstrip("\0"))
        groups.setdefault(speaker[0].lower() if speaker else "", []).append(item)
    rest: list[_Item] = []
    used = set()
    for word, group in groups.items():
        if word and all(ordered(a, b) for a in group for b in group if a != b):
            used.add(word)
            yield word, group
        else:
            rest += group
    chains: list[list[_Item]] = []
    for item in rest:
        fitting = next((c for c in chains if all(ordered(item, other) for other in c)), None)
        if fitting is None:
            chains.append([item])
        else:
            fitting.append(item)
    letters = (name for name in _names() if name not in used)
    yield from zip(letters, chains)


def _names() -> Iterator[str]:
    number = 0
    while True:
        yield "abcdefghijklmnopqrstuvwxyz"[number % 26] * (1 + number // 26)
        number += 1


def _connect(marked, after, lanes, members, ordered) -> None:
    """Adds lanes until every order between lines of different lanes is said."""
    for one in marked:
        for other in sorted(after[one] & set(marked), key=marked.index):
            between = any(other in after[mid] for mid in after[one])
            if between or lanes[one] & lanes[other]:
                continue
            for source, target in ((one, other), (other, one)):
                lane = next(
                    (
                        n
                        for n in sorted(lanes[target])
                        if all(m == source or ordered(source, m) for m in members[n])
                    ),
                    None,
                )
                if lane:
                    lanes[source].add(lane)
                    members[lane].append(source)
                    break
            else:
                name = next(n for n in _names() if n not in members)
                members[name] = [one, other]
                lanes[one].add(name)
                lanes[other].add(name)


def _written(first: Sequence[_Item], after, lanes) -> list[_Item]:
    """The lines in an allowed order that keeps a lane's lines together."""
    waiting = {item: sum(item in later for later in after.values()) for item in first}
    order: list[_Item] = []
    while len(order) < len(first):
        ready = [item for item in first if waiting[item] == 0 and item not in order]
        same = [item for item in ready if order and lanes[item] == lanes[order[-1]]]
        order.append((same or ready)[0])
        for later in after[order[-1]]:
            waiting[later] -= 1
    return order


def _line(item: _Item, lanes: set[str] | None) -> str:
    text = item[0]
    line = text[1:] if text.startswith("\0") else trace.escape(text)
    return line if lanes is None else f"{','.join(sorted(lanes))}| {line}".rstrip()

"""Knows when a block is a quotation: its lines stand in the listing."""

from __future__ import annotations

import os.path
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from . import manuscript
from .listing import Problem, slugline
from .manuscript import Block

GAP = "// ..."
"""The line that stands for any number of the listing's lines."""

_TAB = 4
_ALIKE = 0.6


@dataclass(frozen=True)
class _Line:
    """A line: its number in its text from 1, its columns of indent, the rest."""

    number: int
    indent: int
    text: str


@dataclass(frozen=True)
class _Reach:
    """How far a quotation stands in its listing, at one shift.

    `count` lines stand there. `failed` is the first that does not, None if all
    do; it would have to stand at the listing's index `at`, or where it opens a
    piece, there or further on.
    """

    count: int
    failed: _Line | None = None
    at: int = 0
    opens: bool = False


def stands(text: str, whole: str) -> bool:
    """Whether the block `text` is a quotation of the listing `whole`.

    So is the listing itself.
    """
    pieces = _pieces(text)
    return bool(pieces) and _search(pieces, _lines(whole)).failed is None


def has_gap(text: str) -> bool:
    """Whether a line `// ...` is in `text`."""
    return any(line.text == GAP for line in _lines(text))


def problem(block: Block, whole: str) -> Problem | None:
    """What is wrong with a block that quotes the listing `whole`, or None."""
    pieces = _pieces(block.text)
    if not pieces:
        why = f"nothing of '{block.path}' is quoted: add lines of it"
        return block.problem(why)
    lines = _lines(whole)
    reach = _search(pieces, lines)
    if reach.failed is None:
        return None
    why = _explain(reach, reach.failed, lines, block.path)
    return block.problem(why, reach.failed.number - 1)


def quotation_problems(
    page: str | os.PathLike[str],
    text: str,
    lookup: Callable[[str], str | None],
) -> tuple[Problem, ...]:
    """What is wrong with the quotations in the Markdown `text` of `page`.

    `lookup` gives the text of the listing that a slugline's path names, None
    where there is none; it is asked only for paths below the root.
    """
    found: list[Problem | None] = []
    for block in manuscript.blocks(text, os.fspath(page)):
        fault = manuscript.path_fault(block.path)
        whole = None if fault else lookup(block.path)
        if whole is None:
            why = f"no listing is at '{block.path}': correct the slugline"
            found.append(block.problem(fault or why))
        else:
            found.append(problem(block, whole))
    return tuple(p for p in found if p is not None)


def _lines(text: str) -> list[_Line]:
    found = []
    for number, raw in enumerate(text.split("\n"), start=1):
        rest = raw.lstrip()
        indent = len(raw[: len(raw) - len(rest)].expandtabs(_TAB))
        found.append(_Line(number, indent if rest else 0, rest.rstrip()))
    return found


def _pieces(text: str) -> list[list[_Line]]:
    """The lines under the slugline, parted at the gaps.

    Blank lines at a piece's ends only set it off; they are left out.
    """
    pieces: list[list[_Line]] = [[]]
    for line in _lines(text)[1 if slugline(text) else 0 :]:
        if line.text == GAP:
            pieces.append([])
        else:
            pieces[-1].append(line)
    return [trimmed for piece in pieces if (trimmed := _trimmed(piece))]


def _trimmed(piece: Sequence[_Line]) -> list[_Line]:
    said = [i for i, line in enumerate(piece) if line.text]
    return list(piece[said[0] : said[-1] + 1]) if said else []


def _search(pieces: Sequence[Sequence[_Line]], whole: Sequence[_Line]) -> _Reach:
    """How far the pieces stand in `whole` at the shift at which most do."""
    first = pieces[0][0]
    shifts = {w.indent - first.indent for w in whole if w.text == first.text}
    reaches = [_reach(pieces, whole, shift) for shift in sorted(shifts, key=abs)]
    return next(
        (reach for reach in reaches if reach.failed is None),
        max(reaches, key=lambda r: r.count, default=_Reach(0, first, 0, True)),
    )


def _reach(pieces: Sequence[Sequence[_Line]], whole: Sequence[_Line], shift: int) -> _Reach:
    """How far the pieces stand in `whole` at one shift.

    Each is put where it first stands whole, which leaves the most for the rest.
    """
    at = count = 0
    for piece in pieces:
        length, start = 0, at
        for begin in range(at, len(whole)):
            standing = _standing(piece, whole, begin, shift)
            if standing > length:
                length, start = standing, begin
            if length == len(piece):
                break
        count += length
        if length < len(piece):
            return _Reach(count, piece[length], start + length, length == 0)
        at = start + length
    return _Reach(count)


def _standing(piece: Sequence[_Line], whole: Sequence[_Line], begin: int, shift: int) -> int:
    """How many of the piece's lines stand one by one from `begin` on."""
    length = 0
    for quoted, line in zip(piece, whole[begin : begin + len(piece)]):
        indent = quoted.indent + shift if quoted.text else 0
        if (quoted.text, indent) != (line.text, line.indent):
            break
        length += 1
    return length


def _explain(reach: _Reach, failed: _Line, whole: Sequence[_Line], path: str) -> str:
    """Why the failed line is wrong where it is, and the mend."""
    said, at = failed.text, reach.at
    if not said:
        return f"no blank line follows line {at} of {path}: take it out"
    places = [i for i, line in enumerate(whole) if line.text == said]
    later = next((i for i in places if i >= at), None)
    if later is not None and (reach.opens or later == at):
        return (
            f"'{said}' is not indented as line {later + 1} of {path} is: "
            "shift all lines of the block by the same"
        )
    if later is not None:
        return (
            f"'{said}' does not follow line {at} of {path}, it is line "
            f"{later + 1}: quote what is between, or put a line '{GAP}' there"
        )
    if places:
        return (
            f"'{said}' does not stand behind line {at} of {path}, it is line "
            f"{places[-1] + 1}: quote in the listing's order"
        )
    near = _nearest(failed, whole, at)
    if near is None:
        return f"'{said}' does not stand in {path}: quote lines that do"
    return (
        f"'{said}' does not stand in {path}: " f"the nearest is line {near.number}, '{near.text}'"
    )


def _nearest(failed: _Line, whole: Sequence[_Line], at: int) -> _Line | None:
    """The line most like `failed`, of equals the nearest to index `at`."""
    compare = SequenceMatcher(b=failed.text, autojunk=False)

    def likeness(line: _Line) -> float:
        compare.set_seq1(line.text)
        return compare.ratio() if compare.quick_ratio() >= _ALIKE else 0.0

    scored = [(likeness(w), -abs(i - at), w) for i, w in enumerate(whole)]
    best = max(scored, key=lambda s: s[:2], default=None)
    return best[2] if best and best[0] >= _ALIKE else None

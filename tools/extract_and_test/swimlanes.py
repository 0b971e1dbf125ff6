"""Knows how expected output is drawn: a column a lane, and lines across the lanes that meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import permutations

from .pattern import Pattern
from .trace import Block, Entry

_PERMUTED = 7
"""The number of lanes up to which every order of the columns is tried."""


@dataclass(frozen=True)
class Cell:
    """Where a line is drawn: its row, and its columns from `first` to `last`, all from 1.

    `free` are the lines beside it in lanes of their own (`*|`), which stand in
    no order among themselves: they share one cell across all columns.
    """

    entry: Entry
    row: int
    first: int
    last: int
    free: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """The lanes in the order of their columns, and the cells from top to bottom."""

    lanes: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return max((cell.row for cell in self.cells), default=0)


def layout(block: Block) -> Drawing:
    """Where each line of the block is drawn.

    A line stands below every line before it in its lanes. Lines that share no
    column, so no lane, may stand in one row.
    """
    lanes = _columns(block.entries)
    column = {lane: number for number, lane in enumerate(lanes, start=1)}
    width = max(len(lanes), 1)
    filled = [0] * (width + 1)
    cells: list[Cell] = []
    for entry, free in _grouped(block.entries):
        named = [column[lane] for lane in entry.lanes or () if lane in column]
        first, last = (1, width) if free or not named else (min(named), max(named))
        row = 1 + max(filled[first : last + 1])
        filled[first : last + 1] = [row] * (last + 1 - first)
        cells.append(Cell(entry, row, first, last, free))
    return Drawing(lanes, tuple(cells))


def _grouped(entries: Sequence[Entry]) -> Iterable[tuple[Entry, tuple[Entry, ...]]]:
    """The entries; those in lanes of their own between two unmarked lines come as one."""
    groups: list[tuple[Entry, list[Entry]]] = []
    open_group: list[Entry] | None = None
    for entry in entries:
        if not _is_free(entry):
            groups.append((entry, []))
            open_group = None if entry.lanes is None else open_group
        elif open_group is None:
            open_group = [entry]
            groups.append((entry, open_group))
        else:
            open_group.append(entry)
    return [(entry, tuple(free)) for entry, free in groups]


def _is_free(entry: Entry) -> bool:
    return entry.lanes is not None and min(entry.lanes).startswith("*")


def _columns(entries: Sequence[Entry]) -> tuple[str, ...]:
    """The named lanes: as they first appear, but those that meet beside each other."""
    seen: dict[str, None] = {}
    for entry in entries:
        if not _is_free(entry):
            # A set has no order: several lanes of one line are taken as they are written.
            written = entry.source.partition("|")[0].split(",")
            seen.update(dict.fromkeys(lane for lane in written if lane in (entry.lanes or ())))
    lanes = tuple(seen)
    meetings = {e.lanes for e in entries if e.lanes is not None and len(e.lanes) > 1}
    if not meetings or len(lanes) > _PERMUTED:
        return lanes

    def crossed(order: tuple[str, ...]) -> int:
        places = [[order.index(lane) for lane in meeting] for meeting in meetings]
        return sum(max(place) - min(place) + 1 - len(place) for place in places)

    return min(permutations(lanes), key=crossed)


def draw(block: Block) -> str:
    """The block as XHTML: a list in its own order, which CSS lays out in columns."""
    if all(entry.lanes is None for entry in block.entries):
        return f'<div class="output">{_plain(block)}</div>'
    drawing = layout(block)
    count = max(len(drawing.lanes), 1)
    many = " many-lanes" if count > 3 else ""
    style = f"--lanes: {count}; --rows: {drawing.rows + 1}"
    items = [f'<ol class="lanes{many}" style="{style}">']
    for number, lane in enumerate(drawing.lanes, start=1):
        place = f"grid-column: {number}"
        items.append(f'<li class="lane" aria-hidden="true" style="{place}">{escape(lane)}</li>')
        items.append(f'<li class="rail" aria-hidden="true" style="{place}"></li>')
    items += [_item(cell, drawing) for cell in drawing.cells]
    items.append("</ol>")
    return '<div class="output">' + "\n".join(items) + f"</div>\n{_key(drawing)}"


def _plain(block: Block) -> str:
    lines = "\n".join(line(entry) for entry in block.entries)
    return f"<pre>{lines}</pre>" if lines else "<p>Nothing.</p>"


def _item(cell: Cell, drawing: Drawing) -> str:
    """One line, or the group of those in lanes of their own."""
    place = f"grid-row: {cell.row + 1}; grid-column: {cell.first} / {cell.last + 1}"
    if cell.free:
        lines = "\n".join(f"<li>{line(entry)}</li>" for entry in cell.free)
        return (
            f'<li class="free" style="{place}"><span class="tag">in any order:</span>'
            f"<ul>\n{lines}\n</ul></li>"
        )
    style = f"{place}; --first: {cell.first - 1}"
    if cell.entry.lanes is None:
        return f'<li class="all" style="{style}">{line(cell.entry)}</li>'
    lanes = [lane for lane in drawing.lanes if lane in cell.entry.lanes]
    text = f'<span class="tag">{escape(" + ".join(lanes))}: </span>{line(cell.entry)}'
    if len(lanes) == 1:
        return f'<li class="one" style="{style}">{text}</li>'
    style += f"; --span: {cell.last + 1 - cell.first}"
    return f'<li class="meet" style="{style}">{_boxes(cell, drawing, text)}</li>'


def _boxes(cell: Cell, drawing: Drawing, text: str) -> str:
    """A line that several lanes share: a box over each run of their columns.

    The first box holds the text. A bar joins them, across the columns of the
    lanes between that have no part in it.
    """
    runs: list[list[int]] = []
    for column in range(cell.first, cell.last + 1):
        if drawing.lanes[column - 1] not in (cell.entry.lanes or ()):
            continue
        if runs and runs[-1][1] == column:
            runs[-1][1] = column + 1
        else:
            runs.append([column, column + 1])
    made = []
    for number, (start, end) in enumerate(runs):
        place = f"grid-column: {start + 1 - cell.first} / {end + 1 - cell.first}"
        hidden = ' aria-hidden="true"' if number else ""
        made.append(f'<span class="box"{hidden} style="{place}">{"" if number else text}</span>')
    return "".join(made)


def _key(drawing: Drawing) -> str:
    """How to read the drawing, in one paragraph."""
    parts = []
    if drawing.lanes:
        parts += [
            "Lines in one lane, a column each, come in the order shown.",
            "Lines that share no lane may come in either order.",
        ]
    if any(len(cell.entry.lanes or ()) > 1 for cell in drawing.cells):
        parts.append("Boxes that touch or are joined by a bar are one line, in all these lanes.")
    if any(cell.free for cell in drawing.cells):
        where = "" if not drawing.lanes else ", anywhere between the lines across all columns"
        parts.append(f"Lines in a dashed frame come in any order{where}.")
    if any(cell.entry.lanes is None for cell in drawing.cells):
        across = "across all columns" if len(drawing.lanes) > 1 else "outside it"
        parts.append(f"A line {across} comes after all above it and before all below it.")
    return f'<p class="key">{" ".join(parts)}</p>'


def line(entry: Entry) -> str:
    """One line of the block as XHTML: what differs from run to run stands in ⟨ ⟩."""
    if entry.ellipsis:
        return '<span class="any">any number of lines</span>'
    return "".join(_part(part.text, part.regex, part.name) for part in entry.pattern.parts)


def _part(text: str, regex: str | None, name: str | None) -> str:
    if regex is None and name is None:
        return escape(text)
    return f"<var>⟨{escape(name or regex or '')}⟩</var>"


def legend(patterns: Iterable[Pattern]) -> tuple[str, ...]:
    """The names that stand for what differs from run to run, each with its expressions."""
    meaning: dict[str, str] = {}
    for part in (part for pattern in patterns for part in pattern.parts):
        if part.name and part.regex is not None:
            meaning.setdefault(part.name, part.regex)
    return tuple(f"⟨{name}⟩ is `{regex}`" for name, regex in meaning.items())

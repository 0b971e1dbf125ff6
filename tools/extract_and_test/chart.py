"""Knows how measurements look: as text, as a page's table, as a chart (SVG)."""

from __future__ import annotations

import math
import statistics
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from . import report

if TYPE_CHECKING:
    from .bench import Chapter, Row

# No two hyphens within: XML forbids them in a comment.
_BEGIN = "<!-- measured: {} -->"
_END = "<!-- /measured -->"
_WIDTH, _LEFT, _RIGHT, _BAR, _GAP = 720, 220, 90, 18, 10
_STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .bar { fill: #2f6f9f } .limit { fill: #8a8f98 } .axis { stroke: #8a8f98 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .bar { fill: #6cb0e0 }
  }"""


def as_text(chapter: Chapter) -> str:
    """A chapter's measurements as an aligned table."""
    table = [("", "C++", "Python", "C++ to Python", "time to limit's")]
    table += [tuple(_cells(chapter, row)) for row in chapter.rows]
    widths = [max(len(line[column]) for line in table) for column in range(5)]
    lines = [
        "  ".join(
            cell.ljust(widths[0]) if i == 0 else cell.rjust(widths[i])
            for i, cell in enumerate(line)
        )
        for line in table
    ]
    return "\n".join([chapter.name, *(line.rstrip() for line in lines), ""])


def _cells(chapter: Chapter, row: Row) -> list[str]:
    """Name, both rates, the ratio with its spread, the distance to the limit."""
    slowdown = chapter.slowdown(row)
    return [
        row.name,
        f"{rounded(row.rate)}/s",
        f"{rounded(statistics.median(row.python))}/s" if row.python else "",
        spread(row.ratios) if row.python else "",
        f"{times(slowdown)}× {row.limit}" if slowdown is not None else "",
    ]


def rounded(rate: float) -> str:
    """A rate to three figures, with commas."""
    if rate <= 0 or not math.isfinite(rate):
        return "0"
    digits = 2 - math.floor(math.log10(rate))
    return f"{round(rate, digits):,.{max(0, digits)}f}"


def spread(ratios: list[float]) -> str:
    """The median of ratios, with the least and the greatest."""
    return f"{times(statistics.median(ratios))}× ({times(min(ratios))}–{times(max(ratios))})"


def times(ratio: float) -> str:
    """A ratio to two figures, written out: 0.75, 3.1, 250."""
    return f"{float(f'{ratio:.2g}'):,.0f}" if ratio >= 99.5 else f"{ratio:.2g}"


def as_markdown(chapter: Chapter, machine: str) -> str:
    """What a chapter page shows of its measurements, between its marks."""
    lines = [
        _BEGIN.format(chapter.name),
        "",
        f"![How many times as much C++ does in a second as Python, for each row of the table below](bench.svg)",
        "",
        "| | C++ | Python | C++ to Python | time to the limit's |",
        "|---|--:|--:|--:|--:|",
    ]
    for row in chapter.rows:
        name, *cells = _cells(chapter, row)
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    rounds = len(chapter.rows[0].cpp)
    in_turn = f"the median of {rounds} rounds in turn" if rounds > 1 else "one round"
    taken = f"Items per second, {in_turn}; {machine}."
    return "\n".join([*lines, "", taken, "", _END])


def write(folder: Path, chapter: Chapter, machine: str) -> None:
    """Writes a chapter's chart beside its page, and the table into the page.

    It takes the place of the one between the marks; without marks it stands at
    the end of the section "Measured", which is made before "No counterpart".
    """
    page = folder / "README.md"
    text = page.read_text("utf-8")
    new = as_markdown(chapter, machine)
    begin, end = text.find(_BEGIN.format(chapter.name)), text.find(_END)
    if 0 <= begin < end:
        text = text[:begin] + new + text[end + len(_END) :]
    else:
        section = text.find("\n## Measured\n")
        heading = "## Measured\n\n" if section < 0 else ""
        at = text.find("\n## No counterpart" if heading else "\n## ", section + 1)
        at = len(text) if at < 0 else at + 1
        text = f"{text[:at]}{heading}{new}\n\n{text[at:]}"
    report.write_whole(folder / "bench.svg", as_svg(chapter))
    report.write_whole(page, text)


def as_svg(chapter: Chapter) -> str:
    """A bar a row: how many times Python's rate C++ reaches, on a logarithmic scale.

    It goes to the right from the line at 1, and to the left where Python is faster.
    """
    rows = [(row.name, statistics.median(row.ratios)) for row in chapter.rows if row.python]
    ratios = [ratio for _, ratio in rows]
    low, high = math.log10(min([1.0, *ratios])), math.log10(max([10.0, *ratios]))
    room = _WIDTH - _LEFT - _RIGHT

    def at(ratio: float) -> float:
        return _LEFT + room * (math.log10(ratio) - low) / (high - low)

    one = at(1.0)
    height = len(rows) * (_BAR + _GAP) + 40
    title = f"{chapter.name}: C++ to Python, items per second"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img" aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}\n</style>",
        f'<text x="{one:.1f}" y="16">1 = as many as Python, logarithmic</text>',
    ]
    for number, (name, ratio) in enumerate(rows):
        y = 28 + number * (_BAR + _GAP)
        begin, end = sorted((one, at(ratio)))
        width = max(1.0, end - begin)
        middle = y + _BAR - 4
        parts += [
            f'<text x="{_LEFT - 8}" y="{middle}" text-anchor="end">{escape(name)}</text>',
            f'<rect class="bar" x="{begin:.1f}" y="{y}" width="{width:.1f}" height="{_BAR}"/>',
            f'<text x="{begin + width + 6:.1f}" y="{middle}">{times(ratio)}×</text>',
        ]
    parts.append(
        f'<line class="axis" x1="{one:.1f}" y1="24" x2="{one:.1f}" y2="{height - 8}"/>\n</svg>\n'
    )
    return "\n".join(parts)

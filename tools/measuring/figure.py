"""Knows what a figure is, whether its target is met, and how figures look."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from rich.box import MARKDOWN, SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text


class MeasureError(RuntimeError):
    """A measurement that did not come off; the text says which and why."""


class MissingError(MeasureError):
    """What it needs is not installed here; the text says what, and what installs it."""


@dataclass(frozen=True)
class Figure:
    """What was measured, one value a round: a ratio ("×"), seconds, or another unit.

    It should be `at_most` so much; where that is None it only informs. `about`
    says what lies behind it.
    """

    name: str
    values: tuple[float, ...]
    unit: str = "×"
    at_most: float | None = None
    about: str = ""

    @property
    def median(self) -> float:
        """The value that counts."""
        return statistics.median(self.values)

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        return None if self.at_most is None else self.median <= self.at_most

    def said(self) -> str:
        """The median, and of several rounds the least and the greatest."""
        if len(self.values) == 1:
            return f"{rounded(self.median)} {self.unit}"
        least, most = rounded(min(self.values)), rounded(max(self.values))
        return f"{rounded(self.median)} {self.unit} ({least} … {most})"


def rounded(value: float) -> str:
    """A value to three digits: 0.0123, 1.23, 123."""
    if value == 0 or abs(value) >= 100:
        return f"{value:.0f}"
    digits = 2
    while digits < 4 and abs(value) < 10 ** (1 - digits):
        digits += 1
    return f"{value:.{digits if abs(value) < 10 else 1}f}"


def middle(values: Sequence[float], unit: str = "s") -> str:
    """The median in words, for what lies behind a figure."""
    return f"{rounded(statistics.median(values))} {unit}"


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, ...]:
    """Ours to theirs, round by round: they ran one after the other."""
    return tuple(a / b for a, b in zip(ours, theirs, strict=True))


def bound(runs: Sequence[float], jobs: int) -> float:
    """The least time in which these runs, in seconds, can be made by so many at once."""
    return max(max(runs, default=0.0), sum(runs) / jobs)


def show(figures: Sequence[Figure], machine: str, console: Console) -> None:
    """Prints the figures: on a terminal as a table, in a pipe as one in Markdown."""
    table = Table(box=SIMPLE_HEAD if console.is_terminal else MARKDOWN)
    for heading in ("measured", "median (least … greatest)", "target", "", "that is"):
        table.add_column(heading, overflow="fold")
    for one in figures:
        target = "" if one.at_most is None else f"at most {rounded(one.at_most)} {one.unit}"
        word = {True: "met", False: "MISSED", None: ""}[one.met]
        style = {True: "green", False: "bold red", None: ""}[one.met]
        table.add_row(
            *map(Text, (one.name, one.said(), target)), Text(word, style), Text(one.about)
        )
    console.print(table)
    console.print(machine, highlight=False)

"""Knows where each name of Python's concurrency modules is answered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .catalogue import Catalogue, chapters

NAMES = Path("tools/python-names.tsv")
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Name:
    """A documented Python name, the chapter that owns it, and what it is."""

    chapter: str
    name: str
    role: str


@dataclass(frozen=True)
class Answer:
    """What answers a name: listings, or the reason why C++ has no counterpart."""

    name: Name
    listings: tuple[str, ...]
    reason: str | None

    @property
    def kind(self) -> str:
        """listed, without counterpart, or missing."""
        return "listed" if self.listings else "without counterpart" if self.reason else "missing"


@dataclass(frozen=True)
class Reason:
    """A row of a page's "No counterpart" table."""

    page: str
    line: int
    names: tuple[str, ...]
    text: str


def names(root: Path) -> tuple[Name, ...]:
    """Every name that must be answered."""
    lines = (root / NAMES).read_text("utf-8").splitlines()
    return tuple(Name(*line.split("\t")) for line in lines if line and not line.startswith("#"))


def reasons(root: Path) -> tuple[Reason, ...]:
    """The rows of every chapter page's "No counterpart" table."""
    found: list[Reason] = []
    for chapter in chapters(root):
        page = chapter / "README.md"
        if page.is_file():
            text = page.read_text("utf-8", errors="replace")
            found += reasons_in(text, page.relative_to(root).as_posix())
    return tuple(found)


def reasons_in(text: str, page: str) -> Iterable[Reason]:
    """The rows of the "No counterpart" table in the page `text`."""
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            inside = line.strip().lower() == "## no counterpart"
        elif inside and line.lstrip().startswith("|"):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
            named = tuple(_CODE.findall(cells[0]))
            if named:
                yield Reason(page, number, named, cells[1] if len(cells) > 1 else "")


def answers(catalogue: Catalogue) -> tuple[Answer, ...]:
    """What answers each name, in the order of the list of names."""
    listed: dict[str, list[str]] = {}
    for one in catalogue.listings:
        for name in one.python:
            listed.setdefault(name, []).append(one.name)
    given = {name: row.text for row in reasons(catalogue.root) for name in row.names}
    return tuple(
        Answer(name, tuple(listed.get(name.name, ())), given.get(name.name))
        for name in names(catalogue.root)
    )


def every(catalogue: Catalogue) -> tuple[Answer, ...]:
    """The answers for the listed names, and for the others that listings translate."""
    return (*answers(catalogue), *_others(catalogue))


def find(catalogue: Catalogue, wanted: str) -> tuple[Answer, ...]:
    """The answers for a name: the full one, the end of one (`gather`), or a part of one."""
    known = every(catalogue)
    low = wanted.lower()
    for fits in (
        lambda name: name == low,
        lambda name: name.endswith("." + low),
        lambda name: low in name,
    ):
        found = tuple(answer for answer in known if fits(answer.name.name.lower()))
        if found:
            return found
    return ()


def _others(catalogue: Catalogue) -> Iterable[Answer]:
    """Names outside the list that listings translate, such as time.sleep."""
    known = {name.name for name in names(catalogue.root)}
    listed: dict[str, list[str]] = {}
    for one in catalogue.listings:
        for name in one.python:
            if name not in known:
                listed.setdefault(name, []).append(one.name)
    for name, where in sorted(listed.items()):
        yield Answer(Name(where[0].split("/")[0], name, "name"), tuple(where), None)

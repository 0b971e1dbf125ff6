"""Knows which listings there are, and which of them a selector means."""

from __future__ import annotations

import fnmatch
import gc
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from . import listing
from .listing import Listing, Problem

CHAPTER = re.compile(r"ch\d\d")


class SelectionError(ValueError):
    """A selector that means nothing; the text says what would."""


@dataclass(frozen=True)
class Catalogue:
    """The listings below `root`, in reading order, and what is wrong with others."""

    root: Path
    listings: tuple[Listing, ...]
    problems: tuple[Problem, ...]

    def problems_of(self, names: Iterable[str]) -> tuple[Problem, ...]:
        """The problems of the files that have these names."""
        wanted = set(names)
        return tuple(p for p in self.problems if _name(p.path) in wanted)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every listing's name in reading order, those that can't be read included."""
        bad = {_name(problem.path) for problem in self.problems}
        return tuple(sorted(bad | {one.name for one in self.listings}))

    def get(self, name: str) -> Listing | None:
        """The listing of that name."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, Listing]:
        return {one.name: one for one in self.listings}

    def text_of(self, path: str) -> str | None:
        """The text of the listing or header at `path`, None where there is none."""
        file = self.root / path
        inside = file.resolve().is_relative_to(self.root.resolve())
        readable = inside and file.is_file()
        return file.read_text("utf-8", errors="replace") if readable else None


def chapters(root: Path) -> list[Path]:
    """The chapter folders below `root`."""
    return sorted(path for path in root.glob("ch??") if CHAPTER.fullmatch(path.name))


def read(root: Path) -> Catalogue:
    """Reads every listing in the chapter folders below `root`."""
    return _read(
        root,
        (
            f
            for chapter in chapters(root)
            for f in sorted(chapter.glob("*.cpp"))
            if listing.FILE_NAME.fullmatch(f.name)
        ),
    )


def read_all(root: Path) -> Catalogue:
    """Reads every .cpp file below `root` as a listing: what a manuscript held."""
    return _read(root, sorted(root.rglob("*.cpp")))


def _read(root: Path, files: Iterable[Path]) -> Catalogue:
    found: list[Listing] = []
    problems: list[Problem] = []
    collecting = gc.isenabled()
    gc.disable()  # all of it is kept: looking through it again and again finds nothing
    try:
        _read_into(found, problems, root, files)
    finally:
        if collecting:
            gc.enable()
    return Catalogue(root, tuple(found), tuple(problems))


def _read_into(
    found: list[Listing], problems: list[Problem], root: Path, files: Iterable[Path]
) -> None:
    for file in files:
        path = file.relative_to(root).as_posix()
        try:
            found.append(listing.parse(file.read_text("utf-8"), path))
        except UnicodeDecodeError as error:
            problems.append(Problem(path, 1, f"not UTF-8: {error.reason} at byte {error.start}"))
        except listing.ListingError as error:
            problems += error.problems


def is_manuscript(root: Path, path: Path) -> bool:
    """Whether `path` is a Markdown file other than a chapter's page."""
    real = path.resolve()
    page = real.name == "README.md" and real.parent in chapters(root.resolve())
    return path.suffix in (".md", ".markdown") and path.is_file() and not page


def select(catalogue: Catalogue, selectors: Sequence[str], here: Path) -> tuple[str, ...]:
    """The names of the listings that the selectors mean, in reading order.

    A selector is a chapter, a listing (its number is enough), a glob, a Python
    name, or a path (from `here`) to a .cpp file or a chapter page. None means
    all. Raises SelectionError for one that means nothing.
    """
    if not selectors:
        return catalogue.names
    chosen: set[str] = set()
    for selector in selectors:
        found = _selected(catalogue, selector, here)
        if not found:
            raise SelectionError(
                f"nothing is selected by '{selector}': {_advice(catalogue, selector)}"
            )
        chosen |= found
    return tuple(name for name in catalogue.names if name in chosen)


def _selected(catalogue: Catalogue, selector: str, here: Path) -> set[str]:
    names = catalogue.names
    plain = selector.rstrip("/")
    if CHAPTER.fullmatch(plain):
        return {name for name in names if name.startswith(plain + "/")}
    if re.fullmatch(r"ch\d\d/\d\d", plain):
        return {name for name in names if name.startswith(plain + "_")}
    for candidate in (plain, plain.removesuffix(".cpp")):
        if candidate in names:
            return {candidate}
    if any(sign in plain for sign in "*?["):
        glob = plain.removesuffix(".cpp")
        return {name for name in names if fnmatch.fnmatchcase(name, glob)}
    if plain.endswith((".cpp", ".md")) or (here / plain).is_dir():
        return _at_path(catalogue, (here / plain).resolve())
    return {one.name for one in catalogue.listings if plain in one.python}


def _at_path(catalogue: Catalogue, path: Path) -> set[str]:
    root = catalogue.root.resolve()
    if not path.is_relative_to(root):
        return set()
    inside = path.relative_to(root).as_posix()
    if path.suffix == ".cpp":
        return {_name(inside)} & set(catalogue.names)
    if path.suffix == ".md" and path.is_file():
        from . import manuscript  # here only: most commands start without reading Markdown

        text = path.read_text("utf-8", errors="replace")
        quoted = {_name(block.path) for block in manuscript.blocks(text, inside)}
        return quoted & set(catalogue.names)
    return {name for name in catalogue.names if name.startswith(inside + "/")}


def _advice(catalogue: Catalogue, selector: str) -> str:
    import difflib

    known = {*catalogue.names, *(name for one in catalogue.listings for name in one.python)}
    near = difflib.get_close_matches(selector, known, n=3)
    if near:
        return "did you mean " + " or ".join(near) + "?"
    return "give a chapter (ch05), a listing (ch05/03), a glob, a file or a Python name"


def _name(path: str) -> str:
    return path.removesuffix(".cpp")

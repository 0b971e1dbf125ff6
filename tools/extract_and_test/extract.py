"""Knows which files the manuscripts hold, and what must not be written."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from . import manuscript, quotation
from .listing import ListingError, Problem
from .manuscript import Block


@dataclass(frozen=True)
class Plan:
    """The listings that manuscripts hold, and what is wrong with their blocks."""

    listings: tuple[Block, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Written:
    """What was extracted: the paths below the target, written and left alone."""

    written: tuple[PurePosixPath, ...]
    unchanged: tuple[PurePosixPath, ...]


class Refused(ListingError):
    """Nothing was written: the problems say why."""


def plan(manuscripts: Iterable[Path], root: Path) -> Plan:
    """The listings to extract from Markdown files, and every problem found.

    A block may quote a listing of the manuscripts or else one below `root`.
    """
    blocks, problems = _read(manuscripts)
    groups: dict[str, list[Block]] = {}
    for block in blocks:
        if fault := manuscript.path_fault(block.path):
            problems.append(block.problem(fault))
        else:
            groups.setdefault(block.path, []).append(block)
    existing = lookup(root)
    listings: list[Block] = []
    for path, group in groups.items():
        claims = _claims(group, existing(path))
        listings += claims[:1]
        problems += (_second(claim, claims[0]) for claim in claims[1:])
        whole = claims[0].text if claims else existing(path)
        quotes = (block for block in group if block not in claims)
        problems += (p for q in quotes if (p := _misquoted(q, whole)))
    problems += _nested(listings)
    order = {block: number for number, block in enumerate(blocks)}
    listings.sort(key=order.__getitem__)
    return Plan(tuple(listings), _in_order(problems, blocks))


def lookup(root: Path) -> Callable[[str], str | None]:
    """What gives the text of the file at a path below `root`, None for none."""

    @cache
    def text_at(path: str) -> str | None:
        place = root / path
        if not os.path.isfile(place):
            return None
        return place.read_text("utf-8-sig", errors="replace")

    return text_at


def refusals(plan: Plan, target: Path, force: bool = False) -> tuple[Problem, ...]:
    """Why the plan must not be written below `target`; empty if it may.

    With `force`, files that differ are no reason.
    """
    found = list(plan.problems)
    for block in plan.listings:
        fault = _obstacle(target, block.path)
        if fault is None and not force:
            fault = _difference(target / block.path, block)
        if fault is not None:
            found.append(block.problem(fault))
    return tuple(found)


def write(plan: Plan, target: Path, force: bool = False) -> Written:
    """Writes the plan's listings below `target`, each file whole or not at all.

    Raises Refused before anything is written, OSError where writing fails; no
    half a file and no temporary one remains.
    """
    if problems := refusals(plan, target, force):
        raise Refused(problems)
    changed = [b for b in plan.listings if not _kept(target / b.path, b, force)]
    with ExitStack() as undo:
        staged = [(_stage(target / b.path, b, undo), b) for b in changed]
        for temporary, block in staged:
            os.replace(temporary, target / block.path)
        undo.pop_all()
    unchanged = [b for b in plan.listings if b not in changed]
    return Written(_paths(changed), _paths(unchanged))


def _paths(blocks: Iterable[Block]) -> tuple[PurePosixPath, ...]:
    return tuple(PurePosixPath(block.path) for block in blocks)


def _read(manuscripts: Iterable[Path]) -> tuple[list[Block], list[Problem]]:
    """The blocks of the files, each file once, and those that can't be read."""
    blocks: list[Block] = []
    problems: list[Problem] = []
    for path in {path.resolve(): path for path in manuscripts}.values():
        try:
            text = path.read_bytes().decode()
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            why = "this is not UTF-8: save the manuscript as UTF-8"
            problems.append(Problem(str(path), line, why))
        except OSError as error:
            why = f"it can't be read: {error.strerror}"
            problems.append(Problem(str(path), 1, why))
        else:
            blocks += manuscript.blocks(text, str(path))
    return blocks, problems


def _in_order(problems: Iterable[Problem], blocks: Iterable[Block]) -> tuple[Problem, ...]:
    """The problems in the order of the manuscripts and of their lines."""
    files = list(dict.fromkeys(block.file for block in blocks))
    order = {file: number for number, file in enumerate(files)}
    return tuple(sorted(problems, key=lambda p: (order.get(p.path, -1), p.line)))


def _claims(group: Sequence[Block], existing: str | None) -> list[Block]:
    """The programs among the blocks of one path that quote no other text of it."""
    programs = [block for block in group if manuscript.has_main(block.text)]
    wholes = [block.text for block in programs]
    if existing is not None:
        wholes.append(existing)
    return [b for b in programs if not any(_quotes(b.text, w) for w in wholes)]


def _quotes(text: str, whole: str) -> bool:
    """Whether a program is meant as a quotation of another, not as a whole.

    With a gap it is meant so even where it is wrong, lest a misquotation
    replace its listing.
    """
    if quotation.has_gap(text) and not quotation.has_gap(whole):
        return True
    return quotation.stands(text, whole) and not quotation.stands(whole, text)


def _second(claim: Block, first: Block) -> Problem:
    return claim.problem(
        f"'{claim.path}' is claimed by {first.place} too: " "give each listing a path of its own"
    )


def _misquoted(block: Block, whole: str | None) -> Problem | None:
    if whole is not None:
        return quotation.problem(block, whole)
    return block.problem(
        f"a slugline without a program: '{block.path}' is no listing, and the "
        "block has no main; add main, or correct the slugline"
    )


def _nested(listings: Iterable[Block]) -> list[Problem]:
    """The listings whose folder would be the file of another."""
    files = {PurePosixPath(block.path): block for block in listings}
    return [
        block.problem(
            f"'{block.path}' is below a file, the listing of "
            f"{files[parent].place}: give it another folder"
        )
        for path, block in files.items()
        for parent in path.parents
        if parent in files
    ]


def _obstacle(target: Path, path: str) -> str | None:
    """What in the target is in the way of a file at `path`, and the mend."""
    place = target
    *folders, name = PurePosixPath(path).parts
    for part in (*folders, name):
        place /= part
        try:
            mode = place.lstat().st_mode
        except FileNotFoundError:
            return None
        except OSError as error:
            return f"'{place}' can't be written: {error.strerror}"
        if stat.S_ISLNK(mode):
            return f"'{place}' is a symbolic link: remove it, or extract elsewhere"
        if part is not name and not stat.S_ISDIR(mode):
            return f"'{place}' is no folder: move it away, or extract elsewhere"
    if not stat.S_ISREG(mode):
        return f"'{place}' is no plain file: move it away, or extract elsewhere"
    return None


def _difference(place: Path, block: Block) -> str | None:
    """Why the file at `place` must not be replaced, and the mend."""
    if not place.exists() or _kept(place, block, force=False):
        return None
    return f"'{place}' exists and differs: compare, then replace it with --force"


def _kept(place: Path, block: Block, force: bool) -> bool:
    """Whether the file at `place` is left alone.

    It is where it equals the block, without `force` also where only trailing
    white space differs.
    """
    try:
        found = place.read_bytes()
    except FileNotFoundError:
        return False
    if found == block.program.encode():
        return True
    return not force and _bare(found) == _bare(block.program.encode())


def _bare(text: bytes) -> list[bytes]:
    return [line.rstrip() for line in text.rstrip().split(b"\n")]


def _stage(place: Path, block: Block, undo: ExitStack) -> Path:
    """Writes the block beside `place`; `undo` gets what takes that back."""
    missing = [p for p in (place.parent, *place.parent.parents) if not p.exists()]
    for folder in reversed(missing):
        folder.mkdir()
        undo.callback(_remove_folder, folder)
    temporary = place.with_name(f".{secrets.token_hex(8)}.tmp")
    undo.callback(temporary.unlink, missing_ok=True)
    with open(temporary, "xb") as file:
        file.write(block.program.encode())
    return temporary


def _remove_folder(folder: Path) -> None:
    with suppress(OSError):  # a file that did get written is in it
        folder.rmdir()

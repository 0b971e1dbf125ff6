"""Knows which listings have passed their test as they stand now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from .listing import Listing
from .report import write_whole
from .session import Result
from .trial import Item

FILE = "tested.json"


def items(one: Listing) -> tuple[Item, ...]:
    """What has to pass for a listing to be published."""
    race = (Item(one, "tsan"),) if one.expect == "data race" else ()
    counterpart = (Item(one, "python"),) if one.counterpart is None else ()
    return (Item(one), *race, *counterpart)


def record(root: Path, folder: Path, results: Iterable[Result]) -> None:
    """Notes below the build folder what has passed, and forgets what has failed.

    In a folder that can't be written to nothing is noted, and so nothing published.
    """
    known = _read(folder)
    for result in results:
        known.pop(result.item.name, None) if result.status == "failed" else None
        if result.status == "passed":
            known[result.item.name] = _fingerprint(root, result.item)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / FILE, json.dumps(known, indent=1, sort_keys=True) + "\n")


def untested(root: Path, folder: Path, listings: Sequence[Listing]) -> tuple[Listing, ...]:
    """The listings of which something has not passed since it was last changed."""
    known = _read(folder)

    def passed(item: Item) -> bool:
        return known.get(item.name) == _fingerprint(root, item)

    return tuple(one for one in listings if not all(map(passed, items(one))))


def _read(folder: Path) -> dict[str, str]:
    """What is noted; nothing where there is no file, or one that can't be read."""
    try:
        known = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _fingerprint(root: Path, item: Item) -> str:
    """What changes with an item: with its listing, and the files of the chapter it may use."""
    digest = hashlib.sha256(item.listing.text.encode())
    chapter = root / item.listing.path.parent
    if item.variant == "python":
        others = [f for f in (chapter / "python").glob("*.py") if not f.name[0].isdigit()]
        others.append(root / item.listing.counterpart_path)
    else:
        others = list(chapter.glob("*.hpp"))
    for file in sorted(others):
        if file.is_file() and file.name != "bench.py":
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()

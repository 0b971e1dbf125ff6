"""Knows how long items took before: which to run first, how to split them evenly.

A build folder keeps the wall time of each item's last runs. `tools/durations.tsv`
keeps, for every machine alike, what each listing takes in all, compiling
included: all parts of a split must agree on it.
"""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from . import report
from .listing import Listing

if TYPE_CHECKING:
    from .session import Result

_STEP = re.compile(r"(?P<start>\d+)\t(?P<end>\d+)\t\d+\t(?P<output>\S+)\t")
_OBJECT = re.compile(r"CMakeFiles/(?P<target>[^/]+)\.dir/")
_HEAD = "# What each listing takes, in seconds: to compile, and to run with its counterpart.\n"


def recorded(folder: Path) -> dict[str, float]:
    """The seconds a run of each item took, by its name; empty where nothing is recorded."""
    try:
        found = json.loads((folder / "durations.json").read_text("utf-8"))
        return {str(name): float(seconds) for name, seconds in found.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def record(folder: Path, results: Iterable[Result]) -> None:
    """Keeps what the runs took, with what was known of the other items.

    Where the folder can't be written to, nothing is kept: it only serves to be quicker.
    """
    new = {one.item.name: round(one.seconds / one.runs, 4) for one in results if one.runs}
    if new and folder.is_dir():
        text = json.dumps(recorded(folder) | new, indent=0, sort_keys=True)
        with suppress(OSError):
            report.write_whole(folder / "durations.json", text)


def compiling(folder: Path) -> dict[str, float]:
    """The seconds that Ninja last took for each target: compiling and linking."""
    try:
        lines = (folder / ".ninja_log").read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    steps = {step["output"]: step for line in lines if (step := _STEP.match(line))}
    found: dict[str, float] = {}
    for output, step in steps.items():
        inside = _OBJECT.match(output)
        target = inside["target"] if inside else re.sub(r"\W", "_", output)
        seconds = (int(step["end"]) - int(step["start"])) / 1000
        found[target] = found.get(target, 0.0) + seconds
    return found


def write(file: Path, folder: Path, listings: Iterable[Listing]) -> None:
    """Writes what each listing takes, from what is recorded in a build folder."""
    built, runs = compiling(folder), recorded(folder)
    lines = [
        f"{one.name}\t{built.get(one.target, 0.0):.1f}\t"
        f"{runs.get(one.name, 0.0) + runs.get(f'{one.name} (python)', 0.0):.2f}\n"
        for one in listings
    ]
    report.write_whole(file, _HEAD + "".join(lines))


def read(file: Path) -> dict[str, float]:
    """What each listing takes in all, as `write` wrote it; empty where there is no file."""
    if not file.is_file():
        return {}
    fields = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
    return {one[0]: float(one[1]) + float(one[2]) for one in fields if len(one) == 3}


def part(
    listings: Sequence[Listing], durations: Mapping[str, float], number: int, of: int
) -> list[Listing]:
    """The `number`-th (from 1) of `of` parts that take about equally long.

    The longest first, each to the part that has least: at most a third more
    than the best split (Graham, 1969). What is not recorded counts as usual.
    """
    usual = statistics.median(durations.values()) if durations else 1.0
    taken = [0.0] * of
    chosen = []
    for one in sorted(listings, key=lambda one: (-durations.get(one.name, usual), one.name)):
        least = taken.index(min(taken))
        taken[least] += durations.get(one.name, usual)
        if least == number - 1:
            chosen.append(one)
    return sorted(chosen, key=listings.index)

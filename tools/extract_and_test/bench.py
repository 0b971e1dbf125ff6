"""Knows the chapters' measurements: C++ and Python in turn, and what came of them.

A chapter that has something to measure has `bench.cpp` (Google Benchmark) and
`python/bench.py`, which prints a JSON object a line: `name` and
`items_per_second`, under the names of the C++ one. What only the C++ one
measures is a limit; a benchmark whose label is `limit: NAME` is held against it.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import build, catalogue, chart, rates, session
from .command import FAILED, HELD, INTERRUPTED, ROOT, UsageError
from .rates import BenchError


@dataclass(frozen=True)
class Row:
    """One measurement: rates in items per second, one a round.

    `python` is empty where only C++ has it; `limit` is the row it is held against.
    """

    name: str
    cpp: tuple[float, ...]
    python: tuple[float, ...] = ()
    limit: str | None = None

    @property
    def rate(self) -> float:
        """What C++ does in a second: the median of the rounds."""
        return statistics.median(self.cpp)

    @property
    def ratios(self) -> list[float]:
        """C++ to Python, round by round: they ran one after the other."""
        return [cpp / python for cpp, python in zip(self.cpp, self.python)]


@dataclass(frozen=True)
class Chapter:
    """What was measured of a chapter, in the order in which bench.cpp has it."""

    name: str
    rows: tuple[Row, ...]

    def slowdown(self, row: Row) -> float | None:
        """How many times as long as its limit a row takes, None where it has none."""
        limit = next((other for other in self.rows if other.name == row.limit), None)
        if limit is None:
            return None
        return statistics.median(b / a for a, b in zip(row.cpp, limit.cpp))


def command(options: argparse.Namespace) -> int:
    """Measures the selected chapters; prints a table of each, or writes it into its page."""
    if why := session.missing_tools():
        raise UsageError(why)
    names = _selected(options.selectors)
    tree = build.Tree(ROOT, ROOT, build.folder_for(ROOT) / "release", "release")
    chapters = []
    status = HELD
    try:
        _built(tree, names)
        for name in names:
            try:
                one = measured(tree.folder / name / "bench", name, options.rounds)
            except BenchError as error:
                print(f"listings: {error}", file=sys.stderr, flush=True)
                status = FAILED
                continue
            chapters.append(one)
            if not options.json:
                print(chart.as_text(one), flush=True)
            if options.write:
                chart.write(ROOT / name, one, machine())
    except (build.BuildError, OSError) as error:
        raise UsageError(str(error)) from None
    except BenchError as error:
        print(f"listings: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    if options.json:
        print(as_json(chapters))
    return status


def _selected(selectors: Sequence[str]) -> list[str]:
    """The chapters that are selected and have something to measure."""
    there = [folder.name for folder in catalogue.chapters(ROOT) if (folder / "bench.cpp").is_file()]
    if not there:
        raise UsageError("no chapter has a bench.cpp: there is nothing to measure")
    for one in selectors:
        if one not in there:
            raise UsageError(f"'{one}' has no bench.cpp; these have: {' '.join(there)}")
    names = [name for name in there if not selectors or name in selectors]
    for name in names:
        if not (ROOT / name / "python" / "bench.py").is_file():
            raise UsageError(f"{name} has a bench.cpp and no python/bench.py to compare it with")
    return names


def _built(tree: build.Tree, names: Sequence[str]) -> None:
    build.configure(tree)
    build.refresh(tree)
    for name in names:
        if reason := tree.skipped().get(f"{name}/bench"):
            raise UsageError(f"{name}/bench.cpp {reason}: tools/setup installs it")
    for failure in build.all_of(tree, [f"{name}_bench" for name in names], None):
        raise BenchError(f"{failure.target} does not compile:\n{failure.messages}")


def measured(program: Path, chapter: str, rounds: int) -> Chapter:
    """Runs the C++ program and its Python twin in turn, `rounds` times each.

    Raises BenchError where one fails, prints what is no measurement, or does
    not measure what the other does.
    """
    script = ROOT / chapter / "python" / "bench.py"
    cpp: list[dict[str, tuple[float, str | None]]] = []
    python: list[dict[str, float]] = []
    for number in range(1, rounds + 1):
        cpp.append(rates.of_cpp(f"{chapter}/bench.cpp", program))
        python.append(rates.of_python(f"{chapter}/python/bench.py", script))
        if other := (set(cpp[-1]) ^ set(cpp[0])) | (set(python[-1]) ^ set(python[0])):
            raise BenchError(f"{chapter}: round {number} and the first differ in {_listed(other)}")
        _check_names(chapter, cpp[-1], python[-1])
    rows = []
    for name, (_, limit) in cpp[0].items():
        theirs = tuple(one[name] for one in python) if name in python[0] else ()
        rows.append(Row(name, tuple(one[name][0] for one in cpp), theirs, limit))
    return Chapter(chapter, tuple(rows))


def _check_names(
    chapter: str, cpp: dict[str, tuple[float, str | None]], python: dict[str, float]
) -> None:
    """Raises BenchError where a name has no counterpart that it should have."""
    limits = {limit for _, limit in cpp.values() if limit is not None}
    for name, (_, limit) in cpp.items():
        if limit is not None and limit not in cpp:
            raise BenchError(f"{chapter}/bench.cpp: '{name}' has no limit '{limit}'")
    if stray := set(python) - set(cpp):
        raise BenchError(
            f"{chapter}/python/bench.py measures what bench.cpp does not: {_listed(stray)}"
        )
    if stray := set(cpp) - set(python) - limits:
        raise BenchError(
            f"{chapter}/bench.cpp measures what python/bench.py does not, and what is no "
            f"row's limit: {_listed(stray)}"
        )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def machine() -> str:
    """What the measurements were taken on, in one line."""
    words = [platform.machine()]
    cpu = Path("/proc/cpuinfo")
    if cpu.is_file():
        names = re.findall(r"^model name\s*: (.*)$", cpu.read_text(), re.MULTILINE)
        words = [f"{len(names)} × {' '.join(names[0].split())}"] if names else words
    compiler = subprocess.run(["c++", "--version"], capture_output=True, text=True, check=False)
    words += [f"{platform.system()} {platform.release()}", *compiler.stdout.splitlines()[:1]]
    return ", ".join([*words, f"Python {platform.python_version()}"])


def as_json(chapters: Sequence[Chapter]) -> str:
    """The measurements with the machine, for another program."""
    return json.dumps({"machine": machine(), "benchmarks": list(_records(chapters))}, indent=2)


def _records(chapters: Sequence[Chapter]) -> Iterator[dict[str, object]]:
    for chapter in chapters:
        for row in chapter.rows:
            yield {
                "chapter": chapter.name,
                "name": row.name,
                "items_per_second": row.cpp,
                "python_items_per_second": row.python,
                "ratio": statistics.median(row.ratios) if row.python else None,
                "limit": row.limit,
                "times_the_limits_time": chapter.slowdown(row),
            }

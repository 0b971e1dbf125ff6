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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import build, catalogue, chart, session
from .command import FAILED, HELD, INTERRUPTED, ROOT, UsageError

SECONDS_AT_MOST = 900.0
_LIMIT = "limit: "
_SUFFIX = re.compile(r"/(real_time|process_time|manual_time|min_time:[\d.]+|iterations:\d+)")


class BenchError(RuntimeError):
    """A measurement that did not come off; the text says which and why."""


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
    try:
        _built(tree, names)
        for name in names:
            one = measured(tree.folder / name / "bench", name, options.rounds)
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
    return HELD


def _selected(selectors: Sequence[str]) -> list[str]:
    """The chapters that are selected and have something to measure."""
    there = [folder.name for folder in catalogue.chapters(ROOT) if (folder / "bench.cpp").is_file()]
    for one in selectors:
        if one not in there:
            raise UsageError(f"'{one}' has no bench.cpp; these have: {' '.join(there) or 'none'}")
    return [name for name in there if not selectors or name in selectors]


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

    Raises BenchError where one fails, or prints what is no measurement.
    """
    cpp: list[dict[str, tuple[float, str | None]]] = []
    python: list[dict[str, float]] = []
    for _ in range(rounds):
        cpp.append(_cpp_rates(program))
        python.append(_python_rates(ROOT / chapter / "python" / "bench.py"))
    if stray := sorted(set(python[0]) - set(cpp[0])):
        raise BenchError(f"{chapter}/python/bench.py measures what bench.cpp does not: {stray[0]}")
    rows = []
    for name, (_, limit) in cpp[0].items():
        if limit is not None and limit not in cpp[0]:
            raise BenchError(f"{chapter}/bench.cpp: '{name}' has no limit '{limit}'")
        theirs = tuple(one[name] for one in python) if name in python[0] else ()
        rows.append(Row(name, tuple(one[name][0] for one in cpp), theirs, limit))
    return Chapter(chapter, tuple(rows))


def _cpp_rates(program: Path) -> dict[str, tuple[float, str | None]]:
    """Each benchmark's items per second, and the limit its label names."""
    report_ = json.loads(_output([str(program), "--benchmark_format=json"]))
    found: dict[str, tuple[float, str | None]] = {}
    for one in report_["benchmarks"]:
        if one.get("error_occurred"):
            raise BenchError(f"{program}: {one['name']}: {one.get('error_message', 'failed')}")
        if one.get("run_type", "iteration") != "iteration":
            continue
        unit = {"ns": 1e9, "us": 1e6, "ms": 1e3, "s": 1.0}[one["time_unit"]]
        rate = one.get("items_per_second") or unit / one["real_time"]
        label = one.get("label", "")
        limit = label.removeprefix(_LIMIT) if label.startswith(_LIMIT) else None
        found[_SUFFIX.sub("", one["name"])] = (rate, limit)
    return found


def _python_rates(script: Path) -> dict[str, float]:
    lines = _output([sys.executable, str(script)]).splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    return {one["name"]: float(one["items_per_second"]) for one in records}


def _output(argv: Sequence[str]) -> str:
    """What a program prints; BenchError where it fails or does not end."""
    try:
        done = subprocess.run(
            argv, capture_output=True, text=True, check=False, timeout=SECONDS_AT_MOST
        )
    except subprocess.TimeoutExpired:
        raise BenchError(f"{argv[-1]} was still running after {SECONDS_AT_MOST:g} s") from None
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["without a word"]
        raise BenchError(f"{argv[0]} {argv[-1]} ended with {done.returncode}: {last[0]}")
    return done.stdout


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

"""Knows what building and testing a sample takes, beside the plain compiler commands.

All of it works on a copy of the repository, since listings are changed.
"""

from __future__ import annotations

import os
import resource
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from extract_and_test import catalogue, durations
from extract_and_test.command import ROOT
from extract_and_test.listing import Listing
from extract_and_test.looking import compile_command

from . import clock
from .clock import Run, seconds
from .figure import Figure, MeasureError, bound, middle, ratios
from .plan import Plan

COMPILE_SECONDS = 300.0
"""Seconds that one plain compiler command may take."""
_PARTS = ("CMakeLists.txt", "CMakePresets.json", "README.md", "tools")
_NOT_COPIED = shutil.ignore_patterns("__pycache__", "node_modules", ".pytest_cache", ".hypothesis")


@dataclass(frozen=True)
class Sample:
    """The listings that stand for all, in a copy of the repository at `root`."""

    plan: Plan
    root: Path

    @cached_property
    def listings(self) -> tuple[Listing, ...]:
        """Which they are; SelectionError where nothing is selected."""
        found = catalogue.read(self.root)
        names = set(catalogue.select(found, self.plan.sample, self.root))
        return tuple(one for one in found.listings if one.name in names)

    @property
    def build(self) -> Path:
        """Where the copy's build folders are."""
        return self.root / "build"

    def test(self, *arguments: str, **environment: str) -> clock.Run:
        """What testing took; that a listing has failed is told, and spoils nothing."""
        command = [self.root / "tools" / "listings", "test", *arguments]
        environment["LISTINGS_BUILD"] = str(self.build)
        done = clock.run(command, self.root, environment, 3 * clock.LIMIT, allowed=(0, 1))
        if done.status:
            self.plan.tell(f"  not all held: {done.output.splitlines()[-1]}")
        return done

    def built(self) -> None:
        """Sees to it that all of it has been built and tested before."""
        if not durations.recorded(self.build / "debug"):
            self.plan.tell("  building the sample")
            self.test(*self.plan.sample)


def sample(plan: Plan) -> Sample:
    """The sample, copied where the plan works; a copy that is there is brought up to date."""
    root = plan.folder / "copy"
    for source in (*(ROOT / part for part in _PARTS), *catalogue.chapters(ROOT)):
        if source.is_dir():
            shutil.copytree(source, root / source.name, ignore=_NOT_COPIED, dirs_exist_ok=True)
        else:
            root.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, root)
    return Sample(plan, root)


def from_nothing(plan: Plan) -> Iterator[Figure]:
    """A test into an empty build folder, against the plain command of each listing."""
    one = sample(plan)

    def fresh() -> Run:
        shutil.rmtree(one.build, ignore_errors=True)
        return one.test(*plan.sample)

    ways = {"plain": lambda: plain(one, plan.jobs), "tools/listings": fresh}
    taken = clock.in_turn(plan.rounds, ways, plan.tell)
    ours, theirs = seconds(taken["tools/listings"]), seconds(taken["plain"])
    yield Figure(
        "from nothing, to plain commands",
        ratios(ours, theirs),
        at_most=0.5,
        about=f"{plan.said}, {len(one.listings)} listings: {middle(ours)}, "
        f"plain {middle(theirs)}, {plan.jobs} at a time",
    )


def plain(one: Sample, jobs: int) -> Run:
    """Compiles each listing by its plain command and runs it once, `jobs` at a time."""
    found = catalogue.read(one.root)
    with tempfile.TemporaryDirectory(prefix="plain-", dir=one.plan.folder) as name:
        folder = Path(name)

        def both(listing: Listing) -> None:
            program = folder / listing.target
            words = shlex.split(compile_command(found, listing))
            words[words.index("-o") + 1] = str(program)
            _compile(words, one.root, listing)
            # What must block would have to be watched, and has no time of its own.
            if listing.expect not in ("compile error", "deadlock"):
                _run(program, folder, listing)

        with ThreadPoolExecutor(jobs) as pool:
            began, used = time.perf_counter(), _used()
            try:
                list(pool.map(both, one.listings))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
            return Run(time.perf_counter() - began, _used() - used)


def _used() -> float:
    """The processor time, in seconds, of all that this process has run so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _compile(words: Sequence[str], root: Path, listing: Listing) -> None:
    done = subprocess.run(
        words, cwd=root, capture_output=True, text=True, timeout=COMPILE_SECONDS, check=False
    )
    if (done.returncode == 0) == (listing.expect == "compile error"):
        last = done.stderr.strip().splitlines()[-1:] or ["it compiled"]
        raise MeasureError(f"{shlex.join(words)}: {last[0]}")


def _run(program: Path, folder: Path, listing: Listing) -> None:
    done = subprocess.run(
        [program, *listing.args],
        cwd=folder,
        input=(listing.input or "").encode(),
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        timeout=listing.timeout,
        check=False,
    )
    if done.returncode != listing.exit:
        raise MeasureError(f"{listing.name}, compiled plainly, ended with {done.returncode}")


def unchanged(plan: Plan) -> Iterator[Figure]:
    """A test of what has been built, against the least time in which it could be run."""
    one = sample(plan)
    one.built()
    one.test(*plan.sample)  # what the copying may have touched
    workers = 2 * (os.cpu_count() or 1)
    least: list[float] = []

    def again() -> Run:
        done = one.test(*plan.sample)
        runs = durations.recorded(one.build / "debug")
        names = {listing.name for listing in one.listings}
        least.append(bound([s for n, s in runs.items() if n.split(" ")[0] in names], workers))
        return done

    ours = seconds(
        clock.in_turn(plan.rounds, {"nothing changed": again}, plan.tell)["nothing changed"]
    )
    yield Figure(
        "nothing changed, to the bound + 10% + 0.5 s",
        ratios(ours, [1.1 * each + 0.5 for each in least]),
        at_most=1.0,
        about=f"{plan.said}: {middle(ours)}; the longest run, or all by {workers} at once: "
        f"{middle(least)}",
    )


def changed(plan: Plan) -> Iterator[Figure]:
    """A test of one listing that was changed, against its own commands by hand."""
    one = sample(plan)
    one.built()
    listing = next(each for each in one.listings if each.expect is None)

    def change() -> Run:
        _change(one.root / listing.path)
        return one.test(listing.name)

    ways = {"tools/listings": change, "by hand": lambda: _by_hand(one, listing)}
    taken = clock.in_turn(plan.rounds, ways, plan.tell)
    ours, theirs = seconds(taken["tools/listings"]), seconds(taken["by hand"])
    yield Figure(
        "one listing changed, more than its compile and run",
        tuple(a - b for a, b in zip(ours, theirs)),
        "s",
        at_most=0.5,
        about=f"{listing.name}: {middle(ours)}, its commands by hand {middle(theirs)}",
    )


def _change(file: Path) -> None:
    """Changes a listing: a line more before its blocks, or that line less."""
    text = file.read_text("utf-8")
    output, more = "/* Output:", "// Measured.\n\n/* Output:"
    old, new = (more, output) if more in text else (output, more)
    file.write_text(text.replace(old, new, 1), "utf-8")


def _by_hand(one: Sample, listing: Listing) -> Run:
    """The listing's own compile, link and run."""
    folder = one.build / "debug"
    commands = clock.run(["ninja", "-t", "commands", listing.target], folder).output.splitlines()
    own = [each for each in commands if f"CMakeFiles/{listing.target}.dir/" in each]
    began, used = time.perf_counter(), _used()
    for each in own:
        clock.run(["sh", "-c", each], folder)
    with tempfile.TemporaryDirectory(dir=one.plan.folder) as place:
        _run(folder / listing.name, Path(place), listing)
    return Run(time.perf_counter() - began, _used() - used)

"""Knows the commands that run or compare: test, run, extract, match."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from . import build, catalogue, chaos, durations, extract, ledger, listing, matching, mismatch
from . import report, session, trace, trial, verify
from .command import COULD_NOT, FAILED, HELD, INTERRUPTED, ROOT, UsageError, chosen
from .listing import Expected, Listing, ListingError, Problem

_DURATIONS = Path("tools/durations.tsv")


def test(options: argparse.Namespace) -> int:
    """Builds, runs and compares the selected listings, and those of manuscripts."""
    if why := session.missing_tools():
        raise UsageError(why)
    seed = _seed(options)
    for file in (options.junit, options.json):
        if file and not file.absolute().parent.is_dir():
            raise UsageError(f"{file}: there is no such folder to write to")
    try:
        root, listings = _to_test(options)
    except ListingError as error:
        print("\n".join(f"listings: {problem}" for problem in error.problems), file=sys.stderr)
        print(report.totals({"skipped": len({p.path for p in error.problems})}))
        return COULD_NOT
    if options.shard:
        taken = durations.read(ROOT / _DURATIONS)
        listings = durations.part(listings, taken, *options.shard)
    folder = build.folder_for(ROOT) / options.preset
    if root != ROOT:
        folder = root.with_name(root.name + "-" + options.preset)
    course = session.Session(
        build.Tree(ROOT, root, folder, options.preset),
        listings,
        session.Options(
            jobs=options.jobs,
            repeat=options.repeat,
            python=options.python,
            build=not options.no_build,
            fail_fast=options.fail_fast,
            expected=durations.recorded(folder),
            chaos=seed,
        ),
    )
    if seed is not None:
        print(f"chaos: schedules from seed {seed} on", flush=True)
    return _tested(course, options)


def _seed(options: argparse.Namespace) -> int | None:
    """The seed of the first schedule, or None without --chaos; UsageError where it can't be."""
    if not options.chaos and options.seed is None:
        return None
    if not chaos.available():
        raise UsageError("--chaos needs Linux: test without it")
    if options.preset in trial.SANITIZED:
        raise UsageError(
            f"--chaos and the preset '{options.preset}' stand in front of the same calls: "
            "test with one or the other"
        )
    return chaos.new_seed() if options.seed is None else options.seed


def _tested(course: session.Session, options: argparse.Namespace) -> int:
    """Runs the session and reports on it; the exit status."""
    results: list[session.Result] = []
    interrupted = False
    reporter = report.Reporter(course.total)
    with reporter:
        try:
            for result in course.results(reporter.progress):
                results.append(result)
                reporter.result(result)
        except KeyboardInterrupt:
            interrupted = True
        except build.BuildError as error:
            raise UsageError(str(error)) from None
    reporter.finish(interrupted)
    if course.options.chaos is None:
        durations.record(course.tree.folder, results)
    if options.record:
        durations.write(ROOT / _DURATIONS, course.tree.folder, course.listings)
    for path, text in ((options.junit, report.as_junit), (options.json, report.as_json)):
        if path:
            report.write_whole(path, text(results))
    if course.tree.root == ROOT:
        ledger.record(ROOT, build.folder_for(ROOT), results)
    return INTERRUPTED if interrupted else FAILED if reporter.counts["failed"] else HELD


def _to_test(options: argparse.Namespace) -> tuple[Path, list[Listing]]:
    """Where the listings to test stand, and which they are.

    A manuscript outside the chapters is extracted to a folder of its own; it
    can't be mixed with selectors of listings here.
    """
    files = [Path(s) for s in options.selectors if catalogue.is_manuscript(ROOT, Path(s))]
    if not files:
        return ROOT, chosen(options)[1]
    if len(files) < len(options.selectors):
        raise UsageError("test manuscripts by themselves, without other selectors")
    plan = _planned(files)
    if not plan.listings:
        raise UsageError(
            f"no listing in {', '.join(map(str, files))}: "
            "a listing is a C++ block that begins with '// path/to/file.cpp'"
        )
    folder = build.folder_for(ROOT) / "manuscripts" / _identifier(files)
    wanted = {folder / block.path for block in plan.listings}
    for old in set(folder.rglob("*.cpp")) - wanted:
        old.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    extract.write(plan, folder, force=True)
    found = catalogue.read_all(folder)
    if found.problems:
        raise ListingError([_in_manuscript(problem, plan) for problem in found.problems])
    return folder, list(found.listings)


def _in_manuscript(problem: Problem, plan: extract.Plan) -> Problem:
    """A problem of an extracted listing, where its author can mend it."""
    block = next(block for block in plan.listings if block.path == problem.path)
    return block.problem(problem.message, problem.line - 1)


def _identifier(files: Sequence[Path]) -> str:
    import hashlib

    text = "\n".join(str(file.resolve()) for file in files)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _planned(files: Sequence[Path]) -> extract.Plan:
    for file in files:
        if not file.is_file():
            raise UsageError(f"{file}: no such file")
    plan = extract.plan(files, ROOT)
    if plan.problems:
        raise ListingError(plan.problems)
    return plan


def extract_(options: argparse.Namespace) -> int:
    """Writes the listings of manuscripts to a folder."""
    written = extract.write(_planned(options.files), options.to, options.force)
    for path in written.written:
        print(f"written {options.to / path}")
    for path in written.unchanged:
        print(f"unchanged {options.to / path}")
    print(f"{len(written.written)} written, {len(written.unchanged)} unchanged")
    return HELD


def run(options: argparse.Namespace) -> int:
    """Builds one listing and becomes it."""
    _, listings = chosen(options)
    if len(listings) != 1:
        raise UsageError(
            f"'{options.selectors[0]}' selects {len(listings)} listings, run takes one: "
            + " ".join(one.name for one in listings[:8])
        )
    if why := session.missing_tools():
        raise UsageError(why)
    one = listings[0]
    tree = build.Tree(ROOT, ROOT, build.folder_for(ROOT) / options.preset, options.preset)
    try:
        with build.locked(tree.folder):
            build.configure(tree)
            build.refresh(tree)
            if reason := tree.skipped().get(one.name):
                raise UsageError(f"{one.name} {reason}: tools/setup installs it")
            for failure in build.all_of(tree, [one.target], None):
                print(failure.messages, file=sys.stderr)
                print(f"listings: {one.name} does not compile", file=sys.stderr)
                return FAILED
    except build.BuildError as error:
        raise UsageError(str(error)) from None
    program = str(tree.program(one))
    sys.stdout.flush()
    os.execv(program, [program, *(options.rest or one.args)])


def match(options: argparse.Namespace) -> int:
    """Compares an output with a block; prints why it does not match."""
    expected = _block(options.block)
    output = options.output.read_bytes() if options.output else sys.stdin.buffer.read()
    lines = verify.lines_of(output)
    found = matching.match(expected.block, lines)
    counts = {"passed": 1}
    if isinstance(found, matching.Undecided):
        raise UsageError(
            f"the block is too ambiguous to decide ({found.steps} steps): "
            "tell its equal lines apart, in the output or by fewer lanes"
        )
    if isinstance(found, matching.Mismatch):
        counts = {"failed": 1}
        explained = mismatch.explain(expected.block, lines, found)
        finding = verify.Finding(
            "the output is none that the block allows", explained.sentences, explained.rows
        )
        from rich.console import Console

        console = Console(highlight=False, soft_wrap=True)
        for line in report.shown(finding, console.width):
            console.print(line)
    print(report.totals(counts))
    return FAILED if counts.get("failed") else HELD


def _block(selector: str) -> Expected:
    """The expected output in a listing, or in a file that holds a block's lines."""
    path = Path(selector)
    if path.suffix == ".cpp" and path.is_file() and not path.resolve().is_relative_to(ROOT):
        text = path.read_text("utf-8")
        one: Listing | None = listing.parse(text, listing.slugline(text) or path.name)
    elif path.is_file() and path.suffix != ".cpp":
        lines = path.read_text("utf-8").removesuffix("\n").split("\n")
        lines = [] if lines == [""] else lines
        try:
            return Expected(1, tuple(lines), trace.parse(lines))
        except trace.BlockError as error:
            raise UsageError(f"{path}: {error}") from None
    else:
        _, listings = chosen(argparse.Namespace(selectors=[selector]))
        if len(listings) != 1:
            raise UsageError(f"'{selector}' selects {len(listings)} listings, match takes one")
        one = listings[0]
    if one is None or one.output is None:
        raise UsageError(f"{selector} has no Output block")
    return one.output

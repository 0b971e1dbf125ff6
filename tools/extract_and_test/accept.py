"""Knows how to make a listing's blocks from what it prints when run many times."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from . import build, catalogue, infer, listing, matching, report, run, session, trace, trial, verify
from .command import FAILED, HELD, ROOT, UsageError
from .listing import Listing, ListingError
from .run import Job, Outcome
from .sandbox import Sandbox
from .workers import Workers

_BUSY = "import os\nwhile os.getppid() == {parent}:\n    sum(range(100_000))"


def command(options: argparse.Namespace) -> int:
    """Proposes blocks for the selected listings; writes them with --write."""
    if why := session.missing_tools():
        raise UsageError(why)
    found = catalogue.read(ROOT)
    listings = [_read(name) for name in catalogue.select(found, options.selectors, Path.cwd())]
    tree = build.Tree(ROOT, ROOT, build.folder_for(ROOT) / options.preset, options.preset)
    try:
        with build.locked(tree.folder):
            build.configure(tree)
            build.refresh(tree)
            for one in listings:
                if reason := tree.skipped().get(one.name):
                    raise UsageError(f"{one.name} {reason}: tools/setup installs it")
            failures = build.all_of(tree, [one.target for one in listings], options.jobs)
    except build.BuildError as error:
        raise UsageError(str(error)) from None
    for failure in failures:
        print(f"{failure.target} does not compile:\n{failure.messages}", file=sys.stderr)
    if failures:
        return FAILED
    outcomes = _outcomes(tree, listings, options)
    held = [_accept(one, outcomes[one.name], options.write) for one in listings]
    return HELD if all(held) else FAILED


def _read(name: str) -> Listing:
    """The listing, also one that has no Output block yet."""
    path = f"{name}.cpp"
    text = (ROOT / path).read_text("utf-8")
    try:
        one = listing.parse(text, path)
    except ListingError as error:
        if not all("'Output' is missing" in problem.message for problem in error.problems):
            raise
        one = replace(listing.parse(f"{text}\n/* Output:\n*/\n", path), text=text)
    if one.expect == "compile error":
        raise UsageError(f"{name} must not compile: write its Errors block by hand")
    return one


def _outcomes(
    tree: build.Tree, listings: Sequence[Listing], options: argparse.Namespace
) -> dict[str, list[Outcome]]:
    """What came of many runs of each listing, with the processors kept busy."""
    found: dict[str, list[Outcome]] = {one.name: [] for one in listings}
    todo = [(one, str(tree.program(one))) for one in listings for _ in range(options.runs)]
    count = options.jobs or 2 * (os.cpu_count() or 1)
    with Workers(count, [ROOT, tree.folder], _run) as workers, _busy_processors():
        while todo or workers.running:
            while todo and workers.free:
                workers.start(todo.pop())
            for (one, _), outcome in workers.finished():
                found[one.name].append(outcome)
    return found


def _run(task: tuple[Listing, str], sandbox: Sandbox) -> Outcome:
    """In a worker: one run. A listing that deadlocks has printed all once it is idle."""
    one, program = task
    blocked = _always if one.expect == "deadlock" else None
    job = Job((program, *one.args), one.timeout, one.input or "", trial.environment(one), blocked)
    return run.run(job, sandbox)


def _always(_: bytes) -> bool:
    return True


@contextmanager
def _busy_processors() -> Iterator[None]:
    """Keeps every processor busy, so that more orders are seen."""
    code = _BUSY.format(parent=os.getpid())
    busy = [
        subprocess.Popen([sys.executable, "-S", "-c", code]) for _ in range(os.cpu_count() or 1)
    ]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def _accept(one: Listing, outcomes: Sequence[Outcome], write: bool) -> bool:
    """Shows, and with `write` writes, the blocks of one listing; whether that could be done."""
    for outcome in outcomes:
        findings = verify.program(
            replace(one, output=None, errors=None), replace(outcome, stderr=b"")
        )
        if findings:
            print(f"{one.name}: {'; '.join(f.what for f in findings)}", file=sys.stderr)
            return False
    text = one.text
    for name, outputs in (
        ("Output", [verify.lines_of(o.stdout) for o in outcomes]),
        ("Errors", [verify.lines_of(o.stderr) for o in outcomes]),
    ):
        if name == "Errors" and not any(outputs):
            continue
        try:
            proposal = infer.propose(outputs)
            _show(one, name, proposal, outputs)
        except infer.NoProposal as error:
            print(f"{one.name}: {error}", file=sys.stderr)
            return False
        text = _with_block(text, name, proposal.lines)
    if write and text != one.text:
        listing.parse(text, one.path)
        report.write_whole(ROOT / one.path, text)
        print(f"{one.name}: written")
    return True


def _show(
    one: Listing, name: str, proposal: infer.Proposal, outputs: Sequence[Sequence[str]]
) -> None:
    orders = "1 order" if proposal.orders == 1 else f"{proposal.orders} orders"
    block = trace.parse(proposal.lines)
    if not all(isinstance(matching.match(block, o), matching.Match) for o in outputs):
        raise infer.NoProposal("its equal lines are too many to tell apart: no block is proposed")
    print(f"{one.name}: {len(outputs)} runs, {orders} seen")
    print(f"/* {name}:", *proposal.lines, "*/", sep="\n")
    current = one.output if name == "Output" else one.errors
    if current and current.lines:
        allowed = sum(isinstance(matching.match(current.block, o), matching.Match) for o in outputs)
        print(f"{one.name}: the block in the file allows {allowed} of the {len(outputs)} runs")


def _with_block(text: str, name: str, lines: Sequence[str]) -> str:
    """`text` with the lines as its block of that name."""
    # Comment marks would end the block, or have the compiler warn.
    lines = [line.replace("*/", "*{{/}}").replace("/*", "/{{[*]}}") for line in lines]
    block = "\n".join([f"/* {name}:", *lines, "*/"])
    old = re.compile(rf"^/\* {name}:[ \t]*\n.*?^\*/[ \t]*$", re.MULTILINE | re.DOTALL)
    if old.search(text):
        return old.sub(lambda _: block, text, count=1)
    return f"{text.rstrip()}\n\n{block}\n"

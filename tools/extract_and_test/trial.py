"""Knows one run of a listing: what it is run with, and what it is judged by."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial

from . import chaos, matching, run, verify
from .listing import Listing
from .sandbox import Sandbox
from .verify import Finding

SANITIZED = ("tsan", "tsan-clang", "asan")
_SANITIZED_SLOWER = 5
_SANITIZED_IDLE = 0.05
"""Processor seconds a second that ThreadSanitizer's own thread may use."""


@dataclass(frozen=True)
class Item:
    """What is verified: a listing ("" ), its ThreadSanitizer build, or its counterpart."""

    listing: Listing
    variant: str = ""

    @property
    def name(self) -> str:
        """How a report calls it."""
        return self.listing.name + (f" ({self.variant})" if self.variant else "")


@dataclass(frozen=True)
class Trial:
    """One run of an item, the `number`-th (from 1), and the preset it is built with.

    `shake` is how it is shaken, if it is.
    """

    item: Item
    number: int
    argv: tuple[str, ...]
    preset: str
    shake: chaos.Shake | None = None


@dataclass(frozen=True)
class Verdict:
    """What was wrong with a run, and its wall time in seconds.

    `order` tells of a shaken run which line of the Output block each line of its
    output was; it is None where the block allows no such output.
    """

    findings: tuple[Finding, ...]
    seconds: float
    order: tuple[int, ...] | None = None


def judged(trial: Trial, sandbox: Sandbox) -> Verdict:
    """In a worker: makes the run, and finds what is wrong with it."""
    listing, variant = trial.item.listing, trial.item.variant
    sanitized = variant != "python" and (trial.preset in SANITIZED or variant == "tsan")
    deadlock = listing.expect == "deadlock" and listing.output is not None
    shake = trial.shake
    slower = (_SANITIZED_SLOWER if sanitized else 1) * (chaos.SLOWER if shake else 1)
    job = run.Job(
        argv=trial.argv,
        timeout=listing.timeout * slower,
        input=listing.input or "",
        environment=environment(listing) | (shake.environment if shake else {}),
        blocked_when=partial(verify.matches, listing.output) if deadlock else None,
        idle_seconds=_SANITIZED_IDLE if sanitized else 0.0,
    )
    with shake.placed() if shake else nullcontext():
        outcome = run.run(job, sandbox)
    racing = listing.expect == "data race" and "tsan" in (trial.preset[:4], variant)
    judge = verify.counterpart if variant == "python" else verify.race if racing else verify.program
    order = _order(listing, outcome) if shake else None
    return Verdict(judge(listing, outcome), outcome.seconds, order)


def _order(listing: Listing, outcome: run.Outcome) -> tuple[int, ...] | None:
    """The order, of those that the block allows, in which the lines came."""
    if listing.output is None:
        return None
    found = matching.match(listing.output.block, verify.lines_of(outcome.stdout))
    return found.entries if isinstance(found, matching.Match) else None


def environment(listing: Listing) -> dict[str, str]:
    """What the sanitizers' runtimes are told; programs without them ignore it.

    A listing that shows a deadlock would be reported as one before it blocks.
    """
    find_deadlocks = 0 if listing.expect == "deadlock" else 1
    return {
        "TSAN_OPTIONS": f"detect_deadlocks={find_deadlocks}:second_deadlock_stack=1",
        "ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1",
        "UBSAN_OPTIONS": "print_stacktrace=1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }

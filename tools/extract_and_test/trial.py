"""Knows one run of a listing: what it is run with, and what it is judged by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from . import run, verify
from .listing import Listing
from .sandbox import Sandbox
from .verify import Finding

SANITIZED = ("tsan", "asan")
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
    """One run of an item, the `number`-th (from 1), and the preset it is built with."""

    item: Item
    number: int
    argv: tuple[str, ...]
    preset: str


@dataclass(frozen=True)
class Verdict:
    """What was wrong with a run, and its wall time in seconds."""

    findings: tuple[Finding, ...]
    seconds: float


def judged(trial: Trial, sandbox: Sandbox) -> Verdict:
    """In a worker: makes the run, and finds what is wrong with it."""
    listing, variant = trial.item.listing, trial.item.variant
    sanitized = variant != "python" and (trial.preset in SANITIZED or variant == "tsan")
    deadlock = listing.expect == "deadlock" and listing.output is not None
    job = run.Job(
        argv=trial.argv,
        timeout=listing.timeout * (_SANITIZED_SLOWER if sanitized else 1),
        input=listing.input or "",
        environment=environment(listing),
        blocked_when=partial(verify.matches, listing.output) if deadlock else None,
        idle_seconds=_SANITIZED_IDLE if sanitized else 0.0,
    )
    outcome = run.run(job, sandbox)
    if variant == "python":
        return Verdict(verify.counterpart(listing, outcome), outcome.seconds)
    racing = listing.expect == "data race" and (trial.preset == "tsan" or variant == "tsan")
    judge = verify.race if racing else verify.program
    return Verdict(judge(listing, outcome), outcome.seconds)


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

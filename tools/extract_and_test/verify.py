"""Knows when a run is what its listing promises, and says what is not."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import dataclass

from . import matching, mismatch
from .listing import Expected, Listing
from .mismatch import Row
from .run import GRACE, OUTPUT_BYTES, Outcome
from .sandbox import LEFT_THERE

RACE_REPORT = b"WARNING: ThreadSanitizer: data race"
_EXCERPT = 20


@dataclass(frozen=True)
class Finding:
    """One thing that is not as promised: what, more on it, views of the output."""

    what: str
    sentences: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    excerpt: tuple[str, ...] = ()


def lines_of(output: bytes) -> list[str]:
    """The lines of an output; bytes that are not UTF-8 appear as \\xNN."""
    text = output.decode("utf-8", "backslashreplace").replace("\0", "\\x00")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return [line.rstrip() for line in lines]


def matches(expected: Expected, output: bytes) -> bool:
    """Whether the output so far is one that the block allows."""
    return isinstance(matching.match(expected.block, lines_of(output)), matching.Match)


def program(listing: Listing, outcome: Outcome) -> tuple[Finding, ...]:
    """What is wrong with a run of the listing itself."""
    return (
        *_ended(listing, outcome),
        *_exited(listing, outcome),
        *_output(listing, outcome),
        *_errors(listing, outcome),
        *_remains(outcome),
    )


def race(listing: Listing, outcome: Outcome) -> tuple[Finding, ...]:
    """What is wrong with a run, built with ThreadSanitizer, of a listing that races."""
    found: list[Finding] = list(_remains(outcome))
    if outcome.ended != "exit":
        found += _ended(listing, outcome)
    elif RACE_REPORT not in outcome.stderr:
        what = "ThreadSanitizer reported no data race, and the listing says 'Expect: data race'"
        found.append(Finding(what, excerpt=_excerpt(outcome.stderr)))
    return (*found, *_output(listing, outcome))


def counterpart(listing: Listing, outcome: Outcome) -> tuple[Finding, ...]:
    """What is wrong with a run of the Python counterpart.

    It prints what the listing prints. Where the listing ends with an error, so
    must the counterpart, with Python's own exit code and message.
    """
    found = list(_ended(listing, outcome))
    if outcome.ended == "exit" and (outcome.status == 0) != (listing.exit == 0):
        what = f"ended with {status(outcome.status)}, the listing with {status(listing.exit)}"
        found.append(Finding(what))
    found += _output(listing, outcome)
    if listing.exit == 0 and listing.errors is None:
        found += _errors(listing, outcome)
    elif found and outcome.stderr:
        found.append(Finding("it wrote to stderr", excerpt=_excerpt(outcome.stderr)))
    return (*found, *_remains(outcome))


def diagnostics(listing: Listing, built: bool, messages: str) -> tuple[Finding, ...]:
    """What is wrong with the build of a listing that must not compile."""
    if built:
        return (Finding("it compiled, and the listing says 'Expect: compile error'"),)
    return tuple(_compared("the compiler's message", listing.errors, messages.encode()))


def status(code: int) -> str:
    """An exit status as a person would say it."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def _ended(listing: Listing, outcome: Outcome) -> Iterator[Finding]:
    blocks = listing.expect == "deadlock"
    seconds = f"{round(outcome.seconds, 1):g} s"
    if outcome.ended == "timeout" and blocks:
        yield Finding(
            f"after {seconds} it had neither ended nor blocked with its output complete",
            ("'Expect: deadlock' wants the whole output, then a second in which no thread runs",),
        )
    elif outcome.ended == "timeout":
        yield Finding(
            f"still running after {seconds}, and was ended",
            ("find what it waits for, or give it longer: '// Timeout: SECONDS'",),
        )
    elif outcome.ended == "output":
        yield Finding(
            f"printed more than {OUTPUT_BYTES >> 20} MiB, and was ended",
            ("find what it repeats: it began as follows",),
            excerpt=_excerpt(outcome.stdout or outcome.stderr),
        )
    elif outcome.ended == "exit" and blocks:
        yield Finding(f"ended ({status(outcome.status)}), and the listing says 'Expect: deadlock'")


def _exited(listing: Listing, outcome: Outcome) -> Iterator[Finding]:
    ended = outcome.ended == "exit" and listing.expect != "deadlock"
    if ended and outcome.status != listing.exit:
        meant = status(outcome.status).removeprefix("exit code ")
        yield Finding(
            f"ended with {status(outcome.status)}, expected {status(listing.exit)}",
            (f"where that is meant, say so: '// Exit: {meant}'",),
        )


def _output(listing: Listing, outcome: Outcome) -> Iterator[Finding]:
    if listing.output is not None and outcome.ended != "output":
        yield from _compared("the output", listing.output, outcome.stdout)


def _errors(listing: Listing, outcome: Outcome) -> Iterator[Finding]:
    if outcome.ended == "output":
        return
    if listing.errors is not None:
        yield from _compared("stderr", listing.errors, outcome.stderr)
    elif outcome.stderr:
        yield Finding(
            "wrote to stderr, and there is no '/* Errors:' block",
            excerpt=_excerpt(outcome.stderr),
        )


def _compared(what: str, expected: Expected, output: bytes) -> Iterator[Finding]:
    lines = lines_of(output)
    found = matching.match(expected.block, lines)
    if isinstance(found, matching.Undecided):
        yield Finding(
            f"{what} can't be decided: the block on line {expected.line} is too ambiguous",
            ("tell its equal lines apart, in the output or by fewer lanes",),
        )
    elif isinstance(found, matching.Mismatch):
        explained = mismatch.explain(expected.block, lines, found)
        where = f"{what} is none that the block on line {expected.line} allows"
        yield Finding(where, explained.sentences, explained.rows)


def _remains(outcome: Outcome) -> Iterator[Finding]:
    for what in outcome.remains:
        fate = "" if what.endswith(LEFT_THERE) else " (removed now)"
        when, mend = "", "remove it on every way out of the program"
        if what.startswith("process"):
            when, mend = f" {GRACE:g} s after it had ended", "end it, and wait until it has"
        yield Finding(f"left behind{when}: {what}{fate}", (mend,))


def _excerpt(output: bytes) -> tuple[str, ...]:
    lines = lines_of(output[: _EXCERPT * 400])
    more = [f"… {len(output)} bytes in all"] if len(lines) > _EXCERPT else []
    return (*(line[:200] for line in lines[:_EXCERPT]), *more)

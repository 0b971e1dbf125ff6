"""Knows how to tell of listings how tight their blocks are, after many runs under chaos."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import build, chaos, report, session, tightness
from .command import FAILED, HELD, INTERRUPTED, ROOT, UsageError, chosen
from .listing import Listing
from .session import Result
from .tightness import Allowed, Pair

SHOWN = 10
"""Pairs printed for each listing; the JSON has all."""
_EXACTLY = 10**15
"""Numbers from here on are rounded where they are printed."""


@dataclass(frozen=True)
class Tightness:
    """What `runs` runs that held have shown of a listing's Output block."""

    listing: Listing
    runs: int
    allowed: Allowed
    seen: int
    pairs: Sequence[Pair]


def command(options: argparse.Namespace) -> int:
    """Runs the selected listings, and tells how tight their blocks are."""
    if why := session.missing_tools():
        raise UsageError(why)
    if not chaos.available():
        raise UsageError("tight needs Linux: it runs listings under chaos")
    if options.json and not options.json.absolute().parent.is_dir():
        raise UsageError(f"{options.json}: there is no such folder to write to")
    listings = [one for one in chosen(options)[1] if one.output is not None]
    seed = chaos.new_seed() if options.seed is None else options.seed
    course = session.Session(
        build.Tree(ROOT, ROOT, build.folder_for(ROOT) / options.preset, options.preset),
        listings,
        session.Options(
            jobs=options.jobs, repeat=options.repeat, build=not options.no_build, chaos=seed
        ),
    )
    print(f"chaos: schedules from seed {seed} on", flush=True)
    found: list[Tightness] = []
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    interrupted = False
    try:
        for result in course.results():
            if not result.item.variant:
                counts[result.status] += 1
                found += _told(result)
    except KeyboardInterrupt:
        interrupted = True
    except build.BuildError as error:
        raise UsageError(str(error)) from None
    if options.json:
        report.write_whole(options.json, as_json(found, seed))
    print(report.totals(counts))
    return INTERRUPTED if interrupted else FAILED if counts["failed"] else HELD


def _told(result: Result) -> list[Tightness]:
    """Prints what came of a listing's runs, and returns it where any held."""
    if result.status == "failed":
        print(report.plain(result), flush=True)
    if not result.orders:
        return []
    one = measured(result)
    print("\n".join(described(one)), flush=True)
    return [one]


def measured(result: Result) -> Tightness:
    """What the runs of a listing show of its block."""
    block = result.item.listing.output.block
    return Tightness(
        listing=result.item.listing,
        runs=result.runs - result.failures,
        allowed=tightness.allowed(block),
        seen=tightness.seen(block, result.orders),
        pairs=tightness.never_swapped(block, result.orders),
    )


def described(one: Tightness) -> Iterator[str]:
    """The same as lines of text."""
    runs = "1 run" if one.runs == 1 else f"{one.runs} runs"
    most = "" if one.allowed.exact else "at most "
    orders = "order" if one.allowed.orders == 1 else "orders"
    number = one.allowed.orders
    many = f"{number}" if number < _EXACTLY else f"about {float(f'{number:.2e}'):g}"
    yield f"{one.listing.name}: {runs}, {one.seen} of {most}{many} {orders} seen"
    lines = one.listing.output.lines
    pairs = [pair for pair in one.pairs if not pair.follows]
    for pair in pairs[:SHOWN]:
        yield f"  never swapped: '{lines[pair.first]}' came before '{lines[pair.second]}'"
    if len(pairs) > SHOWN:
        yield f"  and {len(pairs) - SHOWN} more such pairs: see --json"
    if following := len(one.pairs) - len(pairs):
        yield f"  and {following} more, which {'follows' if following == 1 else 'follow'}"


def as_json(found: Sequence[Tightness], seed: int) -> str:
    """All of it as a JSON document; lines by their number in the block, from 1."""
    return json.dumps({"seed": seed, "listings": [_record(one) for one in found]}, indent=2) + "\n"


def _record(one: Tightness) -> dict[str, object]:
    lines = one.listing.output.lines
    return {
        "listing": one.listing.name,
        "runs": one.runs,
        "allowed": one.allowed.orders,
        "exact": one.allowed.exact,
        "seen": one.seen,
        "never_swapped": [
            {
                "first": {"line": pair.first + 1, "text": lines[pair.first]},
                "second": {"line": pair.second + 1, "text": lines[pair.second]},
                "follows": pair.follows,
            }
            for pair in one.pairs
        ],
    }

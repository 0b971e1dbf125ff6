"""Knows the command line: tools/measure [WHAT…]."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from extract_and_test import bench, catalogue, session

from . import building, growing, others, spreading
from .figure import Figure, MeasureError, MissingError, show
from .plan import Plan

MET, MISSED, COULD_NOT, INTERRUPTED = 0, 1, 2, 130
WHATS: dict[str, Callable[[Plan], Iterator[Figure]]] = {
    "list": growing.listed,
    "matching": growing.matching,
    "nothing": building.from_nothing,
    "unchanged": building.unchanged,
    "changed": building.changed,
    "trivial": others.trivial,
    "growth": growing.growth,
}
"""What is measured unless something is named, in this order."""
MORE: dict[str, Callable[[Plan], Iterator[Figure]]] = {"distcc": spreading.distcc}
"""What else can be."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures; the exit status: 0 all targets met, 1 one missed, 2 something could not run."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if why := session.missing_tools():
        print(f"measure: {why}", file=sys.stderr)
        return COULD_NOT
    figures: list[Figure] = []
    with ExitStack() as held:
        folder = options.folder
        if folder is None:
            folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="measure-")))
        plan = Plan(
            folder.absolute(), options.sample, options.rounds, options.jobs, options.sizes, _tell
        )
        try:
            ran = [_measure(what, plan, figures) for what in options.what or WHATS]
        except KeyboardInterrupt:
            ran = [INTERRUPTED]
    show(figures, bench.machine(), Console(width=None if sys.stdout.isatty() else 400))
    missed = MISSED if any(one.met is False for one in figures) else MET
    return max(missed, *ran)


def _measure(what: str, plan: Plan, figures: list[Figure]) -> int:
    """Measures one thing, adding to the figures; 0, or 2 where it could not be done."""
    measure = (WHATS | MORE)[what]
    _tell((measure.__doc__ or what).partition("\n")[0])
    try:
        for one in measure(plan):
            figures.append(one)
    except MissingError as error:
        _tell(f"left out: {error}")
    except (MeasureError, catalogue.SelectionError, subprocess.SubprocessError, OSError) as error:
        _tell(f"measure: {what}: {error}")
        return COULD_NOT
    return MET


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 up")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tools/measure",
        description="Measures how fast listings are verified, beside what is the alternative. "
        f"WHAT is any of {', '.join(WHATS)}, which is what is measured without one, "
        f"or {', '.join(MORE)}.",
    )
    parser.add_argument("what", nargs="*", metavar="WHAT", type=_what)
    parser.add_argument(
        "--sample",
        nargs="+",
        default=["ch05"],
        metavar="SELECTOR",
        help="what is built; default: ch05, all of it: 'ch*'",
    )
    parser.add_argument("--rounds", type=_number, default=3, metavar="N", help="default: 3")
    parser.add_argument(
        "-j", "--jobs", type=_number, default=os.cpu_count() or 1, metavar="N", help="at a time"
    )
    parser.add_argument(
        "--sizes",
        type=_number,
        nargs="+",
        default=[100, 1000, 10000],
        metavar="N",
        help="of synthetic projects; default: 100 1000 10000",
    )
    parser.add_argument(
        "--in",
        dest="folder",
        type=Path,
        metavar="DIR",
        help="work in this folder and leave it: what it has built is taken the next time",
    )
    return parser


def _what(text: str) -> str:
    if text not in WHATS | MORE:
        raise argparse.ArgumentTypeError(f"'{text}' is none of {', '.join(WHATS | MORE)}")
    return text

"""Knows the command line: tools/listings COMMAND [SELECTOR…]."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from . import catalogue
from .catalogue import Catalogue
from .listing import Listing, ListingError

ROOT = Path(__file__).resolve().parents[2]
HELD, FAILED, COULD_NOT, INTERRUPTED = 0, 1, 2, 130
PRESETS = ("debug", "release", "tsan", "tsan-clang", "asan", "clang", "distcc")


class UsageError(Exception):
    """What stops a command before it begins: one line, with the mend."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; the exit status: 0 all held, 1 something failed, 2 it could not run."""
    arguments, rest = _split(list(sys.argv[1:] if arguments is None else arguments))
    options = _parser().parse_args(arguments)
    options.rest = rest
    # A command that is ended cleans up as one that is interrupted.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        status = options.run(options)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT
    except (UsageError, catalogue.SelectionError, ListingError, OSError) as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED


def _refuse(why: str) -> int:
    sys.stdout.flush()
    for line in why.split("\n"):
        print(f"listings: {line}", file=sys.stderr)
    return COULD_NOT


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """The arguments before and behind a `--`."""
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]


def chosen(options: argparse.Namespace) -> tuple[Catalogue, list[Listing]]:
    """The catalogue, and the listings that are selected; ListingError where one is bad."""
    found = catalogue.read(ROOT)
    names = catalogue.select(found, options.selectors, Path.cwd())
    if problems := found.problems_of(names):
        raise ListingError(problems)
    return found, [one for name in names if (one := found.get(name))]


def _late(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    """A command whose module is imported only when it runs: the others start sooner."""

    def run(options: argparse.Namespace) -> int:
        return getattr(import_module(f".{module}", __package__), function)(options)

    return run


def _number(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text) if text.isdecimal() else least - 1
        if number < least:
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from {least} up")
        return number

    return read


def _shard(text: str) -> tuple[int, int]:
    part, _, of = text.partition("/")
    if not (part.isdecimal() and of.isdecimal() and 1 <= int(part) <= int(of)):
        raise argparse.ArgumentTypeError(f"'{text}' is not I/N, with I from 1 to N")
    return int(part), int(of)


_Commands = Callable[..., argparse.ArgumentParser]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tools/listings",
        description="Builds, runs and verifies the listings. A SELECTOR is a chapter (ch05), a "
        "listing (ch05/03_lock, ch05/03), a glob, a .cpp or .md file, or a Python name "
        "(threading.Lock); without one, all are meant.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(
        name: str,
        run: Callable[[argparse.Namespace], int],
        about: str,
        selectors: str | None = "*",
    ) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
        one.set_defaults(run=run)
        if selectors:
            one.add_argument("selectors", nargs=selectors, metavar="SELECTOR")
        return one

    _testing(command)
    _running(command)
    _looking(command)
    return parser


def _testing(command: _Commands) -> None:
    """The command that everything else is for."""
    test = command("test", _late("testing", "test"), "build, run and compare")
    test.add_argument("-j", "--jobs", type=_number(1), metavar="N", help="how many at once")
    test.add_argument("--repeat", type=_number(1), default=1, metavar="N", help="runs of each")
    test.add_argument("--preset", choices=PRESETS, default="debug")
    test.add_argument("--python", action="store_true", help="verify the Python counterparts too")
    test.add_argument("--chaos", action="store_true", help="each run on another schedule")
    test.add_argument(
        "--seed", type=_number(0), metavar="N", help="the first run's schedule; implies --chaos"
    )
    test.add_argument("--shard", type=_shard, metavar="I/N", help="only part I of N, equally long")
    test.add_argument(
        "--record", action="store_true", help="note how long each takes, for --shard to split by"
    )
    test.add_argument("--no-build", action="store_true", help="take what has been built")
    test.add_argument("--fail-fast", action="store_true", help="stop at the first failure")
    test.add_argument("--junit", type=Path, metavar="FILE", help="write the results as JUnit XML")
    test.add_argument("--json", type=Path, metavar="FILE", help="write the results as JSON")
    tight = command(
        "tight", _late("tight", "command"), "run under chaos: how tight are the blocks?"
    )
    tight.add_argument("-j", "--jobs", type=_number(1), metavar="N", help="how many at once")
    tight.add_argument("--repeat", type=_number(1), default=200, metavar="N", help="default: 200")
    tight.add_argument("--seed", type=_number(0), metavar="N", help="the first run's schedule")
    tight.add_argument("--preset", choices=("debug", "release", "clang"), default="debug")
    tight.add_argument("--no-build", action="store_true", help="take what has been built")
    tight.add_argument("--json", type=Path, metavar="FILE", help="write what was found as JSON")


def _running(command: _Commands) -> None:
    """The other commands that build and run."""
    run = command(
        "run",
        _late("testing", "run"),
        "build one listing and run it here; its arguments after --",
        None,
    )
    run.add_argument("selectors", nargs=1, metavar="LISTING")
    run.add_argument("--preset", choices=PRESETS, default="release")
    bench = command(
        "bench",
        _late("bench", "command"),
        "the chapters' measurements, C++ and Python in turn, as ratios",
        None,
    )
    bench.add_argument("selectors", nargs="*", metavar="CHAPTER")
    bench.add_argument("--rounds", type=_number(1), default=3, metavar="N", help="default: 3")
    bench.add_argument("--json", action="store_true", help="as JSON")
    bench.add_argument("--write", action="store_true", help="write tables and charts to the pages")
    accept = command(
        "accept", _late("accept", "command"), "run a listing many times and propose its blocks", "+"
    )
    accept.add_argument("--runs", type=_number(1), default=100, metavar="N", help="default: 100")
    accept.add_argument("--preset", choices=PRESETS, default="debug")
    accept.add_argument("-j", "--jobs", type=_number(1), metavar="N", help="how many at once")
    accept.add_argument("--write", action="store_true", help="write it into the listing")


def _looking(command: _Commands) -> None:
    """The commands that need no build."""
    listing = command("list", _late("looking", "list_"), "the listings with what they translate")
    listing.add_argument("--json", action="store_true", help="as JSON")
    find = command(
        "find", _late("looking", "find"), "the concordance: where a Python name is translated", None
    )
    find.add_argument("name", metavar="NAME")
    command("show", _late("looking", "show"), "a listing with its counterpart beside it", "+")
    command("check", _late("check", "command"), "everything that needs no build")
    book = command(
        "book", _late("book", "command"), "the reading edition: a site and an EPUB", None
    )
    book.add_argument("--to", type=Path, metavar="DIR", help="default: build/book")
    book.add_argument("--only", choices=("site", "epub"), help="default: both")
    book.add_argument(
        "--draft", action="store_true", help="publish what has not been tested too, marked as such"
    )
    extract = command("extract", _late("testing", "extract_"), "listings out of manuscripts", None)
    extract.add_argument("files", nargs="+", type=Path, metavar="FILE")
    extract.add_argument("--to", type=Path, required=True, metavar="DIR")
    extract.add_argument("--force", action="store_true", help="replace files that differ")
    match = command(
        "match",
        _late("testing", "match"),
        "does an output match the expected output in BLOCK?",
        None,
    )
    match.add_argument("block", metavar="BLOCK", help="a listing, or a file with a block's lines")
    match.add_argument("output", nargs="?", type=Path, metavar="OUTPUT", help="default: stdin")
    coverage = command(
        "coverage", _late("looking", "coverage"), "the Python names, and what answers each"
    )
    coverage.add_argument("--json", action="store_true", help="as JSON")

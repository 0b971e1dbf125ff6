"""Knows the commands that look things up: list, find, show, coverage."""

from __future__ import annotations

import argparse
import json
import re
import shlex
from collections import Counter

from . import catalogue, concordance
from .catalogue import Catalogue
from .command import FAILED, HELD, ROOT, UsageError, chosen
from .listing import Listing

_INCLUDED = re.compile(r"^#include <([^>]+)>", re.MULTILINE)
_OWN = re.compile(r'^#include "([^"/]+)"', re.MULTILINE)
_LIBRARIES = {
    # Boost.Thread's timed waits read Boost.Chrono's clocks.
    r"boost/thread": ("boost_thread", "boost_chrono"),
    r"boost/(archive|serialization)/": ("boost_serialization",),
    r"boost/filesystem": ("boost_filesystem",),
    r"boost/json": ("boost_json",),
    r"boost/(context|fiber)": ("boost_fiber", "boost_context"),
    r"openssl/|boost/asio/ssl": ("ssl", "crypto"),
}
"""The libraries that a header, matched from its beginning, needs at link time."""


def list_(options: argparse.Namespace) -> int:
    """The selected listings, a line each: name, summary, Python names."""
    _, listings = chosen(options)
    if options.json:
        print(json.dumps([_record(one) for one in listings], indent=2))
        return HELD
    width = max((len(one.name) for one in listings), default=0)
    for one in listings:
        print(f"{one.name:{width}}  {one.summary}")
        print(f"{'':{width}}  {', '.join(one.python) or 'no Python name'}")
    return HELD


def _record(one: Listing) -> dict[str, object]:
    return {
        "name": one.name,
        "path": str(one.path),
        "chapter": str(one.path.parent),
        "summary": one.summary,
        "python": list(one.python),
        "counterpart": None if one.counterpart else str(one.counterpart_path),
        "no_counterpart": one.counterpart,
        "args": list(one.args),
        "exit": one.exit,
        "timeout": one.timeout,
        "expect": one.expect,
        "platform": one.platform,
        "needs": one.needs,
        "output": list(one.output.lines) if one.output else None,
    }


def find(options: argparse.Namespace) -> int:
    """Where a Python name is translated, or why it is not."""
    found = concordance.find(catalogue.read(ROOT), options.name)
    if not found:
        raise UsageError(
            f"no name like '{options.name}' is in the concordance; "
            "tools/listings coverage --json has them all"
        )
    for answer in found:
        print(answer.name.name)
        for where in answer.listings:
            print(f"    {where}.cpp")
        if answer.reason:
            print(f"    no counterpart: {answer.reason}")
        if answer.kind == "missing":
            print(f"    nothing yet; it belongs to {answer.name.chapter}")
    return HELD if any(answer.kind != "missing" for answer in found) else FAILED


def coverage(options: argparse.Namespace) -> int:
    """How many names are listed, without counterpart and missing, chapter by chapter."""
    answers = concordance.answers(catalogue.read(ROOT))
    chapters = {answer.name.chapter for answer in answers}
    if unknown := [s for s in options.selectors if s not in chapters]:
        raise UsageError(
            f"'{unknown[0]}' is no chapter that has names: " + " ".join(sorted(chapters))
        )
    answers = [a for a in answers if a.name.chapter in (options.selectors or chapters)]
    missing = [answer for answer in answers if answer.kind == "missing"]
    if options.json:
        print(
            json.dumps(
                [
                    {
                        "chapter": a.name.chapter,
                        "name": a.name.name,
                        "role": a.name.role,
                        "kind": a.kind,
                        "listings": list(a.listings),
                        "reason": a.reason,
                    }
                    for a in answers
                ],
                indent=2,
            )
        )
        return FAILED if missing else HELD
    kinds = ("listed", "without counterpart", "missing")
    table = {a.name.chapter: Counter() for a in answers}
    for answer in answers:
        table[answer.name.chapter][answer.kind] += 1
    print(f"{'chapter':10}" + "".join(f"{kind:>22}" for kind in kinds))
    for chapter, counts in (*table.items(), ("all", sum(table.values(), Counter()))):
        print(f"{chapter:10}" + "".join(f"{counts[kind]:>22}" for kind in kinds))
    for answer in missing:
        print(f"missing: {answer.name.name} ({answer.name.chapter})")
    return FAILED if missing else HELD


def show(options: argparse.Namespace) -> int:
    """Each listing with its counterpart beside it, and the command that compiles it."""
    from rich.console import Console
    from rich.syntax import Syntax
    from rich.table import Table

    found, listings = chosen(options)
    console = Console(highlight=False)
    for one in listings:
        right = found.text_of(str(one.counterpart_path)) or (
            f"# {one.counterpart_path} is missing"
            if one.counterpart is None
            else f"# no counterpart: {one.counterpart}"
        )
        if not console.is_terminal:
            print(f"{one.text.rstrip()}\n\n{right.rstrip()}")
            continue
        wide = console.width >= 150
        table = Table(show_header=False, box=None, padding=(0, 2, 0, 0), expand=True)
        columns = [
            Syntax(one.text.rstrip(), "cpp", word_wrap=True, background_color="default"),
            Syntax(right.rstrip(), "python", word_wrap=True, background_color="default"),
        ]
        for row in [columns] if wide else [[column] for column in columns]:
            table.add_row(*row)
        console.print(table)
        console.print(compile_command(found, one), style="dim")
    return HELD


def compile_command(found: Catalogue, one: Listing) -> str:
    """The plain command that compiles a listing by itself."""
    headers = _headers(found, one)
    libraries = [
        f"-l{library}"
        for pattern, names in _LIBRARIES.items()
        if any(re.match(pattern, header) for header in headers)
        for library in names
    ]
    words = ["g++", "-std=c++20", "-O2", str(one.path), "-o", one.path.stem, *libraries]
    return shlex.join(words)


def _headers(found: Catalogue, one: Listing) -> list[str]:
    """The headers a listing includes, itself or by way of its chapter's own header."""
    headers: list[str] = []
    waiting, seen = [one.path.name], set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            text = found.text_of(str(one.path.with_name(name))) or ""
            headers += _INCLUDED.findall(text)
            waiting += _OWN.findall(text)
    return headers

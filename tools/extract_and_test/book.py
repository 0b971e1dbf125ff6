"""Knows how the reading edition is made of its pages: by Sphinx, and only of what was tested."""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from . import build, catalogue, check, edition, ledger
from .command import FAILED, HELD, ROOT, UsageError
from .edition import EPUB, SITE, Edition
from .report import write_whole

_NEEDED = ("sphinx", "myst_parser", "furo", "sphinx_copybutton", "sphinx_inline_tabs")
_BUILDER = {SITE: "html", EPUB: "epub"}
_SHOWN = 20


def command(options: argparse.Namespace) -> int:
    """Makes the site and the EPUB; prints where they are."""
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise UsageError(f"missing: {', '.join(missing)}; run tools/setup --book")
    found = catalogue.read(ROOT)
    if problems := list(check.every_problem(found)):
        print("\n".join(map(str, problems[:_SHOWN])))
        print("book: nothing is published before tools/listings check finds nothing")
        return FAILED
    drafts = ledger.untested(ROOT, build.folder_for(ROOT), found.listings)
    if drafts and not options.draft:
        raise UsageError(_advice([one.name for one in drafts]))
    folder = (options.to or build.folder_for(ROOT) / "book").absolute()
    for kind in (SITE, EPUB) if options.only is None else (options.only,):
        made = edition.pages(Edition(found, kind, frozenset(one.name for one in drafts)))
        source = folder / "source" / kind
        _write(source, made, folder / kind)
        if messages := _sphinx(source, folder, kind, made):
            print("\n".join(messages[:_SHOWN]))
            print(f"book: Sphinx could not make the {kind}")
            return FAILED
        print(f"{len(made)} pages: {_result(folder, kind)}")
    return HELD


def _advice(names: Sequence[str]) -> str:
    chapters = sorted({name.partition("/")[0] for name in names})
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return (
        f"{names[0]}{more} did not pass as they stand, and only what was tested is published: "
        f"run tools/listings test --python {' '.join(chapters)}, or add --draft"
    )


def _result(folder: Path, kind: str) -> Path:
    """What a reader opens."""
    return folder / kind / ("index.html" if kind == SITE else "async-in-cpp.epub")


def _write(source: Path, pages: dict[str, str], target: Path) -> None:
    """Writes the pages that are new or have changed; removes what is no page any more."""
    for path, text in pages.items():
        file = source / path
        if not file.is_file() or file.read_text("utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, text)
    for file in source.rglob("*"):
        path = file.relative_to(source)
        if file.is_file() and path.as_posix() not in pages:
            file.unlink()
            for suffix in (".html", ".xhtml"):
                (target / path).with_suffix(suffix).unlink(missing_ok=True)


def _sphinx(source: Path, folder: Path, kind: str, pages: dict[str, str]) -> list[str]:
    """Has Sphinx make a book of its sources; its messages where it can't, or warns."""
    arguments = ["-q", "-W", "--keep-going", "-t", kind, "-b", _BUILDER[kind]]
    arguments += ["-c", str(edition.TEXTS), "-d", str(folder / "doctrees" / kind)]
    arguments += ["-D", f"edition_stamp={_stamp(pages)}", str(source), str(folder / kind)]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=source,
    )
    if not done.returncode:
        return []
    # What a failed run has left is not known to be whole.
    shutil.rmtree(folder / "doctrees" / kind, ignore_errors=True)
    lines = (done.stdout + done.stderr).splitlines()
    return [line.replace(f"{source}/", "") for line in lines if line.strip()]


def _stamp(pages: dict[str, str]) -> str:
    """What changes with what all pages show: their titles, the style sheets, the scripts."""
    digest = hashlib.sha256()
    for path, text in sorted(pages.items()):
        found = re.search(r"^# .*$", text, re.MULTILINE)
        digest.update(f"{path} {found[0] if found else ''}\n".encode())
    for file in sorted(edition.TEXTS.rglob("*")):
        if file.is_file() and file.suffix in (".py", ".css", ".js"):
            digest.update(file.read_bytes())
    return digest.hexdigest()

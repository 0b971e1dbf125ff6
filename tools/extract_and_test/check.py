"""Knows everything that can be verified without building."""

from __future__ import annotations

import argparse
import ast
import difflib
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import dropwhile
from pathlib import Path

from . import catalogue, concordance, extract, page, report
from .catalogue import Catalogue
from .command import FAILED, HELD, ROOT
from .concordance import Answer
from .listing import FILE_NAME, Listing, Problem

_INCLUDE = re.compile(r'#\s*include\s*(?P<open>[<"])(?P<path>[^>"]+)[>"]')
_STANDARD = frozenset(
    """algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv
    chrono cinttypes climits clocale cmath compare complex concepts condition_variable coroutine
    csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib cstring ctime cuchar cwchar cwctype deque
    exception execution filesystem format forward_list fstream functional future initializer_list
    iomanip ios iosfwd iostream istream iterator latch limits list locale map memory memory_resource
    mutex new numbers numeric optional ostream queue random ranges ratio regex scoped_allocator
    semaphore set shared_mutex source_location span sstream stack stdexcept stop_token streambuf
    string string_view syncstream system_error thread tuple type_traits typeindex typeinfo
    unordered_map unordered_set utility valarray variant vector version""".split()
)
_OTHER_FILES = re.compile(r"\w+_test\.cpp|bench\.cpp")


def command(options: argparse.Namespace) -> int:
    """Checks the selected chapters, listings and manuscripts; prints what is wrong."""
    found = catalogue.read(ROOT)
    manuscripts = [Path(s) for s in options.selectors if catalogue.is_manuscript(ROOT, Path(s))]
    others = [s for s in options.selectors if Path(s) not in manuscripts]
    problems = list(extract.plan(manuscripts, ROOT).problems)
    checked = [str(file) for file in manuscripts]
    if others or not manuscripts:
        names = catalogue.select(found, others, Path.cwd())
        problems += _within(found, names) if others else every_problem(found)
        checked += names
        checked += sorted({f"{name.partition('/')[0]}/README.md" for name in names})
    for problem in sorted(problems, key=lambda p: (p.path, p.line)):
        print(problem)
    bad = {problem.path for problem in problems}
    passed = [name for name in checked if not {name, f"{name}.cpp"} & bad]
    print(report.totals({"passed": len(passed), "failed": len(bad)}))
    return FAILED if problems else HELD


def _within(found: Catalogue, names: Iterable[str]) -> Iterator[Problem]:
    """The problems that concern what is selected: its files, and its chapters' other files."""
    wanted = set(names)
    chapters = {name.partition("/")[0] for name in wanted}
    others = set(found.names) - wanted
    for problem in every_problem(found):
        chapter, _, file = problem.path.partition("/")
        name = f"{chapter}/{Path(file).stem}"
        if chapter in chapters and name not in others:
            yield problem


def every_problem(found: Catalogue) -> Iterator[Problem]:
    """All problems of the chapters, their pages and the other pages."""
    yield from found.problems
    answers = concordance.answers(found)
    known = {answer.name.name for answer in answers}
    modules = {name.split(".")[0] for name in known}
    for one in found.listings:
        yield from _name_problems(one, known, modules)
        yield from include_problems(one)
    listings: dict[str, list[Listing]] = {}
    for one in found.listings:
        listings.setdefault(one.name.partition("/")[0], []).append(one)
    for chapter in catalogue.chapters(found.root):
        yield from _folder_problems(found, chapter, listings.get(chapter.name, []), answers)
    for file in (found.root / "README.md", found.root / "tools" / "README.md"):
        if file.is_file():
            yield from _page_problems(page.read(found.root, file))
        else:
            yield Problem(file.relative_to(found.root).as_posix(), 1, "the page is missing")


def _page_problems(one_page: page.Page) -> Iterator[Problem]:
    """What is wrong with a page, whatever it is about."""
    try:
        (one_page.root / one_page.path).read_text("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        yield Problem(one_page.path, line, f"not UTF-8: {error.reason}")
    yield from page.link_problems(one_page)
    yield from page.quotation_problems(one_page)


def _name_problems(one: Listing, known: Set[str], modules: Set[str]) -> Iterator[Problem]:
    """Python names in a listing that the documentation of their module does not have."""
    for name in one.python:
        if name.split(".")[0] in modules and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            advice = f"; did you mean {near[0]}?" if near else ""
            line = _line_of(one, name)
            what = f"Python's documentation does not list '{name}'{advice}"
            yield Problem(str(one.path), line, what)


def _line_of(one: Listing, name: str) -> int:
    """The line of the listing's 'Python:' directive that holds the name."""
    word = re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w.])")
    lines = enumerate(one.text.splitlines(), start=1)
    directive = dropwhile(lambda numbered: not numbered[1].startswith("// Python:"), lines)
    return next(number for number, line in directive if word.search(line))


def include_problems(one: Listing) -> Iterator[Problem]:
    """Includes that a reader who copies the listing would not have."""
    for number, line in enumerate(one.text.splitlines(), start=1):
        include = _INCLUDE.match(line)
        if include and (why := _not_included(one, include["open"], include["path"])):
            yield Problem(str(one.path), number, why)


def _not_included(one: Listing, opening: str, header: str) -> str | None:
    if opening == '"':
        own = str(one.path.parent) in ("ch08", "ch09") and "/" not in header
        return None if own else f'"{header}" is of this repository: a listing stands by itself'
    if header in _STANDARD or header.startswith("boost/"):
        return None
    if header.startswith("openssl/"):
        return None if one.needs == "OpenSSL" else f"<{header}> asks for '// Needs: OpenSSL'"
    return None if one.platform == "posix" else f"<{header}> asks for '// Platform: posix'"


def _folder_problems(
    found: Catalogue, chapter: Path, listings: Sequence[Listing], answers: Sequence[Answer]
) -> Iterator[Problem]:
    """Files of a chapter that are missing or don't belong, and its page."""
    here = chapter.name
    for file in sorted(chapter.glob("*.cpp")):
        if not FILE_NAME.fullmatch(file.name) and not _OTHER_FILES.fullmatch(file.name):
            yield Problem(
                f"{here}/{file.name}", 1, "not a listing's name: NN_slug.cpp, in small letters"
            )
    yield from _counterpart_problems(found, listings, chapter)
    file = chapter / "README.md"
    if not file.is_file():
        yield Problem(f"{here}/README.md", 1, "the chapter page is missing")
        return
    one_page = page.read(found.root, file)
    yield from _page_problems(one_page)
    yield from page.chapter_problems(one_page, listings)
    yield from _coverage_problems(one_page, answers)


def _counterpart_problems(
    found: Catalogue, listings: Iterable[Listing], chapter: Path
) -> Iterator[Problem]:
    wanted = {one.counterpart_path.name: one for one in listings}
    bad = {Path(problem.path).stem for problem in found.problems}
    for name, one in wanted.items():
        file = chapter / "python" / name
        if one.counterpart is not None and file.is_file():
            yield Problem(
                str(one.path), 1, f"'Counterpart: none', and there is {one.counterpart_path}"
            )
        elif one.counterpart is None and not file.is_file():
            yield Problem(
                str(one.path),
                1,
                f"{one.counterpart_path} is missing: write it, or say why "
                "there is none: '// Counterpart: none, because …'",
            )
    for file in sorted((chapter / "python").glob("*.py")):
        path = file.relative_to(found.root).as_posix()
        if file.name not in wanted and file.stem not in bad and file.name != "bench.py":
            yield Problem(path, 1, f"there is no listing {chapter.name}/{file.stem}.cpp")
        yield from _docstring_problems(file, path)


def _docstring_problems(file: Path, path: str) -> Iterator[Problem]:
    try:
        docstring = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    except SyntaxError as error:
        yield Problem(path, error.lineno or 1, f"not Python: {error.msg}")
        return
    except ValueError as error:  # not UTF-8, or with a null byte
        yield Problem(path, 1, f"not Python: {error}")
        return
    if docstring.split("\n")[0] != path:
        yield Problem(path, 1, f"the docstring must begin with the line '{path}'")


def _coverage_problems(one_page: page.Page, answers: Sequence[Answer]) -> Iterator[Problem]:
    """Names of the chapter that nothing answers, and rows that answer nothing."""
    chapter = one_page.path.split("/")[0]
    known = {answer.name.name: answer.name.chapter for answer in answers}
    modules = {name.split(".")[0] for name in known}
    for row in concordance.reasons_in(one_page.text, one_page.path):
        for name in row.names:
            if name in known and known[name] != chapter:
                yield Problem(row.page, row.line, f"'{name}' belongs to {known[name]}")
            elif name not in known and name.split(".")[0] in modules:
                yield Problem(row.page, row.line, f"Python's documentation does not list '{name}'")
        if len(row.text) < 10:
            yield Problem(row.page, row.line, f"no reason is given for {', '.join(row.names)}")
    for answer in answers:
        if answer.name.chapter == chapter and answer.kind == "missing":
            yield Problem(
                one_page.path,
                1,
                f"{answer.name.name} is in no listing's 'Python:' line and "
                "not in the table 'No counterpart'",
            )

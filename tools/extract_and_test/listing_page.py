"""Knows a listing's page in the reading edition, as MyST Markdown."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from . import explorer, swimlanes
from .listing import Expected, Listing

_BLOCKS = re.compile(r"\n*^/\* (?:Output|Input|Errors):\s*$", re.MULTILINE)
_EXPECT = {
    "compile error": "This program must not compile: what the compiler says is the point.",
    "deadlock": "This program prints its output and then stays where it is, until it is ended.",
    "data race": "This program has a data race, which a build with `-fsanitize=thread` reports.",
}


@dataclass(frozen=True)
class Page:
    """What a listing's page is made of.

    `title` is that of its passage in the chapter, `chapter` the chapter's;
    `python` the counterpart's text, or None; `command` what compiles it;
    `headers` are those of the chapter that it includes, by name. `tabs` puts the two programs side
    by side (or in tabs), else they follow each other. `draft` marks a listing
    that has not been tested as it stands.
    """

    listing: Listing
    title: str
    chapter: str
    python: str | None
    command: str
    headers: Mapping[str, str] = field(default_factory=dict)
    tabs: bool = True
    draft: bool = False


def label(one: Listing, part: str = "") -> str:
    """What a page links by to the listing's passage, or to its `-python`."""
    return one.name.replace("/", "-") + part


def program(one: Listing) -> str:
    """The listing's text without the blocks at its end, which the page shows by themselves."""
    found = _BLOCKS.search(one.text)
    return (one.text[: found.start()] if found else one.text).rstrip("\n") + "\n"


def fenced(text: str, info: str) -> str:
    """`text` in a fence that is longer than any in it."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    ended = text if text.endswith("\n") or not text else text + "\n"
    return f"{fence}{info}\n{ended}{fence}\n"


def raw(html: str) -> str:
    """HTML that goes into the page as it is."""
    return fenced(html, "{raw} html")


def plain(text: str) -> str:
    """Text as Markdown that says just that, but for `code`."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        pieces = [text]
    escaped = [
        re.sub(r"([\\`*_{}\[\]<>#|&$~])", r"\\\1", piece) if number % 2 == 0 else f"`{piece}`"
        for number, piece in enumerate(pieces)
    ]
    return "".join(escaped)


def text_of(page: Page) -> str:
    """The page's Markdown."""
    return "\n".join(_passages(page))


def _passages(page: Page) -> Iterator[str]:
    one = page.listing
    if page.tabs:
        yield "---\nhide-toc: true\n---\n"
    yield f"# {page.title}\n"
    yield f"[{plain(page.chapter)}]({label(one)}) · `{one.path}`\n"
    if page.draft:
        yield fenced("It has not been tested as it stands.", "{warning}")
    yield plain(one.summary) + "\n"
    if one.python:
        yield "Python: " + ", ".join(f"{{term}}`{name}`" for name in one.python) + "\n"
    yield from _programs(page)
    yield from _outputs(one)
    yield "## Compile and run it\n"
    yield fenced(page.command, "sh")
    if one.expect != "compile error":
        yield fenced(shlex.join([f"./{one.path.stem}", *one.args]), "sh")
    yield from _how_it_runs(one)
    address = explorer.address(one, page.command, page.headers)
    if len(address) <= explorer.LONGEST:
        yield f"[Open in Compiler Explorer]({address})\n"
    else:
        yield "With its chapter's header it is too long for an address of Compiler Explorer.\n"


def _programs(page: Page) -> Iterator[str]:
    """The listing and its counterpart."""
    one = page.listing
    cpp = fenced(program(one), "cpp")
    if page.python is not None:
        other = fenced(page.python, "python")
    else:
        other = f"There is no Python counterpart: {plain(one.counterpart or '')}\n"
    target = f"({label(one, '-python')})=\n\n"
    if page.tabs:
        yield fenced(cpp, "{tab} C++")
        yield fenced(target + other, "{tab} Python")
    else:
        yield f"## C++\n\n{cpp}"
        yield f"{target}## Python\n\n{other}"


def _outputs(one: Listing) -> Iterator[str]:
    """What the listing prints, and what the compiler says."""
    if one.output is not None:
        yield "## Expected output\n"
        yield from _expected(one.output)
    if one.errors is not None:
        compiler = one.expect == "compile error"
        yield "## What the compiler says\n" if compiler else "## Expected on stderr\n"
        yield from _expected(one.errors)


def _expected(expected: Expected) -> Iterator[str]:
    yield raw(swimlanes.draw(expected.block))
    patterns = [entry.pattern for entry in expected.block.entries]
    if not any(part.regex is not None for pattern in patterns for part in pattern.parts):
        return
    names = swimlanes.legend(patterns)
    or_name = ", or a name" if names else ""
    yield f"What stands in ⟨ ⟩ differs from run to run: it is a regular expression{or_name}.\n"
    yield "".join(f"- {meaning}\n" for meaning in names)


def _how_it_runs(one: Listing) -> Iterator[str]:
    """What is not as usual: how it ends, what it reads, what it needs."""
    if one.expect:
        yield _EXPECT[one.expect] + "\n"
    if one.exit > 0:
        yield f"It ends with exit code {one.exit}.\n"
    elif one.exit < 0:
        import signal

        yield f"It ends by the signal {signal.Signals(-one.exit).name}.\n"
    if one.platform == "posix":
        yield "It is for POSIX systems.\n"
    if one.needs:
        yield f"It needs {one.needs}.\n"
    if one.input is not None:
        yield "It reads this from stdin:\n"
        yield raw(f'<div class="output"><pre>{escape(one.input)}</pre></div>')

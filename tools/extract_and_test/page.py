"""Knows what a chapter page must hold: a passage for each listing, links that lead somewhere."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from . import manuscript, quotation
from .listing import Listing, Problem

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//")


@dataclass(frozen=True)
class Heading:
    """A heading: its line (from 1), its level, its text, where its links lead."""

    line: int
    level: int
    text: str
    links: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """A Markdown page of the repository; `path` is from the root."""

    root: Path
    path: str
    text: str

    @cached_property
    def tokens(self) -> list[Token]:
        """The page as markdown-it reads it."""
        return MarkdownIt("commonmark").enable("table").parse(self.text)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings, in order."""
        found = []
        for token, inline in zip(self.tokens, self.tokens[1:]):
            if token.type == "heading_open" and token.map:
                links = tuple(href for _, href in _links(inline))
                text = "".join(c.content for c in inline.children or ())
                found.append(Heading(token.map[0] + 1, int(token.tag[1]), text, links))
        return tuple(found)

    def links(self) -> Iterator[tuple[int, str]]:
        """Every link: its line (that of its paragraph, from 1) and where it leads."""
        line = 1
        for token in self.tokens:
            line = token.map[0] + 1 if token.map else line
            if token.type == "inline":
                yield from ((line, href) for _, href in _links(token))


def read(root: Path, path: Path) -> Page:
    """The page at `path`."""
    text = path.read_text("utf-8", errors="replace")
    return Page(root, path.relative_to(root).as_posix(), text)


def _links(inline: Token) -> Iterator[tuple[str, str]]:
    for child in inline.children or ():
        if child.type in ("link_open", "image"):
            href = child.attrGet("href") or child.attrGet("src") or ""
            yield child.type, str(href)


def link_problems(page: Page) -> Iterator[Problem]:
    """Links within the repository that lead nowhere."""
    for line, href in page.links():
        if _ELSEWHERE.match(href):
            continue
        target, _, anchor = urllib.parse.unquote(href).partition("#")
        place = (page.root / page.path).parent / target if target else page.root / page.path
        if not place.exists():
            yield Problem(page.path, line, f"the link to '{href}' leads to no file")
        elif (
            anchor
            and place.suffix == ".md"
            and anchor not in _anchors(read(page.root, place.resolve()))
        ):
            yield Problem(page.path, line, f"the link to '{href}' leads to no heading of that name")


def _anchors(page: Page) -> set[str]:
    """The anchors of the headings, as GitHub makes them."""
    seen: dict[str, int] = {}
    anchors = set()
    for heading in page.headings:
        slug = re.sub(r"[^\w\- ]", "", heading.text.lower()).replace(" ", "-")
        count = seen.get(slug, 0)
        seen[slug] = count + 1
        anchors.add(slug if not count else f"{slug}-{count}")
    return anchors


def chapter_problems(page: Page, listings: Sequence[Listing]) -> Iterator[Problem]:
    """What a chapter page lacks for its listings."""
    places: list[tuple[int, Listing]] = []
    quoted = {block.path for block in manuscript.blocks(page.text, page.path)}
    for one in listings:
        heading = next((h for h in page.headings if one.path.name in h.links), None)
        if heading is None:
            yield Problem(
                page.path,
                1,
                f"no heading links to {one.path.name}: give it a passage "
                f"'### Title — [{one.path.name}]({one.path.name})'",
            )
            continue
        places.append((heading.line, one))
        counterpart = f"python/{one.path.stem}.py"
        if one.counterpart is None and counterpart not in heading.links:
            yield Problem(page.path, heading.line, f"the heading does not link to {counterpart}")
        if str(one.path) not in quoted:
            yield Problem(
                page.path,
                heading.line,
                f"nothing is quoted from {one.path}: show the lines "
                f"that matter in a ```cpp block that begins with '// {one.path}'",
            )
    for (earlier, one), (later, other) in zip(places, places[1:]):
        if later < earlier:
            yield Problem(
                page.path,
                later,
                f"{other.path.name} stands before {one.path.name}: keep the reading order",
            )
    if not any(h.text.strip() == "No counterpart" and h.level == 2 for h in page.headings):
        yield Problem(page.path, 1, "the section '## No counterpart' is missing")


def quotation_problems(page: Page) -> Iterator[Problem]:
    """Quotations whose lines do not stand in the file they name."""

    def lookup(path: str) -> str | None:
        file = page.root / path
        readable = ".." not in path and file.is_file()
        return file.read_text("utf-8", errors="replace") if readable else None

    yield from quotation.quotation_problems(page.path, page.text, lookup)

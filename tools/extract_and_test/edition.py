"""Knows the pages of the reading edition: which there are, and the Markdown of each."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import Template

from . import catalogue, concordance, page, swimlanes, trace
from .catalogue import Catalogue
from .listing import Listing
from .listing_page import Page, fenced, label, plain, raw, text_of
from .looking import compile_command

TEXTS = Path(__file__).parents[1] / "book"
"""The folder of the texts that are the edition's own, and of what Sphinx is given."""
SITE, EPUB = "site", "epub"
_LINK = re.compile(r"\]\((?P<target>[^()\s]+)\)")
_HEADING = re.compile(r"^(?P<title>#+ .*?) — (?P<links>\[[^\]]+\]\((?P<file>[^)]+)\).*)$")
_PICTURE = ".svg"
_LANGUAGE = {".cpp": "cpp", ".hpp": "cpp", ".py": "python"}


@dataclass(frozen=True)
class Edition:
    """What is published: the listings of `found`, for the site or the EPUB.

    `drafts` are the names of listings that have not been tested as they stand.
    """

    found: Catalogue
    kind: str = SITE
    drafts: frozenset[str] = frozenset()

    @cached_property
    def chapters(self) -> Mapping[str, page.Page]:
        """The chapters that have a page, by folder, in order."""
        files = ((c.name, c / "README.md") for c in catalogue.chapters(self.found.root))
        return {name: page.read(self.found.root, file) for name, file in files if file.is_file()}

    def listings(self, chapter: str) -> list[Listing]:
        """The chapter's listings, in reading order."""
        return [one for one in self.found.listings if str(one.path.parent) == chapter]


def pages(edition: Edition) -> dict[str, str]:
    """Every page: its path, and its Markdown."""
    made = {"index.md": _front(edition), "lanes.md": _lanes(), "concordance.md": _names(edition)}
    for chapter, one_page in edition.chapters.items():
        titles = _titles(one_page)
        for one in edition.listings(chapter):
            made[f"{one.name}.md"] = text_of(
                Page(
                    one,
                    titles.get(one.path.name, one.path.stem),
                    _title(one_page),
                    edition.found.text_of(str(one.counterpart_path)),
                    compile_command(edition.found, one),
                    _headers(edition, one),
                    tabs=edition.kind == SITE,
                    draft=one.name in edition.drafts,
                )
            )
        others: dict[str, None] = {}
        text = "\n".join(_chapter(edition, one_page, others))
        made[f"{chapter}/index.md"] = text + _contents(edition, chapter, others)
        for path in others:
            picture = path.endswith(_PICTURE)
            name = path if picture else f"{_document(path)}.md"
            made[name] = (
                _source(edition, path) if not picture else edition.found.text_of(path) or ""
            )
    return made


def _headers(edition: Edition, one: Listing) -> dict[str, str]:
    """The chapter's own headers, by name, that the listing may include."""
    folder = edition.found.root / one.path.parent
    return {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*.hpp"))}


def _title(one_page: page.Page) -> str:
    return next((h.text for h in one_page.headings if h.level == 1), one_page.path)


def _titles(one_page: page.Page) -> dict[str, str]:
    """The title of each listing's passage, by the listing's file, as Markdown."""
    found = (_HEADING.match(line) for line in one_page.text.splitlines())
    return {f["file"]: f["title"].lstrip("# ") for f in found if f}


def _chapter(edition: Edition, one_page: page.Page, others: dict[str, None]) -> Iterator[str]:
    """The lines of a chapter's page, its links leading to the edition's pages.

    The files that are linked besides listings and pages are added to `others`.
    """
    chapter = posixpath.dirname(one_page.path)
    by_file = {one.path.name: one for one in edition.listings(chapter)}
    for line in one_page.text.splitlines():
        heading = _HEADING.match(line)
        if heading and (one := by_file.get(heading["file"])):
            yield f"({label(one)})="
            yield f"{heading['title']}\n"
            line = heading["links"]
        yield relinked(edition, line, chapter, chapter, others)
    yield ""


def relinked(
    edition: Edition, text: str, folder: str, place: str, others: dict[str, None] | None = None
) -> str:
    """Markdown whose links lead to the edition's pages.

    `folder` is where the text stands in the repository, `place` the folder of
    the page it becomes part of. Where a link leads to no file, as where it is
    no link (a lambda's `[](auto)`), it is kept.
    """

    def lead(found: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, found["target"].partition("#")[0]))
        if ":" in found["target"] or not (edition.found.root / path).is_file():
            return found[0]
        return f"]({_target(edition, path, place, others if others is not None else {})})"

    return _LINK.sub(lead, text)


def _target(edition: Edition, path: str, place: str, others: dict[str, None]) -> str:
    """What leads to the page that stands for the file `path`."""
    above, name = posixpath.split(path)
    document = "index"
    if name == "README.md" and above in edition.chapters:
        document = f"{above}/index"
    elif edition.found.get(path.removesuffix(".cpp")):
        document = path.removesuffix(".cpp")
    elif one := edition.found.get(path.replace("/python/", "/").removesuffix(".py")):
        return label(one, "-python")
    elif path.split("/")[0] in edition.chapters:
        others[path] = None
        if path.endswith(_PICTURE):
            return posixpath.relpath(path, place or ".")
        document = _document(path)
    return posixpath.relpath(f"{document}.md", place or ".")


def _document(path: str) -> str:
    """The page of a file that is no listing: ch08/pool_hpp."""
    return path.replace(".", "_")


def _source(edition: Edition, path: str) -> str:
    """The page of a file that is no listing."""
    language = _LANGUAGE.get(posixpath.splitext(path)[1], "text")
    code = fenced(edition.found.text_of(path) or "", language)
    return f"# {plain(posixpath.basename(path))}\n\n`{path}`\n\n{code}"


def _toctree(documents: Iterable[str], *options: str) -> str:
    return fenced("\n".join([*options, "", *documents]), "{toctree}")


def _contents(edition: Edition, chapter: str, others: Iterable[str]) -> str:
    """The chapter's listings, for the navigation."""
    names = [posixpath.basename(one.name) for one in edition.listings(chapter)]
    names += [
        posixpath.relpath(_document(path), chapter)
        for path in others
        if not path.endswith(_PICTURE)
    ]
    return _toctree(names, ":hidden:") if names else ""


def _front(edition: Edition) -> str:
    """The first page."""
    published = [one for chapter in edition.chapters for one in edition.listings(chapter)]
    drafts = len(edition.drafts)
    draft = f"This is a draft: {drafts} of the listings have not been tested as they stand."
    return Template((TEXTS / "front.md").read_text("utf-8")).substitute(
        listings=len(published),
        chapters=len(edition.chapters),
        draft=fenced(draft, "{warning}") if drafts else "",
        search=_box(edition, "lookup.html"),
        contents=_toctree([f"{chapter}/index" for chapter in edition.chapters], ":maxdepth: 1"),
        more=_toctree(["concordance", "lanes"], ":maxdepth: 1"),
    )


def _lanes() -> str:
    """The page that explains lanes, with its example drawn."""
    text = (TEXTS / "lanes.md").read_text("utf-8")

    def drawn(found: re.Match[str]) -> str:
        return found[0] + "\n" + raw(swimlanes.draw(trace.parse(found["block"].splitlines())))

    return re.sub(r"^```text\n(?P<block>.*?)\n```\n", drawn, text, flags=re.S | re.M)


def _names(edition: Edition) -> str:
    """The concordance: a glossary for each module, which Sphinx's own search knows too."""
    known = {name.name for name in concordance.names(edition.found.root)}
    modules: dict[str, list[str]] = {}
    others: list[str] = []
    for answer in concordance.every(edition.found):
        name = answer.name.name
        group = modules.setdefault(_module(name), []) if name in known else others
        group.append(_answer(edition, answer))
    groups = [*sorted(modules.items()), ("Other names", others)]
    parts = [
        f"## {plain(title)}\n\n" + fenced("\n".join(entries), "{glossary}")
        for title, entries in groups
        if entries
    ]
    text = Template((TEXTS / "concordance.md").read_text("utf-8"))
    count = sum(len(entries) for _, entries in groups)
    return text.substitute(
        names=count, search=_box(edition, "search.html"), answers="\n".join(parts)
    )


def _box(edition: Edition, file: str) -> str:
    """A box to look a name up, which needs JavaScript: the EPUB has none."""
    return raw((TEXTS / file).read_text("utf-8")) if edition.kind == SITE else ""


def _module(name: str) -> str:
    for module in ("concurrent.futures", "multiprocessing.shared_memory"):
        if name.startswith(module + "."):
            return module
    return name.split(".")[0]


def _answer(edition: Edition, answer: concordance.Answer) -> str:
    """One name of the glossary, with the listings or the reason that answer it."""
    lines = []
    for name in answer.listings:
        if one := edition.found.get(name):
            lines.append(f"[{name}]({name}.md): {plain(one.summary)}")
    if answer.reason:
        chapter = answer.name.chapter
        lines.append(f"No counterpart: {relinked(edition, answer.reason, chapter, '')}")
    if not lines:
        lines.append(f"Not answered yet; it belongs to {answer.name.chapter}.")
    body = "\n\n".join(f"  {line}" for line in lines)
    return f"{plain(answer.name.name)}\n{body}\n"

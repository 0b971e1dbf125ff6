"""The site: its links, and what Chromium shows a reader."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import LONG, REPOSITORY, needed

from extract_and_test import catalogue, concordance, listing_page
from extract_and_test.looking import compile_command

HERE = Path(__file__).parent
QUERIES = ("threading.Lock", "gather", "asyncio.gather", "barrier", "LOCK", "no such name", "")
NAME = "threading.Barrier"


class Document(HTMLParser):
    """The links of a page, and what can be linked to in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.links.append(value)
            elif name == "id" and value:
                self.anchors.add(value)


@pytest.fixture(scope="module")
def site(book: Path) -> Path:
    return book / "site"


@pytest.fixture(scope="module")
def found(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What the browser found on every page."""
    needed("node", "chromium")
    if not (HERE / "node_modules" / "playwright-core").is_dir():
        pytest.skip("playwright-core is missing: run tools/setup --book")
    job = tmp_path_factory.mktemp("browser") / "job.json"
    job.write_text(json.dumps(_job(site)))
    done = subprocess.run(
        ["node", HERE / "browser.mjs", job], capture_output=True, encoding="utf-8", timeout=LONG
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _job(site: Path) -> dict:
    """What browser.mjs is to open: all pages, and some for what is particular to them."""
    one = _threaded()
    every = [path for path, text in _pages(site) if "<article" in text]
    return {
        "chromium": shutil.which("chromium"),
        "arguments": ["--no-sandbox"] if os.geteuid() == 0 else [],
        "site": f"{site.as_uri()}/",
        "pictures": str(site.parent / "pictures"),
        "pages": every,
        "samples": _samples(site),
        "queries": QUERIES,
        "name": NAME,
        "listing": f"{one.name}.html",
        "chapter": f"{one.path.parent}/index.html",
        "lanes": "lanes.html",
    }


def _threaded():
    """A listing that is not its chapter's first or last, with a counterpart and nothing unusual."""
    found = catalogue.read(REPOSITORY).listings
    for before, one, after in zip(found, found[1:], found[2:]):
        same = {before.path.parent, one.path.parent, after.path.parent}
        if len(same) == 1 and one.counterpart is None and not one.expect and not one.args:
            return one
    raise AssertionError("there is no such listing")


def _samples(site: Path) -> list[str]:
    """The pages of each kind: the edition's own, a chapter's, and listings of each look."""
    samples = ["index.html", "concordance.html", "lanes.html", "search.html"]
    samples += [next(path for path, _ in _pages(site) if path.endswith("/index.html"))]
    for sign in ("lanes many-lanes", 'class="lanes"', 'class="free"', "<var>", "compiler says"):
        samples += [path for path, text in _pages(site) if sign in text and "/" in path][:1]
    return list(dict.fromkeys(samples))


def _pages(site: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(site.rglob("*.html")):
        yield file.relative_to(site).as_posix(), file.read_text("utf-8")


def test_every_chapter_and_listing_has_a_page(site):
    pages = {path for path, _ in _pages(site)}
    for one in catalogue.read(REPOSITORY).listings:
        assert {f"{one.name}.html", f"{one.path.parent}/index.html"} <= pages


def test_every_link_within_the_site_leads_somewhere(site, record_property):
    documents = {site / path: Document(text) for path, text in _pages(site)}
    wrong, count = [], 0
    for file, document in documents.items():
        for link in document.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            count += 1
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            if not target.is_file():
                wrong.append(f"{file}: {link}")
            elif parts.fragment and target in documents:
                if unquote(parts.fragment) not in documents[target].anchors:
                    wrong.append(f"{file}: {link}")
    record_property("links", count)
    print(f"{count} links within the site")
    assert not wrong
    assert count > len(documents)


def test_every_listing_shows_its_program_command_and_address(site):
    read = catalogue.read(REPOSITORY)
    for one in read.listings:
        text = (site / f"{one.name}.html").read_text("utf-8")
        assert "https://godbolt.org/clientstate/" in text or "too long for an address" in text
        assert compile_command(read, one).split(" ")[-1] in text


def test_pages_load_without_errors_and_ask_no_server(found):
    assert [(one["path"], one["faults"]) for one in found["pages"] if one["faults"]] == []


def test_nothing_scrolls_sideways(found):
    pages = [*found["pages"], *found["looks"]]
    assert [one["path"] for one in pages if one["overflow"] > 0] == []


def test_axe_finds_nothing_on_any_page_but_for_contrast(found):
    assert [(one["path"], one["axe"]) for one in found["pages"] if one["axe"]] == []


def test_axe_finds_nothing_at_all_at_any_width_light_or_dark(found):
    bad = [one for one in found["looks"] if one["axe"]]
    assert [(one["path"], one["width"], one["theme"], one["axe"]) for one in bad] == []


def test_the_concordance_finds_what_the_command_finds(found):
    read = catalogue.read(REPOSITORY)
    for query in QUERIES:
        wanted = concordance.find(read, query) if query else concordance.every(read)
        assert set(found["concordance"]["found"][query]) == {one.name.name for one in wanted}, query


def test_a_name_leads_to_its_listing(found):
    seen = found["concordance"]
    one = concordance.find(catalogue.read(REPOSITORY), NAME)[0]
    assert seen["reached"].endswith(f"{one.listings[0]}.html")
    assert seen["looked"] == 1
    assert any("concordance.html" in address for address in seen["results"])
    assert seen["faults"] == []


def test_programs_are_tabs_when_narrow_and_side_by_side_when_wide(found):
    seen = found["programs"]
    assert seen["first"] == [True, False]
    assert seen["clicked"] == [False, True]
    assert seen["keyed"] == [True, False]
    assert seen["led"] == [False, True]
    assert seen["wide"] == seen["printed"] == [True, True]
    left, right = seen["boxes"]
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]


def test_copy_buttons_copy_what_is_shown(found):
    one = _threaded()
    read = catalogue.read(REPOSITORY)
    wanted = [
        listing_page.program(one),
        read.text_of(str(one.counterpart_path)),
        compile_command(read, one),
        f"./{one.path.stem}",
    ]
    assert [text.strip() for text in found["programs"]["copied"]] == [w.strip() for w in wanted]


def test_it_can_be_dark_and_leads_on(found):
    seen = found["programs"]
    assert seen["theme"] == "dark"
    names = [one.name for one in catalogue.read(REPOSITORY).listings]
    at = names.index(_threaded().name)
    assert seen["previous"].endswith(f"{names[at - 1]}.html")
    assert seen["next"].endswith(f"{names[at + 1]}.html")
    assert seen["faults"] == []


def test_lanes_stand_side_by_side_and_can_be_selected(found):
    places = {one["text"]: one for one in found["lanes"]["places"]}
    first, beside = places["a: A 1"], places["b: B 1"]
    assert first["y"] == beside["y"]
    assert first["x"] + first["width"] <= beside["x"]
    meeting = places["a + b: both met at the barrier"]
    assert meeting["width"] > first["width"] + beside["width"]
    for text in ("A 1", "both met at the barrier", "main: done"):
        assert text in found["lanes"]["selected"]

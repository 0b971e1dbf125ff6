"""Making the edition again: only what has changed."""

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import REPOSITORY
from project import Project, make

LISTING = "ch01/02_lanes.cpp"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small project whose edition has been made."""
    project = make(tmp_path_factory.mktemp("small"))
    for chapter in ("ch02", "ch03"):
        shutil.rmtree(project.root / chapter)
    names = project.root / "tools" / "python-names.tsv"
    names.write_text("".join(l for l in names.open() if not l.startswith("ch02")))
    shutil.copytree(REPOSITORY / "tools" / "book", project.root / "tools" / "book")
    done = made(project)
    if done.returncode == 2 and "tools/setup --book" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stdout + done.stderr
    return project


def made(project: Project) -> subprocess.CompletedProcess[str]:
    return project.listings("book", "--draft")


def times(project: Project, kind: str) -> dict[Path, int]:
    """When each page was written."""
    suffix = {"site": ".html", "epub": ".xhtml"}[kind]
    folder = project.root / "build" / "book" / kind
    return {f.relative_to(folder): f.stat().st_mtime_ns for f in folder.rglob(f"*{suffix}")}


def test_where_nothing_changed_nothing_is_written(small):
    before = times(small, "site")
    assert made(small).returncode == 0
    assert times(small, "site") == before


def test_where_a_listing_changed_its_page_is_written_and_what_lists_it(small):
    before = times(small, "site")
    text = (small.root / LISTING).read_text()
    with small.changed(LISTING, text.replace("i <= 3", "i < 4")):
        done = made(small)
        assert done.returncode == 0, done.stdout + done.stderr
        after = times(small, "site")
    written = {path.as_posix() for path in before if before[path] != after[path]}
    assert written - {"search.html", "index.html", "ch01/index.html"} == {"ch01/02_lanes.html"}


def test_a_page_that_is_gone_is_removed(small):
    gone = "ch01/07_data_race.cpp"
    page = (small.root / "ch01/README.md").read_text()
    cut = page[: page.index("### It is — [07_data_race")] + page[page.index("## No counterpart") :]
    with small.changed(gone, None), small.changed("ch01/README.md", cut):
        done = made(small)
        assert done.returncode == 0, done.stdout + done.stderr
        assert Path("ch01/07_data_race.html") not in times(small, "site")
        assert Path("ch01/07_data_race.xhtml") not in times(small, "epub")


def test_a_broken_link_is_no_edition(small):
    page = (small.root / "ch01/README.md").read_text() + "\n{term}`no.such.name`\n"
    with small.changed("ch01/README.md", page):
        done = made(small)
    assert done.returncode == 1
    assert "no.such.name" in done.stdout

"""The EPUB, as epubcheck sees it."""

import subprocess
import zipfile
from pathlib import Path

import pytest
from conftest import LONG, REPOSITORY, needed

from extract_and_test import catalogue

JAR = Path("/usr/share/java/epubcheck.jar")


@pytest.fixture(scope="module")
def epub(book: Path) -> Path:
    return book / "epub" / "async-in-cpp.epub"


def test_epubcheck_finds_nothing(epub):
    needed("java", "epubcheck")
    done = subprocess.run(
        ["java", "-jar", JAR, epub], capture_output=True, encoding="utf-8", timeout=LONG
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout


def test_it_holds_every_chapter_and_listing(epub):
    with zipfile.ZipFile(epub) as archive:
        held = set(archive.namelist())
    listings = catalogue.read(REPOSITORY).listings
    assert {f"{one.name}.xhtml" for one in listings} <= held
    assert {f"{one.path.parent}/index.xhtml" for one in listings} <= held
    assert {"index.xhtml", "concordance.xhtml", "lanes.xhtml", "nav.xhtml"} <= held


def test_its_code_reflows(epub):
    with zipfile.ZipFile(epub) as archive:
        styles = archive.read("_static/epub.css").decode()
    assert "white-space: pre-wrap" in styles

"""Which listings there are, and what selectors mean."""

import os
from pathlib import Path

import pytest
from project import FAIL, HOLD, listing, main, output, project

from extract_and_test import catalogue
from extract_and_test.catalogue import SelectionError, is_manuscript, select

NAMES = [path.removesuffix(".cpp") for path, *_ in HOLD]
FAILING = [path.removesuffix(".cpp") for path, *_ in FAIL]


def write(root: Path, path: str, text: str | bytes) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def root(tmp_path) -> Path:
    for path in ("ch02/01_b.cpp", "ch01/02_a.cpp", "ch01/01_a.cpp"):
        write(tmp_path, path, listing(path, main("return 0;"), output(), "Python: a.b, c"))
    return tmp_path


def test_listings_are_read_in_reading_order(root):
    found = catalogue.read(root)
    assert found.names == ("ch01/01_a", "ch01/02_a", "ch02/01_b")
    assert [one.name for one in found.listings] == list(found.names)
    assert found.problems == ()
    assert found.get("ch01/02_a").path.name == "02_a.cpp"
    assert found.get("ch01/03_a") is None


def test_only_listings_in_chapters_are_read(root):
    for path in (
        "ch01/bench.cpp",
        "ch01/pool_test.cpp",
        "ch01/1_a.cpp",
        "ch01/01_A.cpp",
        "ch01/01_a.hpp",
        "ch01/python/01_a.cpp",
        "ch1/01_a.cpp",
        "ch123/01_a.cpp",
        "chapter/01_a.cpp",
        "build/ch01/01_a.cpp",
    ):
        write(root, path, "no listing")
    found = catalogue.read(root)
    assert (len(found.listings), found.problems) == (3, ())
    assert [chapter.name for chapter in catalogue.chapters(root)] == ["ch01", "ch02"]


def test_bad_listings_are_known_by_name_and_their_problems_by_selection(root):
    write(root, "ch01/03_bad.cpp", "nothing\n")
    write(root, "ch02/02_latin.cpp", "// ch02/02_latin.cpp\n// é\n".encode("latin-1"))
    found = catalogue.read(root)
    assert found.names == ("ch01/01_a", "ch01/02_a", "ch01/03_bad", "ch02/01_b", "ch02/02_latin")
    assert {p.path for p in found.problems_of(["ch01/03_bad"])} == {"ch01/03_bad.cpp"}
    assert found.problems_of(["ch01/01_a"]) == ()
    [problem] = found.problems_of(["ch02/02_latin"])
    assert "ch02/02_latin.cpp:1: not UTF-8" in str(problem)


def test_a_manuscript_s_listings_may_have_any_path(tmp_path):
    for path in ("x.cpp", "deep/er/y.cpp"):
        write(tmp_path, path, listing(path, main("return 0;"), output()))
    assert catalogue.read_all(tmp_path).names == ("deep/er/y", "x")


def test_the_text_of_a_file_inside(root):
    write(root, "ch01/python/01_a.py", b"# \xe9\n")
    write(root.parent, "outside", "secret")
    found = catalogue.read(root)
    assert found.text_of("ch01/python/01_a.py") == "# \ufffd\n"
    assert found.text_of("ch01/python/02_a.py") is None
    assert found.text_of("ch01") is None
    assert found.text_of("../outside") is None


# Selectors


@pytest.mark.parametrize(
    ("selector", "where", "names"),
    [
        ("ch01", ".", NAMES),
        ("ch01/", ".", NAMES),
        ("ch01/02", ".", ["ch01/02_lanes"]),
        ("ch01/02_lanes", ".", ["ch01/02_lanes"]),
        ("ch01/02_lanes", "ch02", ["ch01/02_lanes"]),
        ("ch01/*", ".", NAMES),
        ("ch0[12]/0?_*ai*", ".", ["ch01/01_plain"]),
        ("*_plain", ".", ["ch01/01_plain"]),
        ("ch01/*la*.cpp", ".", ["ch01/01_plain", "ch01/02_lanes"]),
        ("ch01/02_lanes.cpp", ".", ["ch01/02_lanes"]),
        ("./ch01/02_lanes.cpp", ".", ["ch01/02_lanes"]),
        ("02_lanes.cpp", "ch01", ["ch01/02_lanes"]),
        ("../ch01/02_lanes.cpp", "ch02", ["ch01/02_lanes"]),
        ("README.md", "ch01", NAMES),
        ("ch01/README.md", ".", NAMES),
        ("../ch01", "ch02", NAMES),
        ("threading.Thread.join", ".", ["ch01/02_lanes"]),
        ("threading.Thread", ".", ["ch01/01_plain"]),
        ("sys.argv", ".", ["ch01/03_everything"]),
    ],
)
def test_every_kind_of_selector(project, selector, where, names):
    found = catalogue.read(project.root)
    assert select(found, [selector], project.root / where) == tuple(names)


def test_an_absolute_path_selects(project):
    found = catalogue.read(project.root)
    path = str(project.root / "ch01" / "02_lanes.cpp")
    assert select(found, [path], Path("/")) == ("ch01/02_lanes",)


def test_without_a_selector_all_is_meant(root):
    assert select(catalogue.read(root), [], root) == ("ch01/01_a", "ch01/02_a", "ch02/01_b")


def test_selections_are_joined_in_reading_order_each_listing_once(root):
    selectors = ["ch02", "a.b", "ch01/02", "ch01/*"]
    expected = ("ch01/01_a", "ch01/02_a", "ch02/01_b")
    assert select(catalogue.read(root), selectors, root) == expected


def test_bad_listings_are_selected_too(root):
    write(root, "ch01/03_bad.cpp", "nothing\n")
    found = catalogue.read(root)
    for selector in ("ch01/03", "ch01/03_bad", "ch01/*_bad", "ch01/03_bad.cpp"):
        assert select(found, [selector], root) == ("ch01/03_bad",)


@pytest.mark.parametrize(
    ("selector", "advice"),
    [
        ("ch77", "give a chapter (ch05), a listing (ch05/03), a glob, a file or a Python name"),
        ("ch01/01_b", "did you mean ch"),
        ("a.x", "did you mean a.b?"),
        ("ch01/77", ""),
        ("zz*", ""),
        ("ch01/01_x.cpp", ""),
        ("missing.md", ""),
        ("/etc/passwd.cpp", ""),
        ("..", ""),
    ],
)
def test_what_means_nothing_is_refused_with_advice(root, selector, advice):
    with pytest.raises(SelectionError) as raised:
        select(catalogue.read(root), ["ch01", selector], root)
    assert str(raised.value).startswith(f"nothing is selected by '{selector}': ")
    assert advice in str(raised.value)


def test_a_page_that_is_not_utf_8_still_selects(root):
    write(root, "ch01/README.md", b"\xff\n```cpp\n// ch01/02_a.cpp\nint main() {\n```\n")
    assert select(catalogue.read(root), ["ch01/README.md"], root) == ("ch01/02_a",)


# Manuscripts


def test_what_a_manuscript_is(root):
    for path in ("ch01/README.md", "ch01/notes.md", "README.md", "more/README.md", "book.markdown"):
        write(root, path, "")
    write(root, "book.txt", "")
    assert is_manuscript(root, root / "ch01" / "notes.md")
    assert is_manuscript(root, root / "README.md")
    assert is_manuscript(root, root / "more" / "README.md")
    assert is_manuscript(root, root / "book.markdown")
    assert not is_manuscript(root, root / "ch01" / "README.md")
    assert not is_manuscript(root, root / "book.txt")
    assert not is_manuscript(root, root / "missing.md")


def test_a_chapter_s_page_is_known_from_wherever_it_is_named(root, monkeypatch):
    write(root, "ch01/README.md", "")
    monkeypatch.chdir(root / "ch01")
    assert not is_manuscript(root, Path("README.md"))
    assert not is_manuscript(Path(os.path.relpath(root)), Path("README.md"))

"""The pages of the reading edition, as Markdown, and when the command refuses to make them."""

import re
from pathlib import Path

import pytest
from project import listing, main, output, project

from extract_and_test import book, catalogue, command, edition, listing_page
from extract_and_test import listing as listing_format
from extract_and_test.edition import EPUB, SITE, Edition

CHAPTER = """# Chapter 1: Locks & more

| Python | C++ | listing |
|---|---|---|
| `threading.Lock` | a mutex | [01_lock](01_lock.cpp) |

### A lock — [01_lock.cpp](01_lock.cpp) · [Python](python/01_lock.py)

As in [chapter 2](../ch02/README.md), and [the pool](pool.hpp); a lambda is `[](auto)`.
The [site](https://example.org) and [nothing](nothing.cpp).

![A chart](bench.svg)

```cpp
// ch01/01_lock.cpp
auto f = [](auto) {};
```

### None — [02_none.cpp](02_none.cpp)

## No counterpart

| Python | Why |
|---|---|
| `threading.stack_size` | See [the lock](01_lock.cpp). |
"""
NAMES = """ch01\tthreading.Lock\tclass
ch01\tthreading.Lock.__enter__\tmethod
ch01\tthreading.stack_size\tfunction
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    lock = listing(
        "ch01/01_lock.cpp",
        main("return 0;"),
        output("a| <1>", "b| 2"),
        "Python: threading.Lock, time.sleep",
        "Counterpart: none, because it is a test.",
    ).replace("// Counterpart: none, because it is a test.\n", "")
    files = {
        "ch01/README.md": CHAPTER,
        "ch01/01_lock.cpp": lock,
        "ch01/02_none.cpp": listing("ch01/02_none.cpp", main("return 0;"), output()),
        "ch01/pool.hpp": "class Pool;\n",
        "ch01/bench.svg": "<svg/>\n",
        "ch01/python/01_lock.py": "print('```')\n",
        "ch02/README.md": "# Chapter 2\n",
        "tools/python-names.tsv": NAMES,
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def pages(root: Path, kind: str = SITE, *drafts: str) -> dict[str, str]:
    return edition.pages(Edition(catalogue.read(root), kind, frozenset(drafts)))


# Which pages there are, and where their links lead.


@pytest.mark.parametrize("kind", [SITE, EPUB])
def test_every_chapter_listing_and_linked_file_has_a_page(root, kind):
    own = {"index.md", "lanes.md", "concordance.md"}
    chapters = {"ch01/index.md", "ch02/index.md"}
    assert pages(root, kind).keys() == own | chapters | {
        "ch01/01_lock.md",
        "ch01/02_none.md",
        "ch01/pool_hpp.md",
        "ch01/bench.svg",
    }


def test_a_chapters_links_lead_to_pages(root):
    text = pages(root)["ch01/index.md"]
    assert "[01_lock](01_lock.md)" in text
    assert "[01_lock.cpp](01_lock.md) · [Python](ch01-01_lock-python)" in text
    assert "[chapter 2](../ch02/index.md)" in text
    assert "[the pool](pool_hpp.md)" in text
    assert "![A chart](bench.svg)" in text
    assert "\npool_hpp\n" in text


def test_what_is_no_link_to_a_file_is_kept(root):
    text = pages(root)["ch01/index.md"]
    assert "`[](auto)`" in text
    assert "[](auto) {};" in text
    assert "[site](https://example.org)" in text
    assert "[nothing](nothing.cpp)" in text


def test_a_passage_can_be_linked_to_and_its_heading_is_its_title(root):
    assert "(ch01-01_lock)=\n### A lock\n\n[01_lock.cpp]" in pages(root)["ch01/index.md"]
    text = pages(root)["ch01/01_lock.md"]
    assert "\n# A lock\n" in text
    assert r"[Chapter 1: Locks \& more](ch01-01_lock) · `ch01/01_lock.cpp`" in text


def test_the_front_page_counts_and_lists(root):
    text = pages(root)["index.md"]
    assert "2 programs in 2 chapters" in text
    assert "\nch01/index\nch02/index\n" in text


# A listing's page.


def test_a_listings_page_has_all_of_it(root):
    text = pages(root)["ch01/01_lock.md"]
    assert "It is a test." in text
    assert "{term}`threading.Lock`, {term}`time.sleep`" in text
    assert "g++ -std=c++20 -O2 ch01/01_lock.cpp -o 01_lock\n" in text
    assert "https://godbolt.org/clientstate/" in text
    assert "&lt;1&gt;" in text
    assert "````python\nprint('```')\n````" in text


def test_its_blocks_are_not_shown_twice(root):
    one = catalogue.read(root).get("ch01/01_lock")
    program = listing_page.program(one)
    assert program.endswith("}\n")
    assert "Output" not in program
    assert one.text.startswith(program)


def test_programs_are_tabs_on_the_site_and_sections_in_the_epub(root):
    site, epub = pages(root)["ch01/01_lock.md"], pages(root, EPUB)["ch01/01_lock.md"]
    assert ("{tab} C++" in site, "## C++" in site) == (True, False)
    assert ("{tab} C++" in epub, "## C++" in epub) == (False, True)
    for text in (site, epub):
        assert "(ch01-01_lock-python)=" in text


def test_the_reason_stands_where_there_is_no_counterpart(root):
    assert "no Python counterpart: because this is a test" in pages(root)["ch01/02_none.md"]


def test_a_draft_says_so(root):
    made = pages(root, SITE, "ch01/01_lock")
    assert "not been tested" in made["ch01/01_lock.md"]
    assert "not been tested" not in made["ch01/02_none.md"]
    assert "draft: 1 of" in made["index.md"]
    assert "draft" not in pages(root)["index.md"]


@pytest.mark.parametrize(
    ("header", "blocks", "words"),
    [
        (["Exit: 3"], output(), "exit code 3"),
        (["Exit: SIGABRT"], output(), "signal SIGABRT"),
        (["Expect: deadlock"], output(), "stays where it is"),
        (["Expect: data race"], output(), "-fsanitize=thread"),
        (["Expect: compile error"], "/* Errors:\n...\n*/", "What the compiler says"),
        (["Platform: posix"], output(), "POSIX"),
        (["Needs: OpenSSL"], output(), "OpenSSL"),
        (["Args: 'a b' c"], output(), "./01_x 'a b' c"),
        ([], "/* Input:\n<in>\n*/\n" + output(), "&lt;in&gt;"),
        ([], output() + "\n/* Errors:\noh\n*/", "Expected on stderr"),
        ([], output(r"{{\d+}}"), "differs from run to run"),
        ([], output(r"{{x:\d+}} {{=x}}"), r"⟨x⟩ is `\d+`"),
    ],
)
def test_what_is_unusual_is_said(header, blocks, words):
    one = listing_format.parse(
        listing("ch01/01_x.cpp", main("return 0;"), blocks, *header), "ch01/01_x.cpp"
    )
    assert words in listing_page.text_of(
        listing_page.Page(one, "X", "Chapter 1", None, "g++ ch01/01_x.cpp -o 01_x")
    )


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a * b_c", r"a \* b\_c"),
        ("`a * b` * c", r"`a * b` \* c"),
        ("one ` of it", r"one \` of it"),
        ("[x](y) <z> #", r"\[x\](y) \<z\> \#"),
    ],
)
def test_text_says_just_that(text, markdown):
    assert listing_page.plain(text) == markdown


# The concordance.


def test_the_concordance_answers_every_name(root):
    text = pages(root)["concordance.md"]
    assert r"threading.Lock" + "\n  [ch01/01_lock](ch01/01_lock.md): It is a test." in text
    assert r"threading.Lock.\_\_enter\_\_" + "\n  Not answered yet" in text
    assert "No counterpart: See [the lock](ch01/01_lock.md)." in text
    assert re.search(r"## Other names\n\n`+\{glossary\}\ntime\.sleep\n", text)


def test_only_the_site_has_boxes_to_search_with(root):
    assert "<form" in pages(root)["concordance.md"]
    assert "<form" not in pages(root, EPUB)["concordance.md"] + pages(root, EPUB)["index.md"]


# The command.


def test_without_sphinx_it_says_what_to_run(monkeypatch, capsys):
    monkeypatch.setattr(book, "find_spec", lambda name: None)
    assert command.main(["book"]) == 2
    seen = capsys.readouterr()
    assert seen.out == ""
    assert seen.err == (
        "listings: missing: sphinx, myst_parser, furo, sphinx_copybutton, sphinx_inline_tabs; "
        "run tools/setup --book\n"
    )


def test_what_was_not_tested_is_not_published(root, monkeypatch, capsys):
    monkeypatch.setattr(book, "find_spec", lambda name: object())
    monkeypatch.setattr(book, "ROOT", root)
    monkeypatch.setattr(book.check, "every_problem", lambda found: [])
    monkeypatch.delenv("LISTINGS_BUILD", raising=False)
    assert command.main(["book"]) == 2
    assert "ch01/01_lock and 1 more did not pass as they stand" in capsys.readouterr().err
    assert not (root / "build" / "book").exists()


def test_what_the_check_finds_is_not_published(root, monkeypatch, capsys):
    monkeypatch.setattr(book, "find_spec", lambda name: object())
    monkeypatch.setattr(book, "ROOT", root)
    monkeypatch.delenv("LISTINGS_BUILD", raising=False)
    assert command.main(["book", "--draft"]) == 1
    assert "nothing is published" in capsys.readouterr().out
    assert not (root / "build" / "book").exists()


def test_a_test_notes_what_passed(project):
    done, _ = project.tested("ch01/01_plain", "--python")
    assert done.returncode == 0
    assert '"ch01/01_plain (python)"' in (project.root / "build" / "tested.json").read_text()

"""Every kind of problem that needs no build: with its file, its line and the mend."""

from collections.abc import Callable
from pathlib import Path

import pytest
from project import listing, main, output

from extract_and_test import catalogue, check, page
from extract_and_test.listing import Problem

NAMES = "ch05\tthreading.Lock\tclass\nch05\tthreading.get_ident\tfunction\nch06\tthreading.Event\tclass\n"
PYTHON = '"""ch05/python/{stem}.py\nIt is a test.\n"""\n'
PAGE = """# Chapter 5

| Python | C++ |
|---|---|
| `threading.Lock` | a mutex |

### A lock — [01_lock.cpp](01_lock.cpp) · [Python](python/01_lock.py)

It locks; see [the end](#no-counterpart) and [elsewhere](https://example.org/x#y).

```cpp
// ch05/01_lock.cpp
int main() {
// ...
}
```

### No lock — [02_none.cpp](02_none.cpp)

```cpp
// ch05/02_none.cpp
    return 0;
```

## No counterpart

| Name | Why |
|---|---|
| `threading.get_ident` | There is none in C++. |
"""


class Root:
    """A small repository; what a test changes, and the problems that follow."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("tools/python-names.tsv", NAMES)
        self.write("tools/README.md", "# Tools\n")
        self.write("README.md", "# All\n\n[five](ch05/README.md#no-counterpart)\n")
        self.write("ch05/README.md", PAGE)
        self.listing("ch05/01_lock.cpp", "Python: threading.Lock")
        self.listing("ch05/02_none.cpp", "Counterpart: none, because there is none.")
        self.write("ch05/python/01_lock.py", PYTHON.format(stem="01_lock"))

    def write(self, path: str, text: str | bytes | None) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            file.unlink()
        else:
            file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def listing(self, path: str, *header: str, code: str = main("return 0;")) -> None:
        text = listing(path, code, output(), *header)
        if not any("Counterpart" in line for line in header):
            text = text.replace("// Counterpart: none, because this is a test.\n", "")
        self.write(path, text)

    def change(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text()
        assert text.count(old) == 1
        self.write(path, text.replace(old, new))

    @property
    def problems(self) -> list[str]:
        return [str(p) for p in check.every_problem(catalogue.read(self.root))]

    def only(self) -> str:
        [problem] = self.problems
        return problem


@pytest.fixture
def root(tmp_path) -> Root:
    return Root(tmp_path)


def test_what_is_in_order_has_no_problem(root):
    assert root.problems == []


# Listings

Change = Callable[[Root], object]
KINDS: dict[str, tuple[Change, str]] = {
    "a wrong slugline": (
        lambda r: r.change("ch05/01_lock.cpp", "// ch05/01_lock.cpp", "// ch05/01_look.cpp"),
        "ch05/01_lock.cpp:1: the first line must be '// ch05/01_lock.cpp'",
    ),
    "an unknown directive": (
        lambda r: r.change("ch05/01_lock.cpp", "// Python:", "// Pyhton:"),
        "ch05/01_lock.cpp:3: unknown directive 'Pyhton'",
    ),
    "a Python name that there is not": (
        lambda r: r.change(
            "ch05/01_lock.cpp",
            "// Python: threading.Lock",
            "// See threading.Lok, which is wrong.\n// Python: threading.Lock,\n//     threading.Lok",
        ),
        "ch05/01_lock.cpp:5: Python's documentation does not list 'threading.Lok'; "
        "did you mean threading.Lock?",
    ),
    "a header of this repository": (
        lambda r: r.change("ch05/01_lock.cpp", "#include <cstdio>", '#include "pool.hpp"'),
        'ch05/01_lock.cpp:5: "pool.hpp" is of this repository: a listing stands by itself',
    ),
    "a header of the system": (
        lambda r: r.change("ch05/01_lock.cpp", "#include <cstdio>", "# include <unistd.h>"),
        "ch05/01_lock.cpp:5: <unistd.h> asks for '// Platform: posix'",
    ),
    "OpenSSL's header": (
        lambda r: r.change("ch05/01_lock.cpp", "<cstdio>", "<openssl/ssl.h>"),
        "ch05/01_lock.cpp:5: <openssl/ssl.h> asks for '// Needs: OpenSSL'",
    ),
    "a file that is no listing": (
        lambda r: r.write("ch05/Lock.cpp", ""),
        "ch05/Lock.cpp:1: not a listing's name: NN_slug.cpp, in small letters",
    ),
    # Counterparts
    "a missing counterpart": (
        lambda r: r.write("ch05/python/01_lock.py", None),
        "ch05/01_lock.cpp:1: ch05/python/01_lock.py is missing: write it, or say why there is none",
    ),
    "a counterpart where there is none": (
        lambda r: r.write("ch05/python/02_none.py", PYTHON.format(stem="02_none")),
        "ch05/02_none.cpp:1: 'Counterpart: none', and there is ch05/python/02_none.py",
    ),
    "a counterpart of nothing": (
        lambda r: r.write("ch05/python/07_old.py", PYTHON.format(stem="07_old")),
        "ch05/python/07_old.py:1: there is no listing ch05/07_old.cpp",
    ),
    "a counterpart without its path": (
        lambda r: r.write("ch05/python/01_lock.py", '"""It is a test."""\n'),
        "ch05/python/01_lock.py:1: the docstring must begin with the line 'ch05/python/01_lock.py'",
    ),
    "a counterpart that is not Python": (
        lambda r: r.write("ch05/python/01_lock.py", PYTHON.format(stem="01_lock") + "\nif:\n"),
        "ch05/python/01_lock.py:5: not Python: invalid syntax",
    ),
    "a counterpart that is not UTF-8": (
        lambda r: r.write("ch05/python/01_lock.py", b'"""ch05/python/01_lock.py\n\xe9"""\n'),
        "ch05/python/01_lock.py:1: not Python: ",
    ),
    "a counterpart with a null byte": (
        lambda r: r.write("ch05/python/01_lock.py", b'"""ch05/python/01_lock.py\n"""\0'),
        "ch05/python/01_lock.py:1: not Python: ",
    ),
    # Pages
    "no chapter page": (
        lambda r: (r.write("ch05/README.md", None), r.write("README.md", "# All\n")),
        "ch05/README.md:1: the chapter page is missing",
    ),
    "no page at the top": (
        lambda r: r.write("README.md", None),
        "README.md:1: the page is missing",
    ),
    "no page of the tool": (
        lambda r: r.write("tools/README.md", None),
        "tools/README.md:1: the page is missing",
    ),
    "a page that is not UTF-8": (
        lambda r: r.write("tools/README.md", b"# Tools\n\nh\xe9\n"),
        "tools/README.md:3: not UTF-8",
    ),
    "a link to no file": (
        lambda r: r.write("README.md", "# All\n\nOne, and\n\nmore of\nthe [six](ch06/README.md)\n"),
        "README.md:5: the link to 'ch06/README.md' leads to no file",
    ),
    "an image that is not there": (
        lambda r: r.write("README.md", "![six](six.png)\n"),
        "README.md:1: the link to 'six.png' leads to no file",
    ),
    "a link to no heading": (
        lambda r: r.write("README.md", "[x](ch05/README.md#counterparts)\n"),
        "README.md:1: the link to 'ch05/README.md#counterparts' leads to no heading of that name",
    ),
    "a link to no heading of the page itself": (
        lambda r: r.change("ch05/README.md", "(#no-counterpart)", "(#the-end)"),
        "ch05/README.md:9: the link to '#the-end' leads to no heading of that name",
    ),
    "a listing without a passage": (
        lambda r: r.listing("ch05/03_more.cpp", "Counterpart: none, because."),
        "ch05/README.md:1: no heading links to 03_more.cpp: give it a passage "
        "'### Title — [03_more.cpp](03_more.cpp)'",
    ),
    "a heading without its counterpart": (
        lambda r: r.change("ch05/README.md", " · [Python](python/01_lock.py)", ""),
        "ch05/README.md:7: the heading does not link to python/01_lock.py",
    ),
    "a listing that is not quoted": (
        lambda r: r.change("ch05/README.md", "```cpp\n// ch05/02_none.cpp\n", "```cpp\n"),
        "ch05/README.md:18: nothing is quoted from ch05/02_none.cpp: show the lines",
    ),
    "a quotation of other lines": (
        lambda r: r.change("ch05/README.md", "    return 0;\n", "    return 1;\n"),
        "ch05/README.md:22: ",
    ),
    "a quotation of no file": (
        lambda r: r.write("README.md", "x\n\n```cpp\n// ch05/77_x.cpp\nint x;\n```\n"),
        "README.md:4: ",
    ),
    "no section on what has no counterpart": (
        lambda r: (
            r.change("ch05/README.md", "## No counterpart\n", "## Nothing\n"),
            r.change("ch05/README.md", "(#no-counterpart)", "(#nothing)"),
            r.write("README.md", "# All\n"),
            r.change("ch05/01_lock.cpp", "threading.Lock", "threading.Lock, threading.get_ident"),
        ),
        "ch05/README.md:1: the section '## No counterpart' is missing",
    ),
    # Coverage
    "a name that nothing answers": (
        lambda r: r.change("ch05/README.md", "`threading.get_ident`", "get_ident"),
        "ch05/README.md:1: threading.get_ident is in no listing's 'Python:' line and "
        "not in the table 'No counterpart'",
    ),
    "a reason for another chapter's name": (
        lambda r: r.write("ch05/README.md", PAGE + "| `threading.Event` | It is no event. |\n"),
        "ch05/README.md:30: 'threading.Event' belongs to ch06",
    ),
    "a reason for no name": (
        lambda r: r.write("ch05/README.md", PAGE + "| `threading.Evnt` | It is no event. |\n"),
        "ch05/README.md:30: Python's documentation does not list 'threading.Evnt'",
    ),
    "no reason": (
        lambda r: r.write("ch05/README.md", PAGE + "| `time.sleep` | No. |\n"),
        "ch05/README.md:30: no reason is given for time.sleep",
    ),
}


ENTAIL = {"a wrong slugline", "an unknown directive", "a missing counterpart"}
"""Problems that make others: what can't be read answers no name, what is gone has a link."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_problem(root, kind):
    change, problem = KINDS[kind]
    change(root)
    told = [text for text in root.problems if text.startswith(problem)]
    assert len(told) == 1
    assert kind in ENTAIL or root.problems == told


def test_passages_keep_the_reading_order(root):
    first, rest = PAGE.split("### A lock", 1)
    lock, rest = rest.split("### No lock", 1)
    none, rest = rest.split("## No counterpart", 1)
    text = f"{first}### No lock{none}### A lock{lock}## No counterpart{rest}"
    root.write("ch05/README.md", text)
    assert root.only() == (
        "ch05/README.md:7: 02_none.cpp stands before 01_lock.cpp: keep the reading order"
    )


def test_other_files_of_a_chapter_are_fine(root):
    for name in ("pool.hpp", "pool_test.cpp", "bench.cpp", "python/bench.py"):
        root.write(f"ch05/{name}", f'"""ch05/{name}"""\n')
    root.change("ch05/README.md", "see [the end]", "see [it](pool.hpp), [the end]")
    assert root.problems == []


def test_a_listing_that_can_not_be_read_still_has_its_counterpart(root):
    root.change("ch05/01_lock.cpp", "// Python:", "// Pyhton:")
    assert not [p for p in root.problems if p.startswith("ch05/python/")]


@pytest.mark.parametrize(
    ("include", "header"),
    [
        ("<iostream>", ()),
        ("<boost/asio.hpp>", ()),
        ("<unistd.h>", ("Platform: posix",)),
        ("<sys/wait.h>", ("Platform: posix",)),
        ("<openssl/ssl.h>", ("Needs: OpenSSL",)),
    ],
)
def test_includes_that_every_reader_has(root, include, header):
    root.listing("ch05/01_lock.cpp", "Python: threading.Lock", *header, code=f"#include {include}")
    root.change("ch05/README.md", "int main() {\n// ...\n}\n", f"#include {include}\n")
    assert root.problems == []


def test_only_its_own_chapter_includes_a_chapter_s_header(root):
    for chapter, problems in (("ch08", 0), ("ch09", 0), ("ch07", 1)):
        path = f"{chapter}/01_x.cpp"
        root.listing(path, "Counterpart: none, because.", code='#include "pool.hpp"')
        one = catalogue.read(root.root).get(path.removesuffix(".cpp"))
        assert len(list(check.include_problems(one))) == problems
    root.listing("ch08/01_x.cpp", "Counterpart: none, x.", code='#include "../ch09/manager.hpp"')
    one = catalogue.read(root.root).get("ch08/01_x")
    assert len(list(check.include_problems(one))) == 1


def test_problems_within_a_selection(root):
    root.listing("ch06/01_event.cpp", "Python: threading.Event")
    root.write("ch05/Lock.cpp", "")
    root.change("ch05/02_none.cpp", "<cstdio>", "<unistd.h>")
    root.change("ch05/README.md", "see [the end]", "see [this](x), [the end]")
    found = catalogue.read(root.root)

    def within(*names: str) -> list[str]:
        return sorted({p.path for p in check._within(found, names)})

    assert within("ch05/01_lock") == ["ch05/Lock.cpp", "ch05/README.md"]
    assert within("ch05/02_none") == ["ch05/02_none.cpp", "ch05/Lock.cpp", "ch05/README.md"]
    assert within("ch06/01_event") == ["ch06/01_event.cpp", "ch06/README.md"]


# Pages


def links(root: Root, text: str) -> list[Problem]:
    root.write("ch05/x.md", text)
    return list(page.link_problems(page.read(root.root, root.root / "ch05" / "x.md")))


def test_links_that_lead_somewhere(root):
    root.write("ch05/a b.txt", "")
    good = """# A `b`, c — d

# A `b`, c — d

[1](README.md) [2](../README.md#all) [3](#a-b-c--d) [4](#a-b-c--d-1) [5](mailto:x@y)
[6](//x.org) [7](a%20b.txt) [8](python) [9](01_lock.cpp#L3) [r]

`[10](no)`

```
[11](no)
```

[r]: 01_lock.cpp
"""
    assert links(root, good) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[x](../../nowhere/at/all)", 1),
        ("[x](/ch05/README.md)", 1),
        ("# T\n\n- one\n- [x](no)\n", 4),
        ("# T [x](no)\n", 1),
        ("| a |\n|---|\n| [x](no) |\n", 3),
        ("# T\n\n[x][r]\n\n[r]: no\n", 3),
        ("[x](#a-b-c--d-1)\n\n# A `b`, c — d\n", 1),
    ],
)
def test_links_that_lead_nowhere(root, text, line):
    [problem] = links(root, text)
    assert (problem.path, problem.line) == ("ch05/x.md", line)

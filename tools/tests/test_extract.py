"""What is extracted, what is refused, and that nothing is half done."""

import os
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import examples

from extract_and_test import extract
from extract_and_test.extract import (
    Plan,
    Refused,
    Written,
    plan,
    refusals,
    write,
)


def program(path: str, said: str = "") -> str:
    return f"// {path}\n#include <cstdio>\n\nint main() {{\n    {said};\n}}\n"


def fenced(code: str, info: str = "cpp") -> str:
    return f"```{info}\n{code}```\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = tmp_path / "root"
    place.mkdir()
    return place


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "target"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The manuscript, named without its folder."""
    monkeypatch.chdir(tmp_path)
    return Path("page.md")


def put(place: Path, text: str) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text.encode())
    return place


def said(plan: Plan) -> list[str]:
    return [str(problem) for problem in plan.problems]


def files(folder: Path) -> dict[str, str]:
    """What is below a folder, with the text of files."""
    return {
        str(p.relative_to(folder)): p.read_text() if p.is_file() else "/"
        for p in folder.rglob("*")
        if p.is_file() or p.is_symlink() or not any(p.iterdir())
    }


def refused(plan: Plan, target: Path, force: bool = False) -> list[str]:
    """The messages of a write that is refused, which must change nothing."""
    before = files(target) if target.is_dir() else target.exists()
    with pytest.raises(Refused) as error:
        write(plan, target, force)
    assert (files(target) if target.is_dir() else target.exists()) == before
    assert error.value.problems == refusals(plan, target, force)
    return [str(problem) for problem in error.value.problems]


# What is planned.


def test_programs_are_listings(page: Path, root: Path, target: Path) -> None:
    a, b = program("ch01/01_a.cpp"), program("ch02/01_b.cpp") + "\n\n"
    put(
        page,
        "# Page\n\n" + fenced(a) + "\n" + fenced("int main() {}\n") + fenced(b),
    )
    found = plan([page], root)
    assert [(x.line, x.path, x.text) for x in found.listings] == [
        (4, "ch01/01_a.cpp", a),
        (16, "ch02/01_b.cpp", b),
    ]
    assert found.problems == ()
    written = write(found, target)
    assert list(map(str, written.written)) == ["ch01/01_a.cpp", "ch02/01_b.cpp"]
    assert written.unchanged == ()
    assert files(target) == {
        "ch01/01_a.cpp": a,
        "ch02/01_b.cpp": program("ch02/01_b.cpp"),
    }


def test_a_file_named_twice_is_read_once(page: Path, root: Path) -> None:
    put(page, fenced(program("a.cpp")))
    found = plan([page, page.resolve()], root)
    assert (len(found.listings), found.problems) == (1, ())


def test_fragment_quotes_a_listing_of_the_root(page: Path, root: Path) -> None:
    put(
        root / "ch01/01_a.cpp",
        "\ufeff" + program("ch01/01_a.cpp").replace("\n", "\r\n"),
    )
    put(page, fenced("// ch01/01_a.cpp\n#include <cstdio>\n"))
    assert plan([page], root) == Plan((), ())


def test_byte_order_mark_makes_no_other_listing(page: Path, root: Path) -> None:
    put(root / "a.cpp", "\ufeff" + program("a.cpp"))
    put(page, fenced(program("a.cpp")))
    assert [x.path for x in plan([page], root).listings] == ["a.cpp"]


def test_listings_come_in_the_order_of_the_manuscripts(page: Path, root: Path) -> None:
    text = fenced(program("a.cpp")) + fenced(program("b.cpp"))
    put(page, fenced("// b.cpp\n#include <cstdio>\n") + text)
    assert [x.path for x in plan([page], root).listings] == ["a.cpp", "b.cpp"]


def test_fragment_quotes_a_listing_of_any_manuscript(page: Path, root: Path) -> None:
    other = put(Path("other.md"), fenced("// a.cpp\n#include <cstdio>\n"))
    put(page, fenced("// a.cpp\n#include <cstdi>\n") + fenced(program("a.cpp")))
    found = plan([other, page], root)
    assert [x.place for x in found.listings] == ["page.md:6"]
    assert said(found) == [
        "page.md:3: '#include <cstdi>' does not stand in a.cpp: "
        "the nearest is line 2, '#include <cstdio>'"
    ]


def test_manuscript_goes_before_the_root(page: Path, root: Path) -> None:
    put(root / "a.cpp", program("a.cpp", "old()"))
    put(
        page,
        fenced(program("a.cpp", "fresh()"))
        + fenced("// a.cpp\nfresh();\n")
        + fenced("// a.cpp\nold();\n"),
    )
    assert said(plan([page], root)) == [
        "page.md:15: 'old();' does not stand in a.cpp: quote lines that do"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "int main() {\n    x;\n}\n",
        "  int main() {\n      x;\n",
        "#include <cstdio>\n// ...\nint main() {\n    // ...\n}\n",
        "int main() {\n// ...\n",
    ],
)
def test_quotation_may_have_main(page: Path, root: Path, body: str) -> None:
    put(root / "a.cpp", program("a.cpp", "x"))
    quotation = fenced("// a.cpp\n" + body)
    put(page, quotation)
    assert plan([page], root) == Plan((), ())
    put(page, quotation + fenced(program("b.cpp", "x")) + quotation)
    assert [x.path for x in plan([page], root).listings] == ["b.cpp"]
    (root / "a.cpp").unlink()
    put(page, quotation + fenced(program("a.cpp", "x")) + quotation)
    found = plan([page], root)
    assert [x.text for x in found.listings] == [program("a.cpp", "x")]
    assert found.problems == ()


def test_misquotation_with_a_gap_is_no_listing(page: Path, root: Path) -> None:
    put(root / "a.cpp", program("a.cpp", "first()"))
    put(page, fenced("// a.cpp\n// ...\nint main() {\n    frist();\n// ...\n"))
    found = plan([page], root)
    assert found.listings == ()
    assert said(found) == [
        "page.md:5: 'frist();' does not stand in a.cpp: " "the nearest is line 5, 'first();'"
    ]


def test_listing_may_have_a_gap_of_its_own(page: Path, root: Path) -> None:
    put(page, fenced(program("a.cpp", "x;\n    // ...\n    y")))
    assert [x.path for x in plan([page], root).listings] == ["a.cpp"]
    put(root / "a.cpp", program("a.cpp", "z;\n    // ...\n    y"))
    found = plan([page], root)
    assert ([x.path for x in found.listings], found.problems) == (["a.cpp"], ())


def test_whole_listing_of_the_root_is_a_listing(page: Path, root: Path, target: Path) -> None:
    put(root / "a.cpp", program("a.cpp", "x"))
    put(page, fenced(program("a.cpp", "x").replace(";", "; ")))
    found = plan([page], root)
    assert ([x.path for x in found.listings], found.problems) == (["a.cpp"], ())
    assert list(map(str, write(found, root).unchanged)) == ["a.cpp"]
    assert files(root) == {"a.cpp": program("a.cpp", "x")}
    write(found, target)
    assert files(target) == {"a.cpp": program("a.cpp", "x").replace(";", "; ")}


def test_changed_listing_is_a_listing(page: Path, root: Path) -> None:
    put(root / "a.cpp", program("a.cpp", "x"))
    for changed in ("y", "x;\n\n    y"):
        put(page, fenced(program("a.cpp", changed)))
        found = plan([page], root)
        assert ([x.path for x in found.listings], found.problems) == (
            ["a.cpp"],
            (),
        )


# What is refused at the plan.


@pytest.mark.parametrize("code", ["int main() {}\n", "x\n"])
@pytest.mark.parametrize(
    ("path", "why"),
    [
        (
            "../a.cpp",
            "'../a.cpp' would leave the target folder: leave out '..'",
        ),
        (
            "b/../../a.cpp",
            "'b/../../a.cpp' would leave the target folder: leave out '..'",
        ),
        (
            "/tmp/a.cpp",
            "'/tmp/a.cpp' is absolute: name the file from the target folder on",
        ),
        ("./a.cpp", "'./a.cpp' is no plain path: write 'a.cpp'"),
    ],
)
def test_path_is_refused(
    page: Path, root: Path, target: Path, path: str, why: str, code: str
) -> None:
    put(root.parent / "a.cpp", program("a.cpp"))
    put(page, fenced(program("ok.cpp")) + "\n" + fenced(f"// {path}\n{code}"))
    found = plan([page], root)
    assert said(found) == [f"page.md:11: {why}"]
    assert refused(found, target) == said(found)
    assert refused(found, target, force=True) == said(found)


@pytest.mark.parametrize("second", ["x", "y"])
@pytest.mark.parametrize("in_root", [False, True])
def test_one_path_claimed_twice(
    page: Path, root: Path, target: Path, second: str, in_root: bool
) -> None:
    if in_root:
        put(root / "a.cpp", program("a.cpp", "x"))
    put(page, fenced(program("a.cpp", "x")))
    other = put(Path("other.md"), "\n" + fenced(program("a.cpp", second)) * 2)
    found = plan([page, other], root)
    assert said(found) == [
        f"other.md:{line}: 'a.cpp' is claimed by page.md:2 too: "
        "give each listing a path of its own"
        for line in (3, 11)
    ]
    assert refused(found, target, force=True) == said(found)


def test_slugline_without_program(page: Path, root: Path, target: Path) -> None:
    put(
        page,
        fenced(program("b.cpp")) + fenced("// a.cpp\nint x;\n// int main()\n"),
    )
    (root / "a.cpp").mkdir()
    found = plan([page], root)
    assert said(found) == [
        "page.md:10: a slugline without a program: 'a.cpp' is no listing, and the "
        "block has no main; add main, or correct the slugline"
    ]
    assert refused(found, target) == said(found)


def test_listing_below_a_listing(page: Path, root: Path, target: Path) -> None:
    put(page, fenced(program("x/a.cpp/b/c.cpp")) + fenced(program("x/a.cpp")))
    found = plan([page], root)
    assert said(found) == [
        "page.md:2: 'x/a.cpp/b/c.cpp' is below a file, the listing of page.md:10: "
        "give it another folder"
    ]
    assert refused(found, target) == said(found)


def test_manuscript_that_cannot_be_read(page: Path, root: Path, target: Path) -> None:
    put(page, fenced(program("a.cpp")))
    Path("bad.md").write_bytes(b"ok\r\n\xc3\xa9\nno \xff\n")
    found = plan([page, Path("none.md"), Path("bad.md"), Path(root.name)], root)
    assert sorted(said(found)) == [
        "bad.md:3: this is not UTF-8: save the manuscript as UTF-8",
        "none.md:1: it can't be read: No such file or directory",
        "root:1: it can't be read: Is a directory",
    ]
    assert refused(found, target) == said(found)


def test_problems_come_in_the_order_of_the_manuscripts(page: Path, root: Path) -> None:
    put(
        page,
        fenced("// a.cpp\nx\n") + fenced("// /b.cpp\nx\n") + fenced("// a.cpp\n"),
    )
    other = put(Path("another.md"), fenced("// ../c.cpp\n"))
    found = plan([page, other], root)
    places = [(p.path, p.line) for p in found.problems]
    assert places == [("page.md", n) for n in (2, 6, 10)] + [("another.md", 2)]


# What is refused at the target.


def one(page: Path, root: Path, path: str = "ch01/a.cpp") -> Plan:
    put(page, "\n" + fenced(program("ok.cpp")) + fenced(program(path, "new")))
    found = plan([page], root)
    assert found.problems == ()
    return found


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("link", ["ch01", "ch01/a.cpp"])
@pytest.mark.parametrize("to", ["folder", "file", "nothing"])
def test_symbolic_link(
    page: Path, root: Path, target: Path, link: str, to: str, force: bool
) -> None:
    outside = root.parent / "outside"
    if to == "folder":
        outside.mkdir()
    elif to == "file":
        outside.write_text(program("ch01/a.cpp", "new"))
    place = target / link
    place.parent.mkdir(parents=True)
    place.symlink_to(outside)
    why = f"'{place}' is a symbolic link: remove it, or extract elsewhere"
    assert refused(one(page, root), target, force) == [f"page.md:11: {why}"]
    assert place.is_symlink()
    assert to != "folder" or list(outside.iterdir()) == []
    assert to != "nothing" or not outside.exists()


def test_target_itself_may_be_a_link(page: Path, root: Path, target: Path) -> None:
    real = root.parent / "real"
    real.mkdir()
    target.symlink_to(real)
    write(one(page, root), target)
    assert files(real).keys() == {"ok.cpp", "ch01/a.cpp"}


@pytest.mark.parametrize("force", [False, True])
def test_path_is_a_folder(page: Path, root: Path, target: Path, force: bool) -> None:
    place = target / "ch01/a.cpp"
    place.mkdir(parents=True)
    why = f"'{place}' is no plain file: move it away, or extract elsewhere"
    assert refused(one(page, root), target, force) == [f"page.md:11: {why}"]


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("path", ["ch01/a.cpp", "ch01/b/c/a.cpp"])
def test_parent_is_a_file(page: Path, root: Path, target: Path, path: str, force: bool) -> None:
    put(target / "ch01", "text")
    why = f"'{target}/ch01' is no folder: move it away, or extract elsewhere"
    assert refused(one(page, root, path), target, force) == [f"page.md:11: {why}"]


def test_target_is_a_file(page: Path, root: Path, target: Path) -> None:
    target.write_text("text")
    assert refused(one(page, root), target) == [
        f"page.md:3: '{target}/ok.cpp' can't be written: Not a directory",
        f"page.md:11: '{target}/ch01' can't be written: Not a directory",
    ]


def test_pipe_is_not_replaced(page: Path, root: Path, target: Path) -> None:
    (target / "ch01").mkdir(parents=True)
    os.mkfifo(target / "ch01/a.cpp")
    why = f"'{target}/ch01/a.cpp' is no plain file: move it away, or extract elsewhere"
    with pytest.raises(Refused) as error:
        write(one(page, root), target, force=True)
    assert str(error.value) == f"page.md:11: {why}"


def test_file_that_differs(page: Path, root: Path, target: Path) -> None:
    place = put(target / "ch01/a.cpp", program("ch01/a.cpp", "old"))
    found = one(page, root)
    why = f"'{place}' exists and differs: compare, then replace it with --force"
    assert refused(found, target) == [f"page.md:11: {why}"]
    written = write(found, target, force=True)
    assert list(map(str, written.written)) == ["ok.cpp", "ch01/a.cpp"]
    assert files(target) == {
        "ok.cpp": program("ok.cpp"),
        "ch01/a.cpp": program("ch01/a.cpp", "new"),
    }


@pytest.mark.parametrize("force", [False, True])
def test_equal_file_is_left_alone(page: Path, root: Path, target: Path, force: bool) -> None:
    place = put(target / "ch01/a.cpp", program("ch01/a.cpp", "new"))
    os.utime(place, ns=(1, 1))
    number = place.stat().st_ino
    found = write(one(page, root), target, force)
    assert list(map(str, found.written)) == ["ok.cpp"]
    assert list(map(str, found.unchanged)) == ["ch01/a.cpp"]
    assert (place.stat().st_ino, place.stat().st_mtime_ns) == (number, 1)


def test_only_force_mends_trailing_white_space(page: Path, root: Path, target: Path) -> None:
    text = program("ch01/a.cpp", "new")
    place = put(target / "ch01/a.cpp", text.replace("\n", " \r\n") + "\r\n")
    found = one(page, root)
    assert len(write(found, target).unchanged) == 1
    assert place.read_bytes() != text.encode()
    assert len(write(found, target, force=True).written) == 1
    assert place.read_bytes() == text.encode()


def test_every_refusal_is_said_at_once(page: Path, root: Path, target: Path) -> None:
    put(target / "a.cpp", "old")
    put(page, fenced(program("a.cpp")) + fenced(program("/b.cpp")))
    assert refused(plan([page], root), target) == [
        "page.md:10: '/b.cpp' is absolute: name the file from the target folder on",
        f"page.md:2: '{target}/a.cpp' exists and differs: " "compare, then replace it with --force",
    ]


# Whole or not at all.


def test_new_file_has_the_usual_mode(page: Path, root: Path, target: Path) -> None:
    found, before = one(page, root), os.umask(0o027)
    try:
        write(found, target)
    finally:
        os.umask(before)
    assert (target / "ok.cpp").stat().st_mode & 0o777 == 0o640


def test_failure_before_the_end_leaves_nothing(
    page: Path, root: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(target / "ok.cpp", "old")
    opened = []

    def failing_open(path: Path, mode: str) -> object:
        opened.append(path)
        if len(opened) == 2:
            path.write_text("half")
            raise OSError(28, "No space left on device")
        return open(path, mode)

    monkeypatch.setattr(extract, "open", failing_open, raising=False)
    with pytest.raises(OSError, match="No space left"):
        write(one(page, root), target, force=True)
    assert [path.parent for path in opened] == [target, target / "ch01"]
    assert files(target) == {"ok.cpp": "old"}


def test_failure_at_the_end_leaves_whole_files(
    page: Path, root: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def failing_replace(source: Path, place: Path) -> None:
        assert Path(source).parent == Path(place).parent
        assert Path(source).read_text() in (
            program("ok.cpp"),
            program("ch01/a.cpp", "new"),
        )
        if place.name == "a.cpp":
            raise OSError(5, "Input/output error")
        replace(source, place)

    monkeypatch.setattr(os, "replace", failing_replace)
    with pytest.raises(OSError, match="Input/output"):
        write(one(page, root), target)
    assert files(target) == {"ok.cpp": program("ok.cpp")}


# A large manuscript, each flavour in turn.

FLAVOURS = [
    ("```", "cpp"),
    ("````", "c++"),
    ("~~~", "{.cpp}"),
    ("``````", "{.cpp #id startFrom=3}"),
    ("~~~~~", " C++ {.numberLines}"),
    ("```", '{#fig .c++ caption="a } .python b"}'),
]
PLACES = [[("", "")], [("- ", "  ")], [("> ", "> ")], [("   ", "   ")]]
PLACES += [
    [(" ", " "), ("12. ", "    ")],
    [("  ", "  "), ("- ", "  "), ("> ", "> ")],
]
PLACES += [[("> ", "> "), ("1) ", "   "), ("- ", "  ")]]


def random_program(number: int, path: str, chance: random.Random) -> str:
    odd = [
        "",
        "",
        "\t",
        "\tint a;",
        "  \t b();",
        "trailing  ",
        "// ``",
        "~~",
        "é中😀",
    ]
    odd += [
        "> quoted",
        "- item",
        "# title",
        "---",
        "    // far",
        "\\",
        "<!-- c",
        "`x`",
    ]
    lines = [f"// {path}", f"// Number {number}.", *chance.choices(odd, k=12)]
    lines += [
        "int main() {",
        *chance.choices(odd, k=6),
        f"\treturn {number};",
        "}",
    ]
    return "\n".join(lines) + "\n"


def placed(text: str, places: list[tuple[str, str]]) -> str:
    for first, rest in places:
        lines = text.removesuffix("\n").split("\n")
        text = "\n".join([first + lines[0], *(rest + line for line in lines[1:])]) + "\n"
    return text


def large_manuscript(
    chance: random.Random,
) -> tuple[str, dict[str, tuple[int, str]]]:
    """A manuscript of 200 listings; by path, where each stands and its text."""
    listings: dict[str, tuple[int, str]] = {}
    text = "\ufeff---\ntitle: All\nabstract: |\n  ```cpp\n  // no.cpp\n---\n\n"
    for number in range(200):
        path = f"ch{number % 12 + 1:02}/{number:03}_x.cpp"
        code = random_program(number, path, chance)
        fence, info = FLAVOURS[number % len(FLAVOURS)]
        place = PLACES[number % len(PLACES)]
        text += f"Paragraph {number}.\n\n"
        listings[path] = text.count("\n") + 2, code
        text += placed(f"{fence}{info}\n{code}{fence}\n", place) + "\n"
        text += "int x;\n\n" if number % 3 else "```python\nint main()\n```\n\n"
        quoted = f"// {path}\n// ...\nint main() {{\n// ...\n\treturn {number};\n"
        text += placed(fenced(quoted, info="{.cpp .quoted}"), place[:1]) + "\n"
        text += fenced(f"// {path}\n\treturn {number};\n}}\n", info="cpp") + "\n"
    ends = ("\n", "\r\n")
    mixed = "".join(line + chance.choice(ends) for line in text.split("\n"))
    return mixed, listings


@pytest.mark.parametrize("seed", range(3))
def test_large_manuscript_byte_for_byte(page: Path, root: Path, target: Path, seed: int) -> None:
    text, listings = large_manuscript(random.Random(seed))
    put(page, text)
    found = plan([page], root)
    assert said(found) == []
    assert {x.path: (x.line, x.text) for x in found.listings} == listings
    assert len(write(found, target).written) == 200
    got = {str(p.relative_to(target)): p for p in target.rglob("*") if p.is_file()}
    assert got.keys() == listings.keys()
    for path, (_, code) in listings.items():
        assert got[path].read_bytes() == code.encode()
    assert write(found, target) == Written((), extract.write(found, target).unchanged)
    assert len(write(found, target).unchanged) == 200


def test_large_manuscript_shows_each_misquotation(page: Path, root: Path) -> None:
    text, listings = large_manuscript(random.Random(7))
    lines = text.replace("\r\n", "\n").split("\n")
    first = next(i for i, line in enumerate(lines, 1) if "return 77;" in line)
    last = max(i for i, line in enumerate(lines, 1) if "return 77;" in line)
    lines[last - 1] = "\treturn 777;"
    put(page, "\n".join(lines))
    path = next(path for path in listings if "077_x" in path)
    [problem] = plan([page], root).problems
    number = first - listings[path][0] + 1
    assert str(problem) == (
        f"page.md:{last}: 'return 777;' does not stand in {path}: "
        f"the nearest is line {number}, 'return 77;'"
    )


# Whatever a manuscript holds, it is extracted below the target or refused.

MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *("```cpp", "```", "~~~ {.c++ #id}", "~~~", "    ```cpp", "- ```cpp", "> ```cpp"),
                *("// ch01/01_a.cpp", "// ch01/02_b.cpp", "// ../c.cpp", "// /d.cpp", "// ch01"),
                *("// ch01/01_a.cpp/e.cpp", "// a b.cpp", "// .cpp", "// ch01/./01_a.cpp"),
                *("int main() {", "int main() {}", "}", "    return 0;", "// ...", "", "---"),
            ]
        ),
        st.text(st.characters(blacklist_categories=["Cs"]), max_size=6),
    ),
    max_size=30,
)


@given(MARKDOWN, st.sampled_from(["\n", "\r\n", "\r"]))
@examples(300)
def test_any_manuscript_is_extracted_or_refused(lines: list[str], newline: str) -> None:
    text = newline.join(lines)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = plan([put(folder / "page.md", text)], folder / "none")
        number = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        assert all(1 <= problem.line <= number for problem in found.problems)
        try:
            written = write(found, folder / "target").written
        except Refused as refused:
            assert refused.problems
            written = ()
        files = [p for p in folder.rglob("*") if p.is_file()]
        expected = {folder / "target" / path for path in written} | {folder / "page.md"}
        assert set(files) == expected
        for path in written:
            assert "main" in (folder / "target" / path).read_text("utf-8")
            assert str(path).endswith(".cpp")

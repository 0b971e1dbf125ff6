"""What is a C++ block, and what is a quotation."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import examples

from extract_and_test import manuscript, quotation
from extract_and_test.listing import Problem
from extract_and_test.manuscript import Block, has_main, is_cpp, path_fault

CODE = "// ch01/01_a.cpp\nint main() {\n    return 0;\n}\n"


def blocks(text: str) -> list[Block]:
    return list(manuscript.blocks(text, "page.md"))


def fenced(code: str = CODE, info: str = "cpp", fence: str = "```") -> str:
    return f"{fence}{info}\n{code}{fence}\n"


def indented(text: str, first: str, rest: str) -> str:
    lines = text.removesuffix("\n").split("\n")
    return "\n".join([first + lines[0], *(rest + line for line in lines[1:])]) + "\n"


# Which info strings say C++.


@pytest.mark.parametrize(
    "info",
    [
        "cpp",
        "c++",
        "CPP",
        "C++",
        " cpp ",
        "\tcpp",
        "c\\+\\+",
        "c&#43;&#43;",
        "cpp title=x",
        "{.cpp}",
        "{.c++}",
        "{ .Cpp }",
        "{.cpp #id startFrom=3}",
        "{#id .cpp}",
        "{.numberLines .cpp startFrom=3}",
        "{.cpp#id}",
        "{#fig.x caption='a } b' .cpp}",
        '{caption="a \\" .python" .cpp}',
        "{key='' .cpp}",
        "cpp {.numberLines}",
        "cpp{#id startFrom=3}",
        "C++ {.numberLines}",
    ],
)
def test_info_says_cpp(info: str) -> None:
    assert is_cpp(info)
    for fence in ("```", "````````", "~~~", "~~~~~"):
        assert [b.text for b in blocks(fenced(info=info, fence=fence))] == [CODE]


@pytest.mark.parametrize(
    "info",
    [
        "",
        "c",
        "cppx",
        "python",
        "text cpp",
        "text {.cpp}",
        "{}",
        "{cpp}",
        "{=cpp}",
        "{#x.cpp}",
        "{.cppx}",
        "{.python #fig.cpp}",
        '{.python caption="see .cpp here"}',
        "{.python key=.cpp}",
        "{.python file.cpp}",
        "{.cpp",
    ],
)
def test_info_does_not_say_cpp(info: str) -> None:
    assert not is_cpp(info)
    assert blocks(fenced(info=info)) == []


# What a fence holds, and where it is.


def test_block_says_where_it_is() -> None:
    [block] = blocks("# Title\n\ntext\n" + fenced() + "more\n")
    assert block == Block("page.md", 4, 5, "ch01/01_a.cpp", CODE)
    assert block.place == "page.md:5"
    assert block.problem("why", 2) == Problem("page.md", 7, "why")


@pytest.mark.parametrize(
    "first",
    ["\n", "int x;\n", "//ch01/01_a.cpp\n", " // ch01/01_a.cpp\n", "// a.py\n"],
)
def test_block_without_slugline_is_passed_over(first: str) -> None:
    assert blocks(fenced("int main() {}\n")) == []
    assert blocks(fenced(first + CODE)) == []


def test_shorter_and_other_fences_do_not_close() -> None:
    code = CODE + "// ```\n```\n~~~~~\n```` x\n    ````\n"
    assert [b.text for b in blocks(fenced(code, fence="````"))] == [code]
    assert [b.text for b in blocks(fenced(code, fence="~~~~~~"))] == [code]


def test_a_longer_fence_closes() -> None:
    [block] = blocks("```cpp\n" + CODE + "`````\n\nafter\n")
    assert block.text == CODE


@pytest.mark.parametrize("tail", ["", "\n", "\n\n", "\n   ", "\n> "])
def test_fence_without_end_goes_on_to_the_end(tail: str) -> None:
    [block] = blocks("```cpp\n" + CODE + "// last" + tail)
    assert block.program.rstrip("> \n") == (CODE + "// last").rstrip()


@pytest.mark.parametrize("tail", ["", "\n", "\n>", "\n> ", "\n>\n"])
def test_quoted_fence_without_end(tail: str) -> None:
    [block] = blocks(indented("```cpp\n" + CODE, "> ", "> ").rstrip() + tail)
    assert block.program == CODE


@pytest.mark.parametrize("indent", [1, 2, 3])
def test_indented_fence(indent: int) -> None:
    text = indented(fenced(), " " * indent, " " * indent)
    assert [b.text for b in blocks(text)] == [CODE]


def test_less_indented_content_loses_what_it_has() -> None:
    [block] = blocks("   ```cpp\n// a.cpp\n  x\n    y\n\tz\n   ```\n")
    assert block.text == "// a.cpp\nx\n y\n z\n"


def test_fence_indented_by_four_is_no_fence() -> None:
    assert blocks("text\n\n" + indented(fenced(), "    ", "    ")) == []


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("- ", "  "),
        ("* ", "  "),
        ("-   ", "    "),
        ("10. ", "    "),
        ("1)  ", "    "),
        ("> ", "> "),
        (">", ">"),
        ("> > ", "> > "),
        ("- > ", "  > "),
        ("> - ", ">   "),
        ("- - ", "    "),
        ("> 1. - ", ">      "),
        (">    ", ">    "),
        ("- " * 15, "  " * 15),
        ("> " * 60, "> " * 60),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_nested_fence(first: str, rest: str, newline: str, bom: str) -> None:
    code = "// a.cpp\n\nint main() {\n\tint x;  \n\t\ty();\n  \t z\n\n}\n"
    if not rest.strip() or rest.endswith(" "):
        text = indented(fenced(code), first, rest)
    else:  # a bar without a space would take a column of a tab
        code = code.replace("\t", "    ").replace("\n ", "\n. ")
        text = indented(fenced(code), first, rest)
    found = blocks(bom + text.replace("\n", newline))
    assert [(b.fence, b.line, b.text) for b in found] == [(1, 2, code)]


def test_tab_behind_a_quote_mark_and_its_space_is_kept() -> None:
    [block] = blocks("> ```cpp\n> // a.cpp\n> \tx\n> ```\n")
    assert block.text == "// a.cpp\n\tx\n"


def test_tab_indents_a_list_item() -> None:
    [block] = blocks("-\t```cpp\n\t// a.cpp\n\t\tx\n\n\t```\n")
    assert block.text == "// a.cpp\n\tx\n\n"


def test_fence_ends_with_its_list_item() -> None:
    [block] = blocks("- ```cpp\n  // a.cpp\n  x\ntext\n")
    assert block.text == "// a.cpp\nx\n"


def test_lists_go_on_between_fences() -> None:
    code = CODE.replace("01_a", "02_b")
    text = f"1. one\n\n{indented(fenced(), '   ', '   ')}\n"
    text += f"2. two\n{indented(fenced(code, fence='~~~'), '   ', '   ')}"
    assert [(b.line, b.text) for b in blocks(text)] == [(4, CODE), (12, code)]


def test_comments_and_raw_html_hold_no_blocks() -> None:
    assert blocks("<!--\n\n" + fenced() + "\n-->\n") == []
    assert [b.line for b in blocks("<div>\n\n" + fenced() + "\n</div>\n")] == [4]


def test_fenced_div_holds_blocks() -> None:
    assert [b.line for b in blocks("::: note\n" + fenced() + ":::\n")] == [3]


@pytest.mark.parametrize(
    "yaml",
    [
        "---\ntitle: A\n---\n",
        "--- \ntitle: A\n...\n",
        "---\n# comment\n\n'quoted key': 1\n---\n",
        "---\ntitle: |\n  ```cpp\n  // x.cpp\n  int main()\n\n  ~~~\n---\n",
        "---\nhtml: |\n  <!-- open\nheader-includes:\n- ```\n---\n",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_front_matter_is_no_text(yaml: str, newline: str, bom: str) -> None:
    text = bom + (yaml + fenced() + "\n---\n").replace("\n", newline)
    [block] = blocks(text)
    assert (block.fence, block.text) == (yaml.count("\n") + 1, CODE)


def test_rules_are_no_front_matter() -> None:
    for text in (
        "---\n\ntext\n\n" + fenced() + "---\n",
        "---\n" + fenced() + "---\n",
    ):
        assert [b.text for b in blocks(text)] == [CODE]
    assert [b.fence for b in blocks("---\ntitle: A\n" + fenced())] == [3]


def test_program_ends_with_one_newline() -> None:
    [block] = blocks(fenced(CODE + "\n\n"))
    assert block.text == CODE + "\n\n"
    assert block.program == CODE


# What makes a program.


@pytest.mark.parametrize(
    "code",
    [
        "int main() {}",
        "int main(int argc, char** argv) {}",
        "auto main() -> int {}",
        "int\nmain\n(\n)",
        "int /* c */ main()",
        '#include "x"\nint main()',
        "auto s = 'a'; int main()",
        "int n = 1'000; int main() { return 'x'; }",
        "int n = 0xff'ff, m = 1'0; int main()",
        "#error don't\nint main()",
        'auto s = "\\""; int main()',
        "auto c = '\"'; int main() { auto d = '\"'; }",
        'auto s = R"(")"; int main()',
        'auto s = u8R"x()")x"; int main() { R"()"; }',
        "/* a */ int main() /* b */",
        'auto s = "//"; int main()',
        "auto c = u8'\\''; int main()",
    ],
)
def test_has_main(code: str) -> None:
    assert has_main(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "main();",
        "int domain() {}",
        "int main_loop() {}",
        "int main;",
        "print main()",
        "// int main()",
        "// a \\\nint main()",
        "/* int main() */",
        "/* int main()",
        'auto s = "int main()";',
        'auto s = "a \\" int main()";',
        'auto s = R"(" int main() )";',
        'auto s = R"x()" int main() )x";',
        'auto s = LR"(\nint main()\n)";',
    ],
)
def test_has_no_main(code: str) -> None:
    assert not has_main(code)


# Which paths may be followed.


@pytest.mark.parametrize("path", ["a.cpp", "ch01/01_a.cpp", "a..b/c.hpp", "é/x.h"])
def test_path_may_be_followed(path: str) -> None:
    assert path_fault(path) is None


@pytest.mark.parametrize(
    ("path", "why"),
    [
        (
            "/a.cpp",
            "'/a.cpp' is absolute: name the file from the target folder on",
        ),
        (
            "//a.cpp",
            "'//a.cpp' is absolute: name the file from the target folder on",
        ),
        (
            "C:/a.cpp",
            "'C:/a.cpp' is absolute: name the file from the target folder on",
        ),
        ("a\\b.cpp", "'a\\b.cpp' has a backslash: separate folders by '/'"),
        (
            "../a.cpp",
            "'../a.cpp' would leave the target folder: leave out '..'",
        ),
        (
            "a/../b.cpp",
            "'a/../b.cpp' would leave the target folder: leave out '..'",
        ),
        ("./a.cpp", "'./a.cpp' is no plain path: write 'a.cpp'"),
        ("a//b/./c.cpp", "'a//b/./c.cpp' is no plain path: write 'a/b/c.cpp'"),
        (
            "\x1b.cpp",
            "'\\x1b.cpp' has characters that can't be printed: leave them out",
        ),
        (
            "é" * 126 + ".cpp",
            f"'{'é' * 126}.cpp' has a name of over 255 bytes: shorten it",
        ),
    ],
)
def test_path_must_not_be_followed(path: str, why: str) -> None:
    assert path_fault(path) == why


# What is a quotation.

WHOLE = """\
// ch05/03_lock.cpp
// Two threads add to one counter.
// Python: threading.Lock

#include <mutex>

int counter = 0;
std::mutex mutex;

void add() {
    for (int i = 0; i != 10; ++i) {
        std::scoped_lock lock{mutex};
        ++counter;
    }
}

int main() {
    add();
    add();
}
"""
SLUG = "// ch05/03_lock.cpp\n"


def problems(code: str, whole: str | None = WHOLE) -> tuple[Problem, ...]:
    page = "# Page\n\n\n" + fenced(code)
    return quotation.quotation_problems("page.md", page, lambda _: whole)


@pytest.mark.parametrize(
    "body",
    [
        "int counter = 0;\nstd::mutex mutex;\n",
        "\nint counter = 0;\n\n",
        "std::mutex mutex;\n\nvoid add() {\n",
        "std::mutex mutex;  \n   \nvoid add() {\n",
        "std::scoped_lock lock{mutex};\n++counter;\n",
        "for (int i = 0; i != 10; ++i) {\n    std::scoped_lock lock{mutex};\n",
        "  for (int i = 0; i != 10; ++i) {\n      std::scoped_lock lock{mutex};\n",
        "            std::scoped_lock lock{mutex};\n            ++counter;\n        }\n",
        "for (int i = 0; i != 10; ++i) {\n\tstd::scoped_lock lock{mutex};\n",
        "int counter = 0;\n// ...\n    add();\n",
        "int counter = 0;\n\n// ...\n\nint main() {\n    // ...\n}\n",
        "// ...\nint counter = 0;\n// ...\nstd::mutex mutex;\n// ...\n",
        "add();\nadd();\n",
        "add();\n// ...\nadd();\n",
        "}\n\nint main() {\n    add();\n    add();\n}\n",
        "// ...\n        ++counter;\n// ...\n    add();\n",
        WHOLE.removeprefix(SLUG),
    ],
)
def test_quotation_stands(body: str) -> None:
    assert problems(SLUG + body) == ()
    assert quotation.stands(SLUG + body, WHOLE)


@pytest.mark.parametrize(
    ("body", "line", "why"),
    [
        (
            "int count = 0;\n",
            6,
            "'int count = 0;' does not stand in ch05/03_lock.cpp: "
            "the nearest is line 7, 'int counter = 0;'",
        ),
        (
            "int counter = 0;\nstd::mutex mutexes;\n",
            7,
            "'std::mutex mutexes;' does not stand in ch05/03_lock.cpp: "
            "the nearest is line 8, 'std::mutex mutex;'",
        ),
        (
            "int main() {\n    zzzzzzzzzzzz\n",
            7,
            "'zzzzzzzzzzzz' does not stand in ch05/03_lock.cpp: quote lines that do",
        ),
        (
            "int counter = 0;\nvoid add() {\n",
            7,
            "'void add() {' does not follow line 7 of ch05/03_lock.cpp, it is line "
            "10: quote what is between, or put a line '// ...' there",
        ),
        (
            "std::mutex mutex;\nvoid add() {\n",
            7,
            "'void add() {' does not follow line 8 of ch05/03_lock.cpp, it is line "
            "10: quote what is between, or put a line '// ...' there",
        ),
        (
            "int counter = 0;\n\nstd::mutex mutex;\n",
            7,
            "no blank line follows line 7 of ch05/03_lock.cpp: take it out",
        ),
        (
            "std::mutex mutex;\n// ...\nint counter = 0;\n",
            8,
            "'int counter = 0;' does not stand behind line 8 of ch05/03_lock.cpp, "
            "it is line 7: quote in the listing's order",
        ),
        (
            "std::mutex mutex;\nint counter = 0;\n",
            7,
            "'int counter = 0;' does not stand behind line 8 of ch05/03_lock.cpp, "
            "it is line 7: quote in the listing's order",
        ),
        (
            "std::scoped_lock lock{mutex};\n  ++counter;\n",
            7,
            "'++counter;' is not indented as line 13 of ch05/03_lock.cpp is: "
            "shift all lines of the block by the same",
        ),
        (
            "std::scoped_lock lock{mutex};\n// ...\nadd();\n",
            8,
            "'add();' is not indented as line 18 of ch05/03_lock.cpp is: "
            "shift all lines of the block by the same",
        ),
        (
            "add();\nadd();\n// ...\nadd();\n",
            9,
            "'add();' does not stand behind line 19 of ch05/03_lock.cpp, "
            "it is line 19: quote in the listing's order",
        ),
        ("", 5, "nothing of 'ch05/03_lock.cpp' is quoted: add lines of it"),
        (
            "\n// ...\n",
            5,
            "nothing of 'ch05/03_lock.cpp' is quoted: add lines of it",
        ),
    ],
)
def test_quotation_does_not_stand(body: str, line: int, why: str) -> None:
    assert problems(SLUG + body) == (Problem("page.md", line, why),)
    assert not quotation.stands(SLUG + body, WHOLE)


def test_first_piece_stands_where_the_rest_can_follow() -> None:
    whole = "// a.cpp\nx\ny\nx\nz\nx\nz\n"
    assert quotation.stands("// a.cpp\nx\nz\n// ...\nx\nz\n", whole)
    assert not quotation.stands("// a.cpp\nx\nz\n// ...\ny\n", whole)


def test_mismatch_is_told_where_most_lines_stand() -> None:
    [problem] = problems(SLUG + "x\ny\nzzzz\n", SLUG + "x\n  x\n  y\n    zz\n")
    assert str(problem) == (
        "page.md:8: 'zzzz' does not stand in ch05/03_lock.cpp: " "the nearest is line 5, 'zz'"
    )


def test_nearest_of_equal_lines_is_the_one_expected() -> None:
    whole = SLUG + "call(1);\nx\ncall(2);\ny\ncall(3);\n"
    for first, number in (("x", 4), ("y", 6)):
        [problem] = problems(f"{SLUG}{first}\ncall(9);\n", whole)
        assert f"is line {number}, 'call({number // 2});'" in str(problem)


def test_listing_may_have_other_line_ends_and_gaps_of_its_own() -> None:
    whole = "// a.cpp\r\nx\r\n// ...\r\ny\r\n"
    assert quotation.stands("// a.cpp\nx\n// ...\ny\n", whole)


def test_every_quotation_of_a_page_is_checked() -> None:
    page = fenced("// a.cpp\nx\n") + "\n- item\n\n"
    page += indented(fenced("// b.cpp\n\ny\n"), "  ", "  ")
    page += "\n" + fenced("// ../c.cpp\nint main() {}\n") + fenced("// d.cpp\nz\n")
    asked = []

    def lookup(path: str) -> str | None:
        asked.append(path)
        return {"b.cpp": "// b.cpp\nz\n", "d.cpp": "z"}.get(path)

    found = quotation.quotation_problems(Path("ch01/README.md"), page, lookup)
    assert list(map(str, found)) == [
        "ch01/README.md:2: no listing is at 'a.cpp': correct the slugline",
        "ch01/README.md:11: 'y' does not stand in b.cpp: quote lines that do",
        "ch01/README.md:15: '../c.cpp' would leave the target folder: leave out '..'",
    ]
    assert asked == ["a.cpp", "b.cpp", "d.cpp"]


# Whatever a program holds, a fence long enough gives it back.

LINE = st.text(
    st.one_of(
        st.sampled_from("`~>-+*#{}/\t  1.)\"'\\<!"),
        st.characters(blacklist_characters="\r\n\0", blacklist_categories=["Cs"]),
    ),
    max_size=12,
)
CONTAINER = st.sampled_from(
    [("- ", "  "), ("1. ", "   "), ("> ", "> "), (" ", " "), ("   ", "   ")]
)


@given(
    lines=st.lists(LINE, max_size=8),
    character=st.sampled_from("`~"),
    more=st.integers(0, 3),
    containers=st.lists(CONTAINER, max_size=3),
    newline=st.sampled_from(["\n", "\r\n"]),
    bom=st.booleans(),
)
@examples(500)
def test_any_program_comes_back(
    lines: list[str],
    character: str,
    more: int,
    containers: list[tuple[str, str]],
    newline: str,
    bom: bool,
) -> None:
    code = "".join(line + "\n" for line in ["// ch01/01_a.cpp", *lines])
    runs = re.findall(re.escape(character) + "+", code)
    fence = character * (max([2, *map(len, runs)]) + 1 + more)
    text = fenced(code, info="cpp", fence=fence)
    spaces = 0
    for first, rest in containers:
        spaces = spaces + len(first) if not first.strip() else 0
        if spaces < 4:  # more would make code of it
            text = indented(text, first, rest)
    text = "before\n\n" + text + "\nafter\n"
    [block] = blocks("\ufeff" * bom + text.replace("\n", newline))
    assert block == Block("page.md", 3, 4, "ch01/01_a.cpp", code)

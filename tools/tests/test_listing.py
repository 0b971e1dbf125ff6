"""The listing format: slugline, description, directives, blocks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle import examples
from extract_and_test import listing
from extract_and_test.listing import Listing, ListingError, Problem

PATH = "ch05/03_lock.cpp"
OUTPUT = ("/* Output:", "done", "*/")


def text(
    *directives: str,
    blocks: Sequence[str] = OUTPUT,
    slugline: str = f"// {PATH}",
    summary: Sequence[str] = ("// Two threads add to one counter.",),
    python: Sequence[str] = ("// Python: threading.Lock",),
) -> str:
    header = [slugline, *summary, *python, *directives]
    program = ["", "#include <iostream>", "", "int main() {", "}", ""]
    return "\n".join([*header, *program, *blocks]) + "\n"


def parse(source: str, path: str = PATH) -> Listing:
    return listing.parse(source, path)


def problems(source: str, path: str = PATH) -> list[tuple[int, str]]:
    with pytest.raises(ListingError) as error:
        parse(source, path)
    found = error.value.problems
    assert all(problem.path == path for problem in found)
    lines = str(error.value).split("\n")
    assert len(lines) == len(found)
    for problem, line in zip(found, lines):
        assert line == f"{path}:{problem.line}: {problem.message}"
    assert [p.line for p in found] == sorted(p.line for p in found)
    return [(problem.line, problem.message) for problem in found]


def problem(source: str, path: str = PATH) -> tuple[int, str]:
    (found,) = problems(source, path)
    return found


def line_of(source: str, start: str) -> int:
    """The line of a file (from 1) that begins with `start`."""
    lines = source.split("\n")
    return next(i for i, line in enumerate(lines, 1) if line.startswith(start))


# A listing as it should be.

EXAMPLE = """\
// ch05/03_lock.cpp
// Two threads add to one counter; the lock makes
// each addition whole.
// Python: threading.Lock, threading.Lock.acquire, threading.Lock.release

#include <iostream>

int main() {
    std::cout << "200000\\n";
}

/* Output:
a| 200000
done
*/
"""


def test_the_example() -> None:
    found = parse(EXAMPLE)
    assert found.path == PurePosixPath(PATH)
    assert found.text == EXAMPLE
    assert found.summary == ("Two threads add to one counter; the lock makes each addition whole.")
    assert found.python == (
        "threading.Lock",
        "threading.Lock.acquire",
        "threading.Lock.release",
    )
    assert found.output is not None
    assert found.output.lines == ("a| 200000", "done")
    assert found.output.line == 13
    assert [e.lanes for e in found.output.block.entries] == [{"a"}, None]


def test_defaults() -> None:
    found = parse(EXAMPLE)
    assert found.args == ()
    assert found.exit == 0
    assert found.timeout == 10
    assert found.expect is found.platform is found.needs is None
    assert found.counterpart is found.input is found.errors is None


def test_names() -> None:
    found = parse(EXAMPLE)
    assert found.name == "ch05/03_lock"
    assert found.target == "ch05_03_lock"
    assert found.counterpart_path == PurePosixPath("ch05/python/03_lock.py")


def test_slugline_alone() -> None:
    assert listing.slugline(EXAMPLE) == PATH
    assert listing.slugline("// ch05/03_lock.cpp  \r\nint x;") == PATH
    assert listing.slugline("// ch08/pool.hpp") == "ch08/pool.hpp"
    assert listing.slugline("") is None
    assert listing.slugline("int main() {}") is None
    assert listing.slugline("// a lock") is None
    assert listing.slugline("//ch05/03_lock.cpp") is None
    assert listing.slugline("// see ch05/03_lock.cpp") is None
    assert listing.slugline("\n// ch05/03_lock.cpp") is None


def test_slugline_behind_a_byte_order_mark() -> None:
    assert listing.slugline("\ufeff" + EXAMPLE) == PATH


# Slugline and description.


@pytest.mark.parametrize(
    "slugline",
    [
        "// ch05/04_lock.cpp",
        "// 03_lock.cpp",
        "// ./ch05/03_lock.cpp",
        "// /ch05/03_lock.cpp",
        "// ch05\\03_lock.cpp",
        "//ch05/03_lock.cpp",
        "// ch05/03_lock.cpp: a lock",
        "  // ch05/03_lock.cpp",
        "/* ch05/03_lock.cpp */",
        "// CH05/03_lock.cpp",
    ],
)
def test_a_slugline_that_is_not_the_path(slugline: str) -> None:
    found = problems(text(slugline=slugline))
    line, message = found[0]
    assert line == 1
    assert f"must be '// {PATH}'" in message
    assert f"it is '{slugline}'" in message


def test_the_path_is_the_one_it_stands_at() -> None:
    assert problem(text(), "ch06/03_lock.cpp")[0] == 1
    assert parse(text(slugline="// ch06/01_x.cpp"), "ch06/01_x.cpp")


def test_no_slugline() -> None:
    source = text().split("\n", 1)[1]
    assert any(line == 1 and f"'// {PATH}'" in message for line, message in problems(source))


def test_trailing_space_behind_the_slugline() -> None:
    assert parse(text(slugline=f"// {PATH}  ")).name == "ch05/03_lock"


def test_an_empty_file() -> None:
    found = problems("")
    messages = " ".join(message for _, message in found)
    assert f"'// {PATH}'" in messages
    assert "'Python' is missing" in messages
    assert "'Output' is missing" in messages


def test_a_missing_description() -> None:
    line, message = problem(text(summary=()))
    assert line == 2
    assert "sentence" in message


def test_a_description_of_blank_comments() -> None:
    assert problem(text(summary=("//", "//   ")))[0] == 2


def test_a_description_behind_the_directives() -> None:
    source = text("// Exit: 3", "// and this is what to see")
    line, message = problem(source)
    assert line == line_of(source, "// and")
    assert "neither a directive" in message


def test_a_description_with_a_colon_in_it() -> None:
    found = parse(text(summary=("// See this: a lock.", "// c++: fine")))
    assert found.summary == "See this: a lock. c++: fine"


def test_the_header_ends_where_the_comment_ends() -> None:
    source = text().replace("int main", "// Exit: 3\nint main")
    assert parse(source).exit == 0


# Directives.


@pytest.mark.parametrize(
    ("directive", "attribute", "value"),
    [
        ("Args: one two", "args", ("one", "two")),
        ("Args: 'one two' \"three\"", "args", ("one two", "three")),
        ("Args: a\\ b '' #c", "args", ("a b", "", "#c")),
        ("Args:", "args", ()),
        ("Exit: 0", "exit", 0),
        ("Exit: 3", "exit", 3),
        ("Exit: 255", "exit", 255),
        ("Exit: SIGABRT", "exit", -6),
        ("Exit: SIGKILL", "exit", -9),
        ("Timeout: 3", "timeout", 3.0),
        ("Timeout: 0.5", "timeout", 0.5),
        ("Timeout: 3600", "timeout", 3600.0),
        ("Expect: deadlock", "expect", "deadlock"),
        ("Expect: data race", "expect", "data race"),
        ("Platform: posix", "platform", "posix"),
        ("Needs: OpenSSL", "needs", "OpenSSL"),
        ("Counterpart: none, no such thing", "counterpart", "no such thing"),
        ("Counterpart: none: no such thing", "counterpart", "no such thing"),
        ("Counterpart: none — no thing", "counterpart", "no thing"),
        ("Counterpart: none because", "counterpart", "because"),
    ],
)
def test_directives(directive: str, attribute: str, value: object) -> None:
    for line in (f"// {directive}", f"// {directive}   "):
        assert getattr(parse(text(line)), attribute) == value


@pytest.mark.parametrize(
    ("python", "names"),
    [
        ("none", ()),
        ("queue", ("queue",)),
        ("threading.Lock", ("threading.Lock",)),
        ("a.B,c.d , e._f1", ("a.B", "c.d", "e._f1")),
    ],
)
def test_python(python: str, names: tuple[str, ...]) -> None:
    assert parse(text(python=(f"// Python: {python}",))).python == names


@pytest.mark.parametrize(
    "directive",
    [
        "Args: 'unclosed",
        'Args: "unclosed',
        "Args: end\\",
        "Exit: -1",
        "Exit: 256",
        "Exit: 1.5",
        "Exit: three",
        "Exit:",
        "Exit: SIGNONE",
        "Exit: SIG_DFL",
        "Exit: sigabrt",
        "Exit: 0x10",
        "Exit: 0 1",
        "Timeout: 0",
        "Timeout: -1",
        "Timeout: soon",
        "Timeout: 10 s",
        "Timeout: nan",
        "Timeout: inf",
        "Timeout: 1e9",
        "Timeout:",
        "Expect: crash",
        "Expect: Deadlock",
        "Expect: deadlock, data race",
        "Expect:",
        "Platform: windows",
        "Platform: any",
        "Platform:",
        "Needs: Qt",
        "Needs: openssl",
        "Needs:",
        "Counterpart: none",
        "Counterpart: none,",
        "Counterpart: none —",
        "Counterpart: python/x.py",
        "Counterpart:",
        "Counterpart: because",
    ],
)
def test_bad_values(directive: str) -> None:
    source = text("// Platform: posix" if "Exit" in directive else "// Exit: 1")
    source = source.replace("\n\n#include", f"\n// {directive}\n\n#include", 1)
    line, message = problem(source)
    assert line == 5
    assert directive.partition(":")[0] in message
    assert directive.partition(":")[2].strip() in message


def test_counterpart_is_the_word_none() -> None:
    assert problem(text("// Counterpart: nonetheless, there is one"))[0] == 4


BAD_PYTHON = ["threading.", ".Lock", "a..b", "a,,b", "a, b,", "a b", "a-b"]
BAD_PYTHON += ["threading.Lock()", "1a", "", "a, a", "none, a.b!"]


@pytest.mark.parametrize("python", BAD_PYTHON)
def test_bad_python_names(python: str) -> None:
    source = text(python=(f"// Python: {python}".rstrip(),))
    assert [m for line, m in problems(source) if line == 3 and "Python" in m]


def test_a_bad_python_name_is_one_problem() -> None:
    assert problem(text(python=("// Python: a..b",)))[0] == 3


def test_python_is_required() -> None:
    line, message = problem(text(python=()))
    assert line == 1
    assert "'Python' is missing" in message
    assert "// Python: none" in message


@pytest.mark.parametrize("name", ["Pyhton", "python-names", "Note", "Output", "Standard", "X"])
def test_unknown_directives(name: str) -> None:
    directive = f"// {name.capitalize()}: 1"
    source = text("// Exit: 1", directive)
    line, message = problem(source)
    assert line == 5
    assert f"unknown directive '{name.capitalize()}'" in message
    assert "Python, Args, Exit" in message


def test_an_unknown_directive_before_the_others() -> None:
    source = text(summary=("// What to see.", "// Warning: this may take long"))
    line, message = problem(source)
    assert line == 3
    assert "unknown directive 'Warning'" in message


@pytest.mark.parametrize("name", ["Exit: 1", "Args: x", "Timeout: 1"])
def test_a_directive_twice(name: str) -> None:
    line, message = problem(text(f"// {name}", f"// {name}"))
    assert line == 5
    assert "twice" in message


def test_the_directives_of_one_listing() -> None:
    found = parse(
        text(
            "// Args: a 'b c'",
            "// Exit: SIGABRT",
            "// Timeout: 2.5",
            "// Expect: data race",
            "// Platform: posix",
            "// Needs: OpenSSL",
            "// Counterpart: none, it could not",
        )
    )
    assert found.args == ("a", "b c")
    assert found.exit == -6
    assert found.timeout == 2.5
    assert found.expect == "data race"
    assert found.platform == "posix"
    assert found.needs == "OpenSSL"
    assert found.counterpart == "it could not"


# Values that go on in further lines.


@pytest.mark.parametrize("indent", ["  ", "    ", "         ", "\t", "\t  "])
def test_a_value_goes_on_indented(indent: str) -> None:
    lines = (
        "// Python: threading.Lock,",
        f"//{indent}threading.Lock.acquire,",
        f"//{indent}threading.Lock.release",
        "// Counterpart: none, a Python program",
        f"//{indent}could not do that",
    )
    found = parse(text(python=lines))
    assert found.python == (
        "threading.Lock",
        "threading.Lock.acquire",
        "threading.Lock.release",
    )
    assert found.counterpart == "a Python program could not do that"


def test_a_value_may_begin_in_the_second_line() -> None:
    lines = ("// Python:", "//     threading.Lock,", "//     queue.Queue")
    assert parse(text(python=lines)).python == ("threading.Lock", "queue.Queue")


def test_a_further_line_that_looks_like_a_directive() -> None:
    found = parse(text("// Counterpart: none,", "//     Exit: 3 is for C++"))
    assert found.counterpart == "Exit: 3 is for C++"
    assert found.exit == 0


@pytest.mark.parametrize("line", ["// threading.RLock", "//threading.RLock", "//"])
def test_a_further_line_without_indent(line: str) -> None:
    source = text(python=("// Python: threading.Lock,", "//   queue", line))
    number, message = problem(source)
    assert number == 5
    assert "indented" in message


def test_a_bad_value_is_at_its_first_line() -> None:
    source = text("// Args: 'one", "//     two")
    assert problem(source)[0] == 4
    assert parse(text("// Args: 'one", "//     two'")).args == ("one two",)


# Blocks.

ERRORS = ("/* Errors:", "error{{.*}}", "*/")
INPUT = ("/* Input:", "1 2", "  3  ", "*/")


@pytest.mark.parametrize(
    "blocks",
    [
        [OUTPUT, INPUT, ERRORS],
        [ERRORS, OUTPUT, INPUT],
        [INPUT, ERRORS, OUTPUT],
        [INPUT, ("",), ERRORS, ("", "   "), OUTPUT, ("", "")],
    ],
)
def test_blocks_in_any_order(blocks: list[tuple[str, ...]]) -> None:
    source = text(blocks=[line for block in blocks for line in block])
    found = parse(source)
    assert found.output is not None and found.errors is not None
    assert found.output.lines == ("done",)
    assert found.output.line == line_of(source, "done")
    assert found.errors.lines == ("error{{.*}}",)
    assert found.errors.line == line_of(source, "error{{")
    assert found.input == "1 2\n  3  \n"


def test_an_empty_block() -> None:
    found = parse(text(blocks=["/* Output:", "*/", "/* Input:", "*/"]))
    assert found.output is not None
    assert found.output.lines == ()
    assert found.input == ""


def test_blank_lines_of_a_block_are_lines() -> None:
    found = parse(text(blocks=["/* Output:", "", "a", "", "*/"]))
    assert found.output is not None
    assert found.output.lines == ("", "a", "")


def test_trailing_space_around_a_block() -> None:
    found = parse(text(blocks=["/* Output:  ", "done", "*/  "]))
    assert found.output is not None and found.output.lines == ("done",)


def test_the_last_line_may_lack_its_end() -> None:
    assert parse(text().rstrip("\n")).output is not None


@pytest.mark.parametrize("blocks", [(), INPUT, ERRORS])
def test_output_is_required(blocks: Sequence[str]) -> None:
    line, message = problem(text(blocks=blocks))
    assert line == 1
    assert "'Output' is missing" in message
    assert "/* Output:" in message


@pytest.mark.parametrize("expect", ["deadlock", "data race"])
def test_output_is_required_whatever_is_expected(expect: str) -> None:
    assert "'Output'" in problem(text(f"// Expect: {expect}", blocks=()))[1]


def test_a_compile_error_needs_no_output() -> None:
    found = parse(text("// Expect: compile error", blocks=ERRORS))
    assert found.expect == "compile error"
    assert found.output is None
    assert found.errors is not None


@pytest.mark.parametrize("blocks", [(), OUTPUT])
def test_a_compile_error_needs_errors(blocks: Sequence[str]) -> None:
    source = text("// Expect: compile error", blocks=blocks)
    line, message = problem(source)
    assert line == 1
    assert "'Errors' is missing" in message


@pytest.mark.parametrize(
    "after",
    ["int x;", "// Exit: 3", "}", "/* a comment */", "*/", "/* Output: */"],
)
def test_text_after_the_last_block(after: str) -> None:
    source = text(blocks=[*OUTPUT, "", after])
    line, message = problem(source)
    assert line == len(source.split("\n")) - 1
    assert "text after the last block" in message


def test_text_between_two_blocks() -> None:
    source = text(blocks=[*OUTPUT, "int x;", *INPUT])
    line, message = problem(source)
    assert line == line_of(source, "int x;")
    assert "text after the last block" in message


@pytest.mark.parametrize("end", [(), ("", ""), (" */",), ("*/ int x;",)])
def test_an_unclosed_block(end: tuple[str, ...]) -> None:
    source = text(blocks=[*OUTPUT, "/* Input:", "1 2", *end])
    line, message = problem(source)
    assert line == line_of(source, "/* Input:")
    assert "Input" in message and "not closed" in message


def test_an_unclosed_output() -> None:
    source = text(blocks=["/* Output:", "done"])
    opening = line_of(source, "/* Output:")
    assert [m for line, m in problems(source) if line == opening]


@pytest.mark.parametrize("name", ["Output", "Input", "Errors"])
def test_a_block_twice(name: str) -> None:
    again = [f"/* {name}:", "x", "*/"]
    first = [] if name == "Output" else again
    source = text(blocks=[*OUTPUT, *first, *again])
    line, message = problem(source)
    assert line == len(source.split("\n")) - 3
    assert f"second {name}" in message


def test_an_unknown_block() -> None:
    source = text(blocks=[*OUTPUT, "/* Result:", "x", "*/"])
    line, message = problem(source)
    assert line == line_of(source, "/* Result:")
    assert "unknown block 'Result'" in message
    assert "Output, Input, Errors" in message


@pytest.mark.parametrize("name", ["Output", "Errors"])
def test_bad_lines_of_a_block_are_named(name: str) -> None:
    bad = [f"/* {name}:", "fine", "{{", "a| fine", "b| {{=x}}", "{{(}}", "*/"]
    source = text(blocks=[*(OUTPUT if name == "Errors" else ()), *bad])
    found = problems(source)
    first = line_of(source, "fine")
    assert [line for line, _ in found] == [first + 1, first + 3, first + 4]
    assert "not closed" in found[0][1]
    assert "'x'" in found[1][1]
    assert "not a regular expression" in found[2][1]


def test_input_is_no_pattern() -> None:
    found = parse(text(blocks=["/* Input:", "{{", "a| ...", "*/", *OUTPUT]))
    assert found.input == "{{\na| ...\n"


def test_a_block_in_the_header_is_none() -> None:
    source = text(summary=("// /* Output:", "// done", "// */"), blocks=())
    assert "'Output' is missing" in problem(source)[1]


# Line ends and encodings.


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_byte_order_mark(mark: str, end: str) -> None:
    blocks = [*OUTPUT, *INPUT]
    plain = text("// Args: a b", "//    c", "// Exit: 3", blocks=blocks)
    source = mark + plain.replace("\n", end)
    found, same = parse(source), parse(plain)
    assert found.text == source
    assert found.summary == same.summary
    assert found.args == ("a", "b", "c")
    assert found.exit == 3
    assert found.output == same.output
    assert found.input == same.input == "1 2\n  3  \n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_do_not_move_problems(end: str) -> None:
    blocks = ["/* Output:", "fine", "{{", "*/", "int x;"]
    source = text("// Exit: 999", blocks=blocks)
    found = problems(source.replace("\n", end))
    assert [line for line, _ in found] == [
        4,
        line_of(source, "{{"),
        line_of(source, "int x;"),
    ]


# All at once.


def test_every_problem_is_told() -> None:
    source = text(
        "// Exit: 999",
        "// Colour: red",
        "// Timeout: never",
        slugline="// ch05/99_other.cpp",
        blocks=["/* Output:", "{{", "*/", "/* Extra:", "*/", "int x;"],
    )
    assert [line for line, _ in problems(source)] == [
        1,
        4,
        5,
        6,
        line_of(source, "{{"),
        line_of(source, "/* Extra"),
        line_of(source, "int x;"),
    ]


def test_a_problem_reads_as_compilers_write_it() -> None:
    assert str(Problem("ch05/03.cpp", 7, "why")) == "ch05/03.cpp:7: why"


_LINE = st.one_of(
    st.sampled_from(
        text("// Args: 'a", "//   b'", blocks=[*INPUT, *OUTPUT]).split("\n")
        + [
            "/* Output:",
            "*/",
            "/* Note:",
            "// Python: none",
            "// Exit: 1",
            "//",
        ]
        + ["{{", r"{{x:\d}}", "{{=x}}", "...", "// Needs:", "/* Errors:", "\r"]
    ),
    st.text(max_size=12),
)


@given(st.lists(_LINE, max_size=25), st.booleans())
@examples(500)
def test_any_text_is_read_or_refused(lines: list[str], header: bool) -> None:
    source = "\n".join(lines)
    if header:
        source = text(blocks=()) + source
    try:
        found = parse(source)
    except ListingError as error:
        number = source.count("\n") + 1
        assert error.problems
        # The mend for an empty header is to add a line 2.
        assert all(1 <= p.line <= max(number, 2) for p in error.problems)
        assert all(p.message for p in error.problems)
    else:
        assert found.output is not None or found.errors is not None
        assert found.summary

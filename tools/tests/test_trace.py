"""The block as a partial order."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
from oracle import examples
from extract_and_test import matching, trace
from extract_and_test.trace import BlockError


def before(lines: list[str]) -> list[set[int]]:
    return [set(early) for early in trace.parse(lines).precedes()]


def sizes(lines: list[str]) -> list[list[int]]:
    """For each segment, how many lines its parts have."""
    return [[len(part.entries) for part in segment] for segment in trace.parse(lines).segments]


# Marks.


@pytest.mark.parametrize(
    ("line", "lanes", "text"),
    [
        ("a| x", {"a"}, "x"),
        ("a|x", {"a"}, "x"),
        ("a|  x", {"a"}, " x"),
        ("a|", {"a"}, ""),
        ("a| ", {"a"}, ""),
        ("a|\t", {"a"}, ""),
        ("a||", {"a"}, "|"),
        ("a| b| x", {"a"}, "b| x"),
        ("a| x   ", {"a"}, "x"),
        ("a,b| x", {"a", "b"}, "x"),
        ("b,a,b| x", {"a", "b"}, "x"),
        ("Lane_7| x", {"Lane_7"}, "x"),
        ("7| x", {"7"}, "x"),
        ("_| x", {"_"}, "x"),
    ],
)
def test_marks(line: str, lanes: set[str], text: str) -> None:
    (entry,) = trace.parse([line]).entries
    assert entry.lanes == lanes
    assert entry.pattern.literal == text
    assert not entry.ellipsis


@pytest.mark.parametrize(
    "line",
    ["x", "", "a |x", " a| x", "a, b| x", ",a| x", "a,| x", "a-b| x", "| x"]
    + ["ä| x", "a.b| x", "*,a| x", "a,*| x", "**| x", "a b| x", "....", ". .."],
)
def test_no_marks(line: str) -> None:
    (entry,) = trace.parse([line]).entries
    assert entry.lanes is None
    assert entry.pattern.literal == line
    assert not entry.ellipsis


@pytest.mark.parametrize(
    ("line", "lanes"),
    [("...", None), ("a| ...", {"a"}), ("a,b| ...", {"a", "b"})]
    + [("a|...", {"a"}), ("...  ", None), ("a| ...\t", {"a"})],
)
def test_ellipses(line: str, lanes: set[str] | None) -> None:
    (entry,) = trace.parse([line]).entries
    assert entry.ellipsis
    assert entry.lanes == lanes


@pytest.mark.parametrize("line", [r"\...", " ...", "a|  ...", "... x", "x ...", "....", "{{...}}"])
def test_no_ellipses(line: str) -> None:
    (entry,) = trace.parse([line]).entries
    assert not entry.ellipsis


@pytest.mark.parametrize(
    ("line", "lanes", "text"),
    [
        (r"\a| text", None, "a| text"),
        (r"\a|text", None, "a|text"),
        (r"\a|", None, "a|"),
        (r"\a,b| text", None, "a,b| text"),
        (r"\*| text", None, "*| text"),
        (r"\...", None, "..."),
        (r"c| \a| text", {"c"}, "a| text"),
        (r"c| \...", {"c"}, "..."),
        (r"\\a| text", None, r"\a| text"),
        (r"\\...", None, r"\..."),
        (r"\a,| text", None, r"\a,| text"),
        (r"\a text", None, r"\a text"),
        (r"\....", None, r"\...."),
        (r"x\a| text", None, r"x\a| text"),
        (r"\a| \{{", None, "a| {{"),
    ],
)
def test_escapes(line: str, lanes: set[str] | None, text: str) -> None:
    (entry,) = trace.parse([line]).entries
    assert entry.lanes == lanes
    assert entry.pattern.literal == text
    assert not entry.ellipsis


def test_stars_are_each_in_a_lane_of_their_own() -> None:
    first, second, other = trace.parse(["*| x", "*| x", "a| x"]).entries
    assert first.lanes and second.lanes and other.lanes
    assert not first.lanes & second.lanes
    assert not (first.lanes | second.lanes) & other.lanes


def test_a_regex_may_begin_a_line_with_a_bar() -> None:
    (entry,) = trace.parse([r"{{\w}}| x"]).entries
    assert entry.lanes is None
    assert entry.pattern.match("a| x", {}) == {}


def test_the_source_is_kept_less_trailing_space() -> None:
    assert trace.parse(["a| x  "]).entries[0].source == "a| x"


# Order.


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], []),
        (["1", "2", "3"], [set(), {0}, {0, 1}]),
        (["a| 1", "a| 2"], [set(), {0}]),
        (["a| 1", "b| 2"], [set(), set()]),
        (
            ["a| 1", "b| 2", "a,b| 3", "a| 4", "b| 5"],
            [set(), set(), {0, 1}, {0, 1, 2}, {0, 1, 2}],
        ),
        (["*| x", "*| y", "end", "*| z"], [set(), set(), {0, 1}, {0, 1, 2}]),
        (["a| 1", "a,b| 2", "b,c| 3", "c| 4"], [set(), {0}, {0, 1}, {0, 1, 2}]),
        (
            ["1", "a| 2", "b| 3", "4", "b| 5"],
            [set(), {0}, {0}, {0, 1, 2}, {0, 1, 2, 3}],
        ),
        (["a| 1", "...", "b| 2"], [set(), {0}, {0, 1}]),
        (["1", "a| 2", "a,b| 3"], [set(), {0}, {0, 1}]),
        (["1", "2", "a| 3"], [set(), {0}, {0, 1}]),
    ],
)
def test_which_lines_come_before(lines: list[str], expected: list[set[int]]) -> None:
    assert before(lines) == expected


@given(oracle.blocks(most=9, ellipses=3))
@examples(400)
def test_the_order_is_that_of_the_lanes(block: list[oracle.Line]) -> None:
    lines = oracle.sources(block)
    assert before(lines) == oracle.precede(block)
    for entry in trace.parse(lines).entries:
        # `before` holds those that come directly before it.
        for one, other in itertools.permutations(entry.before, 2):
            assert one < entry.number and other < entry.number


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], []),
        (["1", "2"], [[1], [1]]),
        (["a| 1", "b| 2", "a| 3"], [[2, 1]]),
        (["a| 1", "b| 2", "c| 3", "a,b| 4"], [[3, 1]]),
        (["a| 1", "b| 2", "c| 3", "a,b| 4", "b,c| 5"], [[5]]),
        (["*| 1", "*| 2", "end"], [[1, 1], [1]]),
        (["a| 1", "end", "a| 2"], [[1], [1], [1]]),
        (["a| 1", "...", "a| 2"], [[1], [1], [1]]),
    ],
)
def test_segments(lines: list[str], expected: list[list[int]]) -> None:
    assert sizes(lines) == expected


@given(oracle.blocks(most=9, ellipses=3))
@examples(300)
def test_segments_hold_every_line_once(block: list[oracle.Line]) -> None:
    parsed = trace.parse(oracle.sources(block))
    held = [
        entry.number for segment in parsed.segments for part in segment for entry in part.entries
    ]
    assert sorted(held) == list(range(len(block)))
    at = {
        entry.number: (i, j)
        for i, segment in enumerate(parsed.segments)
        for j, part in enumerate(segment)
        for entry in part.entries
    }
    for i, j in itertools.combinations(range(len(block)), 2):
        if i in oracle.precede(block)[j]:
            assert at[i] == at[j] or at[i][0] < at[j][0]
        else:
            assert at[i][0] == at[j][0]


def test_parts_of_a_kind_are_alike() -> None:
    lines = ["a| x", "b| x", "c| x", "c| y", "d| x", "d| y", "e| x", "e| ..."]
    ((a, b, c, d, e),) = trace.parse(lines).segments
    assert a.kind == b.kind
    assert c.kind == d.kind
    assert len({a.kind, c.kind, e.kind}) == 3


def test_an_empty_line_and_an_ellipsis_are_not_alike() -> None:
    ((empty, dots),) = trace.parse(["a|", "b| ..."]).segments
    assert empty.kind != dots.kind


def test_has_ellipsis() -> None:
    assert trace.parse(["a| 1", "b| ..."]).has_ellipsis
    assert not trace.parse(["a| 1", r"\..."]).has_ellipsis


# Errors: each names its line.


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        (["a", "{{"], [(1, "not closed")]),
        (["a", "b| {{("], [(1, "not closed")]),
        (["{{(}}"], [(0, "not a regular expression")]),
        (["a", "", "c| {{=x}}"], [(2, "nothing binds 'x'")]),
        (["{{=x}} {{=y}}"], [(0, "'x'"), (0, "'y'")]),
        (
            ["{{", "fine", r"a| {{\d", "{{=x}}", "{{[}}"],
            [(0, "closed"), (2, "closed"), (3, "'x'"), (4, "regular")],
        ),
        ([r"{{x:\d}}", "{{=X}}"], [(1, "nothing binds 'X'")]),
    ],
)
def test_errors_name_their_lines(lines: list[str], problems: list[tuple[int, str]]) -> None:
    with pytest.raises(BlockError) as error:
        trace.parse(lines)
    assert [line for line, _ in error.value.problems] == [line for line, _ in problems]
    for (line, why), (_, expected) in zip(error.value.problems, problems):
        assert expected in why
        assert f"line {line + 1}: {why}" in str(error.value)


def test_a_name_may_be_bound_behind_its_reference() -> None:
    parsed = trace.parse(["a| {{=x}}", r"b| {{x:\d}}"])
    assert parsed.entries[0].pattern.names == {"x"}


def test_an_unknown_name_says_how_to_bind_it() -> None:
    with pytest.raises(BlockError, match=r"write '\{\{x:regex\}\}'"):
        trace.parse(["{{=x}}"])


# escape.


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("text", "text"),
        ("a| text", r"\a| text"),
        ("*| text", r"\*| text"),
        ("a,b|", r"\a,b|"),
        ("...", r"\..."),
        ("{{x}}", r"\{{x}}"),
        (r"\a| text", r"\\a| text"),
        (r"\...", r"\\..."),
        ("a |b", "a |b"),
        ("....", "...."),
        ("x  ", "x"),
    ],
)
def test_escape(text: str, line: str) -> None:
    assert trace.escape(text) == line


_LINES = st.one_of(
    st.text(alphabet="{}\\a,*|. ", max_size=10),
    st.text(
        alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\n"),
        max_size=8,
    ),
)


@given(_LINES, _LINES, st.sampled_from(["", "a| ", "*| "]))
@examples(600)
def test_an_escaped_line_matches_its_text_alone(text: str, other: str, mark: str) -> None:
    block = trace.parse([mark + trace.escape(text)])
    (entry,) = block.entries
    assert (entry.lanes is None) == (mark == "")
    assert not entry.ellipsis
    assert entry.pattern.literal == text.rstrip()
    assert isinstance(matching.match(block, [text]), matching.Match)
    same = isinstance(matching.match(block, [other]), matching.Match)
    assert same == (other.rstrip() == text.rstrip())

"""Why an output does not match, in words and side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import oracle
from oracle import Line, examples
from extract_and_test import matching, mismatch, trace
from extract_and_test.mismatch import Explanation, Row


def explain(block: Sequence[str], output: Sequence[str]) -> Explanation:
    parsed = trace.parse(block)
    wrong = matching.match(parsed, output)
    assert isinstance(wrong, matching.Mismatch)
    return mismatch.explain(parsed, output, wrong)


def said(block: Sequence[str], output: Sequence[str]) -> str:
    return "\n".join(explain(block, output).sentences)


def shown(block: Sequence[str], output: Sequence[str]) -> list[tuple[str, ...]]:
    rows = explain(block, output).rows
    return [(row.mark, row.output, row.expected) for row in rows]


@pytest.fixture
def unabridged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mismatch, "CONTEXT", 1_000)
    monkeypatch.setattr(mismatch, "ROWS", 100_000)


# The first wrong line, and what could have come.


def test_one_line_could_have_come() -> None:
    first, second, *_ = explain(["a", "b"], ["a", "c"]).sentences
    assert "line 2 of the output" in first
    assert "no order allows" in first
    assert "'c'" in first
    assert "should have come: 'b' (line 2 of the block)" in second


def test_several_could_have_come() -> None:
    _, second, *_ = explain(["a| 1", "a| 2", "b| x"], ["2", "1", "x"]).sentences
    assert "'a| 1' (line 1 of the block)" in second
    assert "'b| x' (line 3 of the block)" in second
    assert "a| 2" not in second


def test_many_are_counted() -> None:
    block = [f"*| {n}" for n in range(9)]
    _, second, *_ = explain(block, ["x"]).sentences
    assert "'*| 0' (line 1 of the block)" in second
    assert "and 5 more" in second


def test_an_ellipsis_is_named_among_them() -> None:
    sentences = said(["a", "...", "b"], ["a", "x"])
    assert "'...' (line 2 of the block)" in sentences
    assert "'b' (line 3 of the block)" in sentences


def test_trailing_space_is_not_shown() -> None:
    assert "'c'" in explain(["a"], ["c  \t"]).sentences[0]


def test_the_texts_of_names_are_said() -> None:
    sentences = said([r"p{{x:\d}}", "c{{=x}}"], ["p7", "c8"])
    assert "x = '7'" in sentences
    assert "'c{{=x}}' (line 2 of the block)" in sentences
    assert "line 2 of the output" in sentences


def test_a_long_line_is_cut() -> None:
    first = explain(["a"], ["x" * 500]).sentences[0]
    assert "380 more characters" in first
    assert len(first) < 250


# Where the line stands.


def test_a_line_that_comes_too_early() -> None:
    block = ["a| 1", "b| 2", "a,b| 3", "a| 4", "b| 5"]
    sentences = said(block, "1 3 2 4 5".split())
    assert "line 2 of the output" in sentences
    assert "it is line 3 of the block" in sentences
    assert "comes after 'b| 2' (line 2 of the block)" in sentences
    assert "'a| 1'" not in sentences  # that has come


def test_a_line_that_comes_before_all_stragglers() -> None:
    sentences = said(["*| x", "*| y", "end"], ["y", "end", "x"])
    assert "it is line 3 of the block" in sentences
    assert "comes after '*| x' (line 1 of the block)" in sentences


def test_an_ellipsis_is_nothing_to_wait_for() -> None:
    block = ["a| 1", "a| ...", "b| x", "a,b| end"]
    sentences = said(block, ["x", "end"])
    assert "comes after 'a| 1' (line 1 of the block)" in sentences
    after = sentences.partition("comes after")[2]
    assert "..." not in after


def test_a_line_that_comes_once_too_often() -> None:
    sentences = said(["a", "b"], ["a", "a", "b"])
    assert "line 2 of the output" in sentences
    assert "as often as it may" in sentences


def test_a_line_that_no_line_matches() -> None:
    sentences = said(["a| hello world", "b"], ["xyz"])
    assert "no line of the block matches it" in sentences
    assert "nearest" not in sentences
    sentences = said(["a| hello world", "b"], ["hello, world"])
    assert "nearest is 'hello world'" in sentences


# Ends.


def test_output_that_ends_too_early() -> None:
    first, second, *rest = explain(["a", "b", "c"], ["a"]).sentences
    assert "ends after 1 line," in first
    assert "should have come: 'b' (line 2 of the block)" in second
    assert not rest


def test_no_output_at_all() -> None:
    found = explain(["a| x", "b| y"], [])
    assert "ends after 0 lines" in found.sentences[0]
    assert [row.mark for row in found.rows] == [">", ">"]


def test_extra_output() -> None:
    first, second, *rest = explain(["a"], ["a", "b", "c"]).sentences
    assert "line 2 of the output" in first and "'b'" in first
    assert "the block has ended" in second
    assert "no line of the block matches it" in rest[0]


def test_extra_output_that_the_block_has() -> None:
    assert "as often as it may" in said(["a"], ["a", "a"])


def test_output_where_none_is_expected() -> None:
    found = explain([], ["a"])
    assert "line 1 of the output" in found.sentences[0]
    assert "the block has ended" in found.sentences[1]
    assert found.rows == (Row("<", "a", ""),)


# Side by side.


def test_rows_of_a_wrong_line() -> None:
    assert shown(["a", "b", "c"], ["a", "x", "c"]) == [
        (" ", "a", "a"),
        ("|", "x", "b"),
        (" ", "c", "c"),
    ]


def test_rows_of_a_missing_line() -> None:
    assert shown(["a", "b", "c"], ["a", "c"]) == [
        (" ", "a", "a"),
        (">", "", "b"),
        (" ", "c", "c"),
    ]


def test_rows_of_an_extra_line() -> None:
    assert shown(["a", "b"], ["a", "x", "b"]) == [
        (" ", "a", "a"),
        ("<", "x", ""),
        (" ", "b", "b"),
    ]


def test_rows_keep_the_order_that_came() -> None:
    block = ["start", "a| 1", "a| 2", "b| x", "b| y", "end"]
    assert shown(block, "start x 1 y ? 2 end".split()) == [
        (":", "", ""),
        (" ", "x", "b| x"),
        (" ", "1", "a| 1"),
        (" ", "y", "b| y"),
        ("<", "?", ""),
        (" ", "2", "a| 2"),
        (" ", "end", "end"),
    ]


def test_rows_show_what_matched_a_regex() -> None:
    block = [r"a{{\d}}", r"b{{\d}}", "c"]
    assert shown(block, ["a1", "b2", "x"]) == [
        (" ", "a1", r"a{{\d}}"),
        (" ", "b2", r"b{{\d}}"),
        ("|", "x", "c"),
    ]


@pytest.mark.parametrize("line", ["x1", r"x{{\d}}"])
def test_equal_lines_behind_the_first_wrong_one(line: str) -> None:
    assert shown(["a", line, line, "b"], ["q", "x1", "x1", "b"]) == [
        ("|", "q", "a"),
        (" ", "x1", line),
        (" ", "x1", line),
        (" ", "b", "b"),
    ]


def test_two_swapped_lines_of_a_lane() -> None:
    rows = shown(["a| 1", "a| 2", "b| x"], ["2", "1", "x"])
    assert [row[1] for row in rows if row[1]] == ["2", "1", "x"]
    assert [row[2] for row in rows if row[2]] == ["a| 1", "a| 2", "b| x"]
    assert any(row[0] != " " for row in rows)


def test_rows_far_from_a_difference_are_left_out() -> None:
    block = [str(n) for n in range(100)]
    output = [*block[:50], "x", *block[51:]]
    rows = shown(block, output)
    near = mismatch.CONTEXT
    assert rows == [
        (":", "", ""),
        *((" ", str(n), str(n)) for n in range(50 - near, 50)),
        ("|", "x", "50"),
        *((" ", str(n), str(n)) for n in range(51, 51 + near)),
        (":", "", ""),
    ]


def test_rows_are_no_more_than_a_screen() -> None:
    block = [f"a{n}" for n in range(500)]
    output = [f"b{n}" for n in range(500)]
    rows = explain(block, output).rows
    assert len(rows) == mismatch.ROWS + 1
    assert rows[-1].mark == ":"
    assert rows[-1].output == f"({500 - mismatch.ROWS} more rows)"


@pytest.mark.parametrize(
    ("block", "output"),
    [
        ([r"p{{x:\d}}", "c{{=x}}"], ["p7", "c8"]),
        ([r"a| q{{x:\d}}", r"b| p{{x:\d}}"], ["q7", "p8"]),
    ],
)
def test_a_wrong_value_of_a_name_is_a_difference(block: list[str], output: list[str]) -> None:
    rows = explain(block, output).rows
    assert [row.output for row in rows if row.mark in "|<"] == output[1:]


def test_lines_that_an_ellipsis_stands_for_do_not_differ(
    unabridged: None,
) -> None:
    rows = explain(["...", "end", "bye"], ["1", "2", "3", "end"]).rows
    assert [row.mark for row in rows] == [" ", " ", " ", " ", ">"]


def test_an_ellipsis_that_stands_for_nothing_does_not_differ() -> None:
    rows = explain(["a", "b", "...", "c"], ["a", "x", "c"]).rows
    assert all(row.expected != "..." for row in rows if row.mark != " ")


def test_the_nearest_order_is_the_one_with_the_fewest_differences() -> None:
    assert shown(["a| 1", "b| 2"], ["1", "x"]) == [
        (" ", "1", "a| 1"),
        ("|", "x", "b| 2"),
    ]


# In general.


def of_kind(data: st.DataObject, block: list[Line]) -> list[str]:
    kind = data.draw(st.sampled_from([oracle.any_output, oracle.spoilt_order]))
    output = data.draw(kind(block))
    assume(output is not None)
    return output


def wrong_rows(block: list[Line], output: list[str]) -> Explanation:
    parsed = trace.parse(oracle.sources(block))
    wrong = matching.match(parsed, output)
    assume(isinstance(wrong, matching.Mismatch))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mismatch, "CONTEXT", 1_000)
        return mismatch.explain(parsed, output, wrong)


@given(st.data())
@examples(300)
def test_the_nearest_order_is_allowed(data: st.DataObject) -> None:
    block = data.draw(oracle.blocks(ellipses=0))
    output = of_kind(data, block)
    rows = wrong_rows(block, output).rows
    expected = [row.expected for row in rows if row.mark != "<"]
    # As texts of their own the block's lines allow just their own orders.
    plain = [Line(line.lanes, (("text", line.source),)) for line in block]
    assert oracle.allowed(plain, expected), (oracle.sources(block), expected)


@given(st.data())
@examples(300)
def test_rows_hold_the_output_and_the_block(data: st.DataObject) -> None:
    block = data.draw(oracle.blocks(names=data.draw(st.booleans())))
    output = of_kind(data, block)
    rows = wrong_rows(block, output).rows
    rows = tuple(row for row in rows if row.mark != ":")
    if rows:
        assert [r.output for r in rows if r.mark != ">"] == output
        # An ellipsis has a row for each line that it stands for, or none.
        dots = re.compile(r"(\*\| ?|[\w,]+\| ?)?\.\.\.")
        expected = [r.expected for r in rows if r.mark != "<" and not dots.fullmatch(r.expected)]
        lines = [s for s in oracle.sources(block) if not dots.fullmatch(s)]
        assert sorted(expected) == sorted(lines)
    for row in rows:
        assert row.mark in " |<>"
        if row.mark == "<":
            assert row.expected == ""
        if row.mark == ">":
            assert row.output == ""


@given(st.data())
@examples(300)
def test_where_no_name_is_wrong_some_row_differs(data: st.DataObject) -> None:
    block = data.draw(oracle.blocks())
    output = of_kind(data, block)
    rows = wrong_rows(block, output).rows
    assert any(row.mark in "|<>" for row in rows)
    by_text = {line.source: line for line in block}
    for row in rows:
        if row.mark == " ":
            assert by_text[row.expected].matches(row.output, {})


@given(st.data())
@examples(300)
def test_the_sentences_agree_with_the_oracle(data: st.DataObject) -> None:
    block = data.draw(oracle.blocks())
    output = of_kind(data, block)
    sentences = wrong_rows(block, output).sentences
    length, follow = oracle.longest(block, output)
    if length < len(output):
        assert f"line {length + 1} of the output" in sentences[0]
        assert f"'{output[length]}'" in sentences[0]
    else:
        assert f"the output ends after {length} line" in sentences[0]
    if "the block has ended" in sentences[1]:
        assert oracle.allowed(block, output[:length])
    else:
        named = {
            i for i, line in enumerate(block) if f"(line {i + 1} of the block)" in sentences[1]
        }
        assert named and named <= follow
    for sentence in sentences:
        assert "after ''" not in sentence
        assert not sentence.endswith(" ")

"""What one line of expected output matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle import examples
from extract_and_test import pattern
from extract_and_test.pattern import PatternError


def found(source: str, text: str, **bound: str) -> dict[str, str] | None:
    return pattern.parse(source).match(text, bound)


def fits(source: str, text: str) -> bool:
    line = pattern.parse(source)
    matched = line.match(text, {}) is not None
    assert matched <= line.possible(text)
    return matched


# Text, and what keeps it from being a regex.


@pytest.mark.parametrize(
    "source",
    ["", "text", "a.c", "a*", "(x)", "{x}", "{ {x} }", "}}", "a}}b", "\\", "^$"]
    + ["{", "a | b", "#", r"\d", "...", "ä ß 漢", "tab\tand  spaces"],
)
def test_plain_text_matches_itself(source: str) -> None:
    line = pattern.parse(source)
    assert line.literal == source
    assert line.match(source, {}) == {}
    assert line.match(source + "x", {}) is None
    assert line.match("x" + source, {}) is None
    assert line.names == line.binds == frozenset()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\{{", "{{"),
        (r"a \{{b}} c", "a {{b}} c"),
        (r"\{{\{{", "{{{{"),
        (r"\\{{", r"\{{"),
        (r"\\\{{x", r"\\{{x"),
        (r"\{{{", "{{{"),
        (r"\{", r"\{"),
    ],
)
def test_escaped_braces(source: str, text: str) -> None:
    assert pattern.parse(source).literal == text


def test_a_regex_may_follow_an_escape() -> None:
    assert fits(r"\{{{{\d}}", "{{7")
    assert not fits(r"\{{{{\d}}", "{{x")


# Regexes.


@pytest.mark.parametrize(
    ("source", "text", "matches"),
    [
        (r"{{\d}}", "7", True),
        (r"{{\d}}", "77", False),
        (r"{{\d}}", "x", False),
        (r"{{\d+}} ms", "250 ms", True),
        (r"{{\d+}} ms", "250 s", False),
        # the rest of the line stays literal
        (r"a.{{\d}}.c", "a.7.c", True),
        (r"a.{{\d}}.c", "ax7.c", False),
        (r"a.{{\d}}.c", "a.7xc", False),
        # whole line, alternatives closed in
        ("{{a|b}}c", "ac", True),
        ("{{a|b}}c", "bc", True),
        ("{{a|b}}c", "a", False),
        ("x{{a|b}}", "b", False),
        # several
        (r"{{\d}}{{[a-z]}}", "7x", True),
        (r"{{\d*}}{{\d}}", "123", True),
        ("{{}}x", "x", True),
        ("{{.*}}", "", True),
        ("{{ }}x", " x", True),
        # like Python's
        (r"{{(?i)abc}}d", "aBCd", True),
        (r"{{(?i)abc}}d", "abcD", False),
        (r"d{{(?i)abc}}", "dABC", True),
        ("{{(?i:abc)}}", "Abc", True),
        (r"{{(ab)\1}}", "abab", True),
        (r"{{(ab)\1}}", "abba", False),
        (r"{{(?P<q>['\"]).(?P=q)}}", "'x'", True),
        (r"{{(?P<q>['\"]).(?P=q)}}", "'x\"", False),
        ("{{a(?=b)}}b", "ab", True),
        (r"{{\w+?}}", "abc", True),
        (r"{{\w}}", "é", True),
        (r"{{(?a)\w}}", "é", False),
        (r"{{\|}}", "|", True),
    ],
)
def test_regex(source: str, text: str, matches: bool) -> None:
    assert fits(source, text) == matches


@pytest.mark.parametrize(
    ("source", "text", "matches"),
    [
        (r"{{\d{2}}}", "42", True),
        (r"{{\d{2}}}", "4", False),
        (r"{{\d{2}}}", "42}", False),
        (r"{{\d{2}}}}", "42}", True),
        (r"{{\d{2}}}}}", "42}}", True),
        (r"{{\d{2}}} {{\d{1,3}}} end", "42 7 end", True),
        (r"{{(a{2}){2}}}", "aaaa", True),
        (r"{{(?:a{2}b{2})}}", "aabb", True),
        (r"{{x:\d{2}}}-{{=x}}", "42-42", True),
        (r"{{x:\d{2}}}-{{=x}}", "42-43", False),
        (r"{{\d}}}", "7}", True),
        (r"{{{\d}}}", "{7}", True),
        ("{{[{]}}", "{", True),
        ("{{[}]}}", "}", True),
        ("{{[^{}]+}} {{[{}]}}", "ab }", True),
        (r"{{\{}}", "{", True),
        ("{{[{]}} {{[}]}}", "{ }", True),
        (r"{{\}x}}", "}x", True),
        (r"{{\{\d\}.}}", "{7}!", True),
        (r"{{[\]}]}}", "}", True),
        ("{{[]}]}}", "}", True),
        ("{{x}} }} {{y}}", "x }} y", True),
    ],
)
def test_regex_with_braces(source: str, text: str, matches: bool) -> None:
    assert fits(source, text) == matches


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"{{\}}}", "}"),
        (r"{{\{\d\}}}", "{7}"),
        (r"{{x:\}}} {{=x}}", "} }"),
        ("{{[^}}]}}", "a"),
    ],
)
def test_a_regex_may_hold_the_end_mark(source: str, text: str) -> None:
    assert fits(source, text)


def test_a_regex_is_no_literal() -> None:
    assert pattern.parse(r"a{{\d}}").literal is None
    assert pattern.parse("a{{=x}}").literal is None


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"{{(a|b)\1}} {{(c|d)\1}}", "aa cc"),
        (r"{{x:\d}} {{(c|d)\1}}", "1 cc"),
    ],
)
def test_numbered_groups_are_those_of_their_own_regex(source: str, text: str) -> None:
    assert fits(source, text)


# Names.


def test_a_capture_binds_what_it_matched() -> None:
    line = pattern.parse(r"{{x:\d+}} of {{y_2:\w+}}")
    assert line.match("7 of all", {}) == {"x": "7", "y_2": "all"}
    assert line.binds == line.names == {"x", "y_2"}


def test_a_capture_of_a_bound_name_matches_its_text_only() -> None:
    assert found(r"p{{x:\d}}", "p7", x="7") == {}
    assert found(r"p{{x:\d}}", "p8", x="7") is None
    assert found(r"p{{x:\d}}", "pz", x="z") is None


def test_a_reference_matches_the_bound_text_only() -> None:
    line = pattern.parse("c{{=x}}")
    assert line.names == {"x"}
    assert line.binds == frozenset()
    assert line.match("c7", {"x": "7"}) == {}
    assert line.match("c8", {"x": "7"}) is None
    assert found("{{=x}}!", "a.c!", x="a.c") == {}
    assert found("{{=x}}!", "abc!", x="a.c") is None


@pytest.mark.parametrize(
    ("source", "text", "bound"),
    [
        (r"{{x:\w+}} {{=x}}", "ab ab", {"x": "ab"}),
        (r"{{x:\w+}} {{=x}}", "ab ac", None),
        (r"{{=x}} {{x:\w+}}", "ab ab", {"x": "ab"}),
        (r"{{=x}} {{x:\d}}", "a a", None),
        (r"{{x:\w}} {{x:\d}}", "1 1", {"x": "1"}),
        (r"{{x:\w}} {{x:\d}}", "1 2", None),
        (r"{{x:\w}} {{x:\d}}", "a a", None),
        (r"{{x:\d}} {{x:\w}}", "a a", None),
        (r"{{x:\w+}}{{=x}}", "abab", {"x": "ab"}),
        ("{{x:a|b}}c", "bc", {"x": "b"}),
        ("{{x:(?i)ab}} {{=x}}", "AB AB", {"x": "AB"}),
        ("{{x:(?i)ab}} {{=x}}", "AB ab", None),
    ],
)
def test_names_within_a_line(source: str, text: str, bound: dict[str, str] | None) -> None:
    assert found(source, text) == bound


def test_all_captures_of_a_name_in_a_line_take_part() -> None:
    assert found("{{x:a}}{{x:a+}}{{.*}}", "aaaa") == {"x": "a"}


@pytest.mark.parametrize(
    ("source", "name", "regex"),
    [
        ("{{x:}}", "x", ""),
        ("{{x::}}", "x", ":"),
        ("{{a_B1:[:]}}", "a_B1", "[:]"),
        ("{{1:2}}", None, "1:2"),
        (r"{{\d:\d}}", None, r"\d:\d"),
        ("{{ x:1}}", None, " x:1"),
        ("{{(?:x)}}", None, "(?:x)"),
        ("{{=}}", None, "="),
    ],
)
def test_what_is_a_name(source: str, name: str | None, regex: str) -> None:
    (part,) = pattern.parse(source).parts
    assert (part.name, part.regex) == (name, regex)


def test_possible_leaves_names_open() -> None:
    line = pattern.parse(r"{{x:\d}}{{=y}}!")
    assert line.possible("7anything!")
    assert line.possible("7!")
    assert not line.possible("x!")
    assert not line.possible("7")
    assert pattern.parse("a").possible("a")
    assert not pattern.parse("a").possible("b")


# Errors.


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{{", "not closed"),
        ("a {{b", "not closed"),
        (r"{{\d}", "not closed"),
        (r"\{{ {{x", "not closed"),
        (r"{{\d}} and {{", "not closed"),
        ("{{(}}", r"\{\{\(\}\}.* not a regular expression"),
        ("{{[a}}", "not a regular expression"),
        ("{{*}}", "nothing to repeat"),
        ("{{x:)}}", "not a regular expression"),
        (r"{{\1}}", "invalid group reference"),
        ("{{(?P=z)}}", "unknown group name"),
        ("{{a{3,2}}}", "min repeat greater than max"),
        ("{{(?<=a+)b}}", "look-behind"),
        (r"ok {{\d}} {{(}}", "not a regular expression"),
    ],
)
def test_errors_say_why(source: str, why: str) -> None:
    with pytest.raises(PatternError, match=why):
        pattern.parse(source)


def test_an_unclosed_regex_names_the_mend() -> None:
    with pytest.raises(PatternError) as error:
        pattern.parse("{{")
    assert "'}}'" in str(error.value)
    assert r"'\{{'" in str(error.value)


def test_clashing_groups_are_an_error() -> None:
    with pytest.raises(PatternError, match="clash"):
        pattern.parse("{{(?P<n>a)}}{{(?P<n>b)}}")


def test_a_repetition_out_of_bounds_is_an_error() -> None:
    with pytest.raises(PatternError):
        pattern.parse(r"{{\d{99999999999}}}")


def test_a_verbose_regex_may_end_in_a_comment() -> None:
    assert fits("{{(?x) a b # both}}", "ab")


# In general.

_TEXT = st.text(alphabet="{}\\a:=.|(*x ", max_size=12)


@given(_TEXT)
@examples(400)
def test_any_source_is_read_or_refused(source: str) -> None:
    try:
        line = pattern.parse(source)
    except PatternError:
        return
    if line.literal is not None:
        assert "{{" not in re.sub(r"\\+\{\{", " ", source)
        assert line.match(line.literal, {}) == {}
    assert line.binds <= line.names


@given(
    st.text(alphabet="ab.{\\", max_size=4),
    st.sampled_from([r"\d", "[ab]", "a{2}", "a|b", ".*", "[}]", r"\}b"]),
    st.text(alphabet="ab.]", max_size=4),
    st.text(alphabet="ab.{}\\12]", max_size=8),
)
@examples(500)
def test_a_regex_between_texts(left: str, regex: str, right: str, text: str) -> None:
    # Two braces would begin the regex, a backslash before them is an escape, a brace joins them.
    left = re.sub(r"\{+", "{", left).rstrip("\\{")
    regular = re.escape(left) + f"(?:{regex})" + re.escape(right)
    for candidate in (text, left + text + right, left + "aa" + right):
        expected = re.fullmatch(regular, candidate) is not None
        assert fits(left + "{{" + regex + "}}" + right, candidate) == expected
        captured = found(left + "{{n:" + regex + "}}" + right, candidate)
        assert (captured is not None) == expected
        if captured is not None:
            assert left + captured["n"] + right == candidate

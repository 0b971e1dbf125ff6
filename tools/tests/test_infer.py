"""Proposed lanes: they allow every order seen, and no other where all have been seen."""

import itertools
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import examples

from extract_and_test import infer, matching, trace
from extract_and_test.infer import NoProposal, propose

Lanes = frozenset[str] | None
TRICKY = (
    "A 1",
    "A 2",
    "B 1",
    "b",
    "",
    "  indented",
    "a| x",
    "*| x",
    "a,b| x",
    "\\a| x",
    "\\\\a| x",
    "...",
    "\\...",
    "{{x}}",
    "{{n:\\d}}",
    "\\{{",
    "{{=n}}",
    "n 1.5",
    "*/",
    "x\\",
    "é 漢",
)


def allows(lines: Sequence[str], output: Sequence[str]) -> bool:
    found = matching.match(trace.parse(lines), list(output))
    assert not isinstance(found, matching.Undecided)
    return isinstance(found, matching.Match)


def extensions(lanes: Sequence[Lanes]) -> list[tuple[int, ...]]:
    """Every order of the lines that keeps the order of those that share a lane."""

    def ordered(one: int, other: int) -> bool:
        if lanes[one] is None or lanes[other] is None:
            return True
        return bool(lanes[one] & lanes[other])

    pairs = [
        (one, other)
        for one, other in itertools.combinations(range(len(lanes)), 2)
        if ordered(one, other)
    ]
    found = []
    for order in itertools.permutations(range(len(lanes))):
        place = {line: at for at, line in enumerate(order)}
        if all(place[one] < place[other] for one, other in pairs):
            found.append(order)
    return found


def test_the_extensions_of_an_order():
    a, b = frozenset("a"), frozenset("b")
    assert extensions([a, b]) == [(0, 1), (1, 0)]
    assert extensions([a, None, b]) == [(0, 1, 2)]
    assert len(extensions([a, b, frozenset("ab"), a, b])) == 4


@st.composite
def some_lanes(draw: st.DrawFn, most: int) -> list[Lanes]:
    """The lanes of up to `most` lines. Drawn by a seed: long lists with few barriers are wanted."""
    chance = random.Random(draw(st.integers(0, 1 << 30)))
    names = "abcd"[: chance.randint(2, 4)]
    return [
        None if chance.random() < 0.1 else frozenset(chance.sample(names, chance.choice((1, 1, 2))))
        for _ in range(chance.randint(1, most))
    ]


@st.composite
def some_texts(draw: st.DrawFn) -> list[str]:
    """Texts for six lines: plain ones, or any that are hard to write, some perhaps equal."""
    chance = random.Random(draw(st.integers(0, 1 << 30)))
    if chance.random() < 0.3:
        return [f"{chance.choice('ABC')} {i}" for i in range(6)]
    return chance.choices(TRICKY, k=6)


@examples(300)
@given(some_lanes(6), some_texts(), st.integers(1, 8), st.randoms())
def test_every_order_seen_is_allowed(lanes, texts, count, chance):
    orders = extensions(lanes)
    seen = [chance.choice(orders) for _ in range(count)]
    runs = [[texts[line] for line in order] for order in seen]
    lines = propose(runs).lines
    for run in runs:
        assert allows(lines, run)


@examples(150)
@given(some_lanes(5), st.permutations(TRICKY))
def test_with_all_orders_seen_no_other_is_allowed(lanes, texts):
    orders = extensions(lanes)
    runs = [[texts[line] for line in order] for order in orders]
    proposal = propose(runs)
    assert proposal.orders == len(orders)
    allowed = [
        order
        for order in itertools.permutations(range(len(lanes)))
        if allows(proposal.lines, [texts[line] for line in order])
    ]
    assert allowed == orders


@examples(150)
@given(some_lanes(6), st.lists(st.booleans(), min_size=6, max_size=6), st.randoms())
def test_numbers_that_vary_are_matched_by_any(lanes, varies, chance):
    orders = extensions(lanes)
    runs = []
    for _ in range(5):
        order = chance.choice(orders)
        runs.append(
            [f"{'xyz'[i % 3]}{i}: {chance.randint(0, 10**6) if varies[i] else 7} ms" for i in order]
        )
    lines = propose(runs).lines
    for run in runs:
        assert allows(lines, run)
    assert not allows(lines, [line.replace(" ms", " s") for line in runs[0]])


@examples(100)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=7), st.randoms())
def test_equal_lines_with_equal_numbers_or_not(numbers, chance):
    """The same few lines again and again, whose numbers differ from run to run."""
    runs = []
    for _ in range(4):
        run = [f"n {n + chance.randint(0, 1)}" for n in numbers]
        chance.shuffle(run)
        runs.append(run)
    try:
        lines = propose(runs).lines
    except NoProposal:
        return  # some number came more often here than there
    for run in runs:
        assert allows(lines, run)


@pytest.mark.parametrize(
    "line",
    [
        "5",
        "{5}",
        "{{5}}",
        "\\5",
        "\\{{5",
        '{"pid": 5, "more": {"x":5}}',
        "5| x",
        "a,5| x",
        "5 a| x",
        "\\a| 5",
        "a| 5",
        "  5  5  ",
        "v5.5.5",
        "...5...",
        "5*/5/*",
    ],
)
def test_whatever_stands_around_a_number_stays(line):
    lines = propose([[line.rstrip(), "x"], [line.replace("5", "67").rstrip(), "x"]]).lines
    assert allows(lines, [line.replace("5", "890").rstrip(), "x"])
    assert not allows(lines, [line.replace("5", "y").rstrip(), "x"])
    assert not allows(lines, ["z" + line.rstrip(), "x"])


def test_one_order_needs_no_lanes():
    runs = [["A 1", "B 1", "A 2"]] * 5
    assert propose(runs) == infer.Proposal(("A 1", "B 1", "A 2"), 1)


def test_nothing_printed_is_an_empty_block():
    assert propose([[], []]).lines == ()


def test_lanes_are_called_by_what_lines_begin_with_and_are_kept_together():
    a, b = ["A 1", "A 2", "A 3"], ["B 1", "B 2"]
    runs = [
        ["started", *mixed, "done"]
        for mixed in itertools.permutations([*a, *b])
        if [x for x in mixed if x in a] == a and [x for x in mixed if x in b] == b
    ]
    random.Random(1).shuffle(runs)
    lines = propose(runs).lines
    assert (lines[0], lines[-1]) == ("started", "done")
    halves = [lines[1:4], lines[4:6]] if lines[1].startswith("a") else [lines[3:6], lines[1:3]]
    assert halves == [("a| A 1", "a| A 2", "a| A 3"), ("b| B 1", "b| B 2")]


def test_a_meeting_is_in_both_lanes():
    runs = [
        [*first, "both met", *last]
        for first in itertools.permutations(["A 1", "B 1"])
        for last in itertools.permutations(["A 2", "B 2"])
    ]
    lines = propose(runs).lines
    assert "both met" in lines
    assert set(lines) == {"a| A 1", "a| A 2", "b| B 1", "b| B 2", "both met"}


def test_numbers_keep_their_kind():
    assert propose([["took 1.25 s, 3 runs"], ["took 0.5 s, 4 runs"]]).lines == (
        "took {{\\d+\\.\\d+}} s, {{\\d+}} runs",
    )
    assert propose([["took 3 s"], ["took 3 s"]]).lines == ("took 3 s",)


@pytest.mark.parametrize(
    ("runs", "line"),
    [
        ([["a", "b"], ["a"]], "b"),
        ([["a"], ["a", "b"]], "b"),
        ([["a", "a"], ["a"]], "a"),
        ([["n 1"], ["n one"]], "n "),
    ],
)
def test_runs_with_other_lines_have_no_block(runs, line):
    with pytest.raises(NoProposal) as raised:
        propose(runs)
    assert str(raised.value).startswith(f"some runs print '{line}")
    assert str(raised.value).isprintable()


def test_many_lines_and_runs_take_no_time_worth_mentioning():
    chance = random.Random(2)
    runs = []
    for _ in range(50):
        left = {lane: list(range(20)) for lane in range(5)}
        run = []
        while left:
            lane = chance.choice(list(left))
            run.append(f"w{lane} {left[lane].pop(0)}")
            if not left[lane]:
                del left[lane]
        runs.append(run)
    lines = propose(runs).lines
    assert all(allows(lines, run) for run in runs)

"""How tight a block is: counted against a brute-force enumeration, and told."""

import itertools
import json

import oracle
import pytest
from hypothesis import given
from project import held, project

from extract_and_test import listing, matching, tight, tightness, trace
from extract_and_test.session import Item, Result
from extract_and_test.tightness import Allowed, Pair


def precedes(block: list[oracle.Line]) -> list[set[int]]:
    """For each line those that must come before it, by design.md."""
    before: list[set[int]] = []
    for at, line in enumerate(block):
        direct = [i for i in range(at) if oracle.ordered(block[i], line)]
        before.append(set(direct).union(*(before[i] for i in direct)))
    return before


def orders(block: list[oracle.Line]) -> list[tuple[int, ...]]:
    """Every order of the lines, ellipses aside, one by one."""
    before = precedes(block)
    lines = [i for i, line in enumerate(block) if not line.ellipsis]
    return [
        order
        for order in itertools.permutations(lines)
        if not any(
            order[j] in before[order[i]] for i in range(len(order)) for j in range(i, len(order))
        )
    ]


def texts(block: list[oracle.Line], order: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(block[i].text for i in order)


def parsed(*lines: str) -> trace.Block:
    return trace.parse(lines)


@given(oracle.blocks(most=6, ellipses=2))
@oracle.examples(300)
def test_orders_are_counted_as_by_enumeration(block):
    every = {texts(block, order) for order in orders(block)}
    assert tightness.allowed(trace.parse(oracle.sources(block))) == Allowed(len(every), True)


@given(oracle.blocks(most=6, ellipses=2))
@oracle.examples(200)
def test_a_bound_is_never_too_low(block):
    every = {texts(block, order) for order in orders(block)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tightness, "STEPS", 0)
        bound = tightness.allowed(trace.parse(oracle.sources(block)))
    assert bound.orders >= len(every)


@given(oracle.blocks(most=6, ellipses=2))
@oracle.examples(200)
def test_after_every_order_every_pair_has_swapped(block):
    there = trace.parse(oracle.sources(block))
    every = orders(block)
    assert tightness.never_swapped(there, every) == []
    assert tightness.seen(there, every) == len({texts(block, order) for order in every})
    # After one, every pair is named that is free, unless another reading has it swapped.
    before = precedes(block)
    readings = [order for order in every if texts(block, order) == texts(block, every[0])]
    free = {
        (a, b)
        for a, b in itertools.combinations(every[0], 2)
        if a not in before[b] and block[a].text != block[b].text
        if all(order.index(a) < order.index(b) for order in readings)
    }
    assert {(p.first, p.second) for p in tightness.never_swapped(there, every[:1])} == free


COUNTS = [
    ((), 1, True),
    (("one", "two"), 1, True),
    (("a| 1", "b| 2"), 2, True),
    (("a| 1", "a| 2", "b| 1", "b| 2"), 2, True),  # 1122 and 1212: equal lines
    (("*| x", "*| y", "*| z", "end"), 6, True),
    (("*| x", "*| x", "*| x", "end"), 1, True),
    (("a| ...", "b| x", "a| y"), 2, True),
    (("a| 1", "b| 2", "a,b| 3", "a| 4", "b| 5"), 4, True),
    (tuple(f"{lane}| {lane}{i}" for lane in "abcd" for i in range(25)), None, True),
    (tuple(f"*| {i}" for i in range(60)), None, True),
]


@pytest.mark.parametrize(("lines", "number", "exact"), COUNTS)
def test_counts(lines, number, exact):
    found = tightness.allowed(trace.parse(lines))
    assert found.exact == exact
    assert number is None or found.orders == number


def test_what_would_take_too_long_is_bounded():
    lines = [f"{lane}| {'same' if i == 4 else lane * i}" for lane in "abcdefg" for i in range(9)]
    found = tightness.allowed(trace.parse(lines))
    assert not found.exact
    assert found.orders > 1


def test_a_pair_that_follows_from_another_is_told_apart():
    block = parsed("a| 1", "a| 2", "b| 3", "b| 4")
    pairs = tightness.never_swapped(block, [(0, 1, 2, 3)])
    assert [(p.first, p.second) for p in pairs if not p.follows] == [(1, 2)]
    assert len([p for p in pairs if p.follows]) == 3
    assert tightness.never_swapped(block, [(0, 1, 2, 3), (2, 3, 0, 1)]) == []
    assert tightness.never_swapped(block, []) == []


def test_lines_that_have_equals_are_read_either_way():
    block = parsed("a| 2", "b| 2", "a| 1", "b| 1")
    orders = [(0, 2, 1, 3), (0, 1, 2, 3)]  # 2 1 2 1 and 2 2 1 1: all there are
    assert tightness.allowed(block) == Allowed(2, True)
    assert tightness.never_swapped(block, orders) == []


def test_what_an_ellipsis_stood_for_is_no_part_of_an_order():
    block = parsed("a| ...", "a| end", "b| x")
    outputs = ["end x", "more end x", "more more x end"]
    found = [matching.match(block, text.split()).entries for text in outputs]
    assert tightness.seen(block, found) == 2


def result(block: str, orders: set[tuple[int, ...]]) -> Result:
    text = "\n".join(["// ch01/01_x.cpp", "// It is a test.", "// Python: none", ""])
    one = listing.parse(f"{text}\nint main() {{}}\n\n/* Output:\n{block}\n*/\n", "ch01/01_x.cpp")
    return Result(Item(one), "passed", runs=9, orders=frozenset(orders))


def test_it_is_told_in_words():
    one = tight.measured(result("a| A 1\na| A 2\nb| B", {(0, 1, 2)}))
    assert list(tight.described(one)) == [
        "ch01/01_x: 9 runs, 1 of 3 orders seen",
        "  never swapped: 'a| A 2' came before 'b| B'",
        "  and 1 more, which follows",
    ]
    lines = "\n".join(f"*| {i}" for i in range(20))
    told = list(tight.described(tight.measured(result(lines, {tuple(range(20))}))))
    assert told[0] == "ch01/01_x: 9 runs, 1 of about 2.43e+18 orders seen"
    assert len(told) == 2 + tight.SHOWN
    assert "more such pairs: see --json" in told[-1]


def test_it_is_told_as_json():
    one = tight.measured(result("a| A\nb| B", {(1, 0)}))
    [record] = json.loads(tight.as_json([one], 5))["listings"]
    assert (record["allowed"], record["exact"], record["seen"], record["runs"]) == (2, True, 1, 9)
    [pair] = record["never_swapped"]
    assert pair == {
        "first": {"line": 2, "text": "b| B"},
        "second": {"line": 1, "text": "a| A"},
        "follows": False,
    }
    assert Pair(1, 0, False) in one.pairs


def test_the_command(held, project):
    file = project.root / "tight.json"
    done = project.listings("tight", "--repeat", "25", "--seed", "1", "--json", file, "ch01")
    assert (done.returncode, done.stderr) == (0, "")
    assert "ch01/01_plain: 25 runs, 1 of 1 order seen\n" in done.stdout
    assert "ch01/02_lanes: 25 runs, " in done.stdout
    assert "of 20 orders seen\n" in done.stdout
    assert done.stdout.splitlines()[-1] == "6 passed, 0 failed, 0 skipped"
    records = {r["listing"]: r for r in json.loads(file.read_text())["listings"]}
    assert 1 < records["ch01/02_lanes"]["seen"] <= 20 == records["ch01/02_lanes"]["allowed"]
    file.unlink()


def test_a_run_that_fails_is_told(held, project):
    done = project.listings("tight", "--repeat", "2", "ch02/15")
    assert done.returncode == 1
    assert "ended with exit code 7, expected exit code 3" in done.stdout
    assert "test --chaos --seed" in done.stdout

"""How expected output is drawn: what stands where says what the block says, and no more."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given

import oracle
from oracle import examples
from extract_and_test import swimlanes, trace


def placed(*lines: str) -> tuple[tuple[str, ...], list[tuple[int, int, int]]]:
    """The lanes, and each cell's row, first and last column."""
    drawing = swimlanes.layout(trace.parse(lines))
    return drawing.lanes, [(cell.row, cell.first, cell.last) for cell in drawing.cells]


def drawn(*lines: str) -> ElementTree.Element:
    """The drawing, which must be XML for the EPUB's sake."""
    return ElementTree.fromstring(f"<div>{swimlanes.draw(trace.parse(lines))}</div>")


def text(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


# Where lines stand.


@pytest.mark.parametrize(
    ("lines", "lanes", "cells"),
    [
        (["a| 1", "b| 2"], ("a", "b"), [(1, 1, 1), (1, 2, 2)]),
        (["a| 1", "a| 2", "b| 3"], ("a", "b"), [(1, 1, 1), (2, 1, 1), (1, 2, 2)]),
        (["a| 1", "b| 2", "x", "b| 3"], ("a", "b"), [(1, 1, 1), (1, 2, 2), (2, 1, 2), (3, 2, 2)]),
        (
            ["a| 1", "a| 2", "a,b| 3", "b| 4"],
            ("a", "b"),
            [(1, 1, 1), (2, 1, 1), (3, 1, 2), (4, 2, 2)],
        ),
        (["*| 1", "*| 2", "x"], (), [(1, 1, 1), (2, 1, 1)]),
        (["*| 1", "x", "*| 2"], (), [(1, 1, 1), (2, 1, 1), (3, 1, 1)]),
        (["x", "y"], (), [(1, 1, 1), (2, 1, 1)]),
        ([], (), []),
    ],
)
def test_rows_and_columns(lines, lanes, cells):
    assert placed(*lines) == (lanes, cells)


def test_lanes_that_meet_stand_beside_each_other():
    lanes, _ = placed("a| 1", "b| 2", "c| 3", "a,c| 4")
    assert abs(lanes.index("a") - lanes.index("c")) == 1


def test_lanes_stand_as_they_first_appear_where_none_meet():
    assert placed("b| 1", "a| 2", "c| 3")[0] == ("b", "a", "c")


def test_many_lanes_are_drawn_at_once():
    lanes = [f"l{i}" for i in range(60)]
    drawing = swimlanes.layout(
        trace.parse([*(f"{lane}| x" for lane in lanes), ",".join(lanes) + "| y"])
    )
    assert drawing.lanes == tuple(lanes)
    assert drawing.rows == 2


def test_lines_in_lanes_of_their_own_share_a_cell():
    drawing = swimlanes.layout(trace.parse(["a| 1", "*| 2", "b| 3", "*| 4", "x", "*| 5"]))
    free = [[e.source for e in cell.free] for cell in drawing.cells if cell.free]
    assert free == [["*| 2", "*| 4"], ["*| 5"]]


@examples(400)
@given(oracle.blocks(most=9))
def test_the_drawing_orders_what_the_block_orders(block):
    drawing = swimlanes.layout(trace.parse(oracle.sources(block)))
    before = oracle.precede(block)
    cells = {e.number: cell for cell in drawing.cells for e in cell.free or (cell.entry,)}
    assert cells.keys() == set(range(len(block)))
    for late in range(len(block)):
        for early in range(late):
            one, other = cells[early], cells[late]
            if one is other:
                assert not block[early].lanes and early not in before[late]
            elif oracle.ordered(block[early], block[late]):
                # What shares a lane shares its column, and stands in the block's order.
                assert one.row < other.row
                assert max(one.first, other.first) <= min(one.last, other.last)
            elif one.row == other.row:
                assert early not in before[late]
                assert one.last < other.first or other.last < one.first


@examples(200)
@given(oracle.blocks(most=9))
def test_every_line_is_drawn_once_in_the_blocks_order(block):
    sources = oracle.sources(block)
    root = drawn(*sources)
    lines = [li for li in root.iter("li") if li.get("class") in ("one", "meet", "all", None)]
    if all(line.lanes is None for line in block):
        return
    assert len(lines) == len(block)


# What is written.


def test_lanes_are_named_for_those_who_hear_them():
    items = [text(li) for li in drawn("a| one", "a,b| two", "three").iter("li") if text(li)]
    assert items == ["a", "b", "a: one", "a + b: two", "three"]


def test_a_line_that_lanes_apart_share_is_boxes_over_its_own_columns():
    root = drawn("p,q| 1", "q,r| 2", "r,s| 3", "s,p| 4")
    boxes = [
        [box.get("style") for box in li.iter("span") if box.get("class") == "box"]
        for li in root.iter("li")
        if li.get("class") == "meet"
    ]
    assert boxes[:3] == [["grid-column: 1 / 3"]] * 3
    assert boxes[3] == ["grid-column: 1 / 2", "grid-column: 4 / 5"]


def test_output_without_lanes_is_plain():
    (pre,) = drawn("one", "  two", "<&>").iter("pre")
    assert text(pre) == "one\n  two\n<&>"


def test_no_output():
    assert "Nothing" in text(drawn())


def test_what_differs_from_run_to_run_is_marked():
    root = drawn(r"pid {{\d+}}, parent {{=p}}", "{{p:[0-9]+}}", "...")
    assert [text(var) for var in root.iter("var")] == ["⟨\\d+⟩", "⟨p⟩", "⟨p⟩"]
    assert "any number of lines" in text(root)


def test_the_legend_tells_names_apart():
    patterns = [e.pattern for e in trace.parse([r"{{=p}} {{p:\d+}} {{x}}"]).entries]
    assert swimlanes.legend(patterns) == (r"⟨p⟩ is `\d+`",)


def test_escapes_are_not_shown():
    assert "a| x" in text(drawn(r"\a| x", "b| y"))


@pytest.mark.parametrize(
    ("lines", "words", "other"),
    [
        (["a| 1", "b| 2"], "share no lane", "dashed"),
        (["*| 1", "*| 2"], "dashed frame", "share no lane"),
        (["a,b| 1"], "joined by a bar", "across all"),
        (["a| 1", "b| 2", "x"], "across all columns", "joined"),
    ],
)
def test_the_key_explains_what_is_drawn(lines, words, other):
    (key,) = (p for p in drawn(*lines).iter("p") if p.get("class") == "key")
    assert words in text(key)
    assert not re.search(other, text(key))

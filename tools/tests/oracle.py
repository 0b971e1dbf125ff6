"""Knows, from design.md alone, which outputs a small block allows.

Nothing here uses the package under test. A block is a list of `Line`; every
ellipsis is written out as 0, 1, 2, … lines that match anything, every name gets
every value it may have, and the orders are followed all at once, line by line.
`allowed_by_enumeration` is the same without any thrift, to check the checker.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

VALUES = "0123456789ab"
"""What a name can stand for: captures here match one character."""
TEXTS = ("a", "b", "1", "2", "p1", "p2", "pa", "x", "y", "")


def examples(number: int) -> settings:
    """Settings for so many examples, the same at every run.

    With SEARCH=n in the environment it is n times as many, at random.
    """
    search = int(os.environ.get("SEARCH", "0"))
    return settings(
        max_examples=number * (search or 1),
        deadline=None,
        derandomize=not search,
        database=None,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
        ],
    )


@dataclass(frozen=True)
class Line:
    """A line of a block. `lanes`: None without a mark, empty for `*|`.

    `pieces` are ("text", t), ("regex", r), ("capture", r, name) and
    ("reference", name); None for an ellipsis.
    """

    lanes: frozenset[str] | None
    pieces: tuple[tuple[str, ...], ...] | None

    @property
    def source(self) -> str:
        mark = ""
        if self.lanes is not None:
            mark = (",".join(sorted(self.lanes)) or "*") + "| "
        return (mark + self.text).rstrip()

    @property
    def text(self) -> str:
        if self.pieces is None:
            return "..."
        return "".join(map(_written, self.pieces))

    @property
    def ellipsis(self) -> bool:
        return self.pieces is None

    def matches(self, text: str, values: dict[str, str]) -> bool:
        if self.pieces is None:
            return True
        regex = "".join(_regex(piece, values) for piece in self.pieces)
        return re.fullmatch(regex, text) is not None


def _written(piece: tuple[str, ...]) -> str:
    match piece:
        case ("text", text):
            return text
        case ("regex", regex):
            return "{{" + regex + "}}"
        case ("capture", regex, name):
            return "{{" + name + ":" + regex + "}}"
        case _:
            return "{{=" + piece[1] + "}}"


def _regex(piece: tuple[str, ...], values: dict[str, str]) -> str:
    match piece:
        case ("text", text):
            return re.escape(text)
        case ("regex", regex):
            return f"(?:{regex})"
        case ("capture", _, name) | ("reference", name):
            return re.escape(values[name])
    raise AssertionError(piece)


def sources(block: Sequence[Line]) -> list[str]:
    return [line.source for line in block]


def ordered(one: Line, other: Line) -> bool:
    """Whether two lines of a block share a lane."""
    if one.lanes is None or other.lanes is None:
        return True
    return bool(one.lanes & other.lanes)


def valuations(block: Sequence[Line]) -> list[dict[str, str]]:
    """Every way to give the block's names values that their captures match."""
    captures: dict[str, list[str]] = {}
    for line in block:
        for piece in line.pieces or ():
            if piece[0] == "capture":
                captures.setdefault(piece[2], []).append(piece[1])
    values = [
        [v for v in VALUES if all(re.fullmatch(r, v) for r in regexes)]
        for regexes in captures.values()
    ]
    return [dict(zip(captures, some)) for some in itertools.product(*values)]


def expansions(block: Sequence[Line], most: int) -> Iterator[list[int]]:
    """The block's line numbers with each ellipsis 0 to `most` times in all."""
    dots = [i for i, line in enumerate(block) if line.ellipsis]
    for counts in itertools.product(range(most + 1), repeat=len(dots)):
        if sum(counts) <= most:
            times = dict(zip(dots, counts))
            yield [i for i in range(len(block)) for _ in range(times.get(i, 1))]


def precede(block: Sequence[Line]) -> list[set[int]]:
    """For each line those that come before it.

    An ellipsis that stands for no line still divides what is before it in its
    lanes from what is behind: the order of the block's lines is transitive.
    """
    before: list[set[int]] = []
    for j, line in enumerate(block):
        direct = [i for i in range(j) if ordered(block[i], line)]
        before.append(set(direct).union(*(before[i] for i in direct)))
    return before


def _earlier(block: Sequence[Line], numbers: list[int]) -> list[int]:
    """For each line of an expansion, the set (bits) of those it comes after."""
    before = precede(block)
    return [
        sum(
            1 << j for j in range(i) if numbers[i] == numbers[j] or numbers[j] in before[numbers[i]]
        )
        for i in range(len(numbers))
    ]


def _next(earlier: list[int], came: int) -> list[int]:
    return [i for i, needed in enumerate(earlier) if not came >> i & 1 and came & needed == needed]


def _levels(
    block: Sequence[Line],
    numbers: list[int],
    output: Sequence[str],
    values: dict[str, str],
) -> list[set[int]]:
    """After 0, 1, … lines of output: all sets of lines that can have come.

    Every order is followed, so the last of them is where the output leaves all.
    """
    earlier = _earlier(block, numbers)
    levels = [{0}]
    for text in output:
        fits = [block[n].matches(text, values) for n in numbers]
        reached = {came | 1 << i for came in levels[-1] for i in _next(earlier, came) if fits[i]}
        if not reached:
            break
        levels.append(reached)
    return levels


def allowed(block: Sequence[Line], output: Sequence[str]) -> bool:
    """Whether the output is one of the orders that the block allows."""
    return any(
        len(_levels(block, numbers, output, values)) == len(output) + 1
        for numbers in expansions(block, len(output))
        if len(numbers) == len(output)
        for values in valuations(block)
    )


def longest(block: Sequence[Line], output: Sequence[str]) -> tuple[int, set[int]]:
    """The length of the longest prefix of the output that begins an allowed
    order, and the lines that could follow after any way to match it.

    The length is -1 where no order is allowed at all (no name has a value).
    """
    best, follow = -1, set()
    for numbers in expansions(block, len(output) + 1):
        earlier = _earlier(block, numbers)
        for values in valuations(block):
            levels = _levels(block, numbers, output, values)
            if len(levels) - 1 > best:
                best, follow = len(levels) - 1, set()
            if len(levels) - 1 == best:
                for came in levels[-1]:
                    follow |= {numbers[i] for i in _next(earlier, came)}
    return best, follow


def orders(block: Sequence[Line], numbers: list[int]) -> Iterator[list[int]]:
    """All orders of an expansion, by trying every permutation."""
    before = precede(block)
    for order in itertools.permutations(range(len(numbers))):
        place = {i: at for at, i in enumerate(order)}
        if all(
            place[i] < place[j]
            for i, j in itertools.combinations(range(len(numbers)), 2)
            if numbers[i] == numbers[j] or numbers[i] in before[numbers[j]]
        ):
            yield [numbers[i] for i in order]


def longest_by_enumeration(block: Sequence[Line], output: Sequence[str]) -> tuple[int, bool]:
    """The length of the longest prefix allowed, and whether all is allowed."""
    best, whole = -1, False
    for numbers in expansions(block, len(output)):
        for order in orders(block, numbers):
            for values in valuations(block):
                same = 0
                for number, text in zip(order, output):
                    if not block[number].matches(text, values):
                        break
                    same += 1
                best = max(best, same)
                whole |= same == len(order) == len(output)
    return best, whole


def breaks(
    block: Sequence[Line],
    output: Sequence[str],
    entries: Sequence[int],
    whole: bool,
) -> str | None:
    """Why `entries[i]` can't be the block's line for output line i; None: it can.

    With `whole` every line of the block must have come.
    """
    if len(entries) > len(output) or whole and len(entries) < len(output):
        return f"{len(entries)} lines for {len(output)}"
    before = precede(block)
    places: dict[int, list[int]] = {}
    for at, number in enumerate(entries):
        places.setdefault(number, []).append(at)
    for i, line in enumerate(block):
        came = places.get(i, [])
        if not line.ellipsis and len(came) > 1:
            return f"line {i} came {len(came)} times"
        if whole and not line.ellipsis and not came:
            return f"line {i} did not come"
        for j in range(i + 1, len(block)):
            if i in before[j] and j in places:
                if not line.ellipsis and not came:
                    return f"line {j} came without line {i}"
                if came and max(came) > min(places[j]):
                    return f"line {j} came before line {i}"
    if not any(
        all(block[n].matches(t, values) for n, t in zip(entries, output))
        for values in valuations(block)
    ):
        return "the texts do not match"
    return None


LITERALS = [(("text", text),) for text in ("a", "b", "1", "a", "a")]
REGEXES = [(("regex", r),) for r in (r"\d", "[ab]", ".", "a|1", "p?[1a]")]
MIXED = [(("text", "p"), ("regex", r)) for r in (r"\d", r"\w?")]
CAPTURES = [
    pieces
    for name in ("x", "y")
    for regex in (r"\d", "[ab1]")
    for pieces in (
        (("capture", regex, name),),
        (("text", "p"), ("capture", regex, name)),
    )
]
REFERENCES = [
    pieces
    for name in ("x", "y")
    for pieces in (
        (("reference", name),),
        (("text", "p"), ("reference", name)),
        (("reference", name), ("reference", name)),
    )
]

_LANES = st.one_of(
    st.none(),
    st.just(frozenset()),
    st.sampled_from([frozenset(lane) for lane in "abcd"]),
    st.sampled_from([frozenset(lane) for lane in "abcd"]),
    st.sampled_from([frozenset(s) for n in (2, 3) for s in itertools.combinations("abcd", n)]),
)


@st.composite
def blocks(
    draw: st.DrawFn,
    most: int = 7,
    names: bool = False,
    ellipses: int = 2,
    literal: bool = False,
) -> list[Line]:
    """A small block in which equal lines abound."""
    kinds = [LITERALS] if literal else [LITERALS, REGEXES, MIXED]
    if names:
        kinds = [LITERALS, REGEXES, CAPTURES, CAPTURES, REFERENCES, REFERENCES]
    block: list[Line] = []
    for _ in range(draw(st.integers(0, most))):
        lanes = draw(_LANES)
        dots = sum(line.ellipsis for line in block)
        if dots < ellipses and draw(st.integers(0, 5)) == 0:
            block.append(Line(lanes, None))
        else:
            pieces = draw(st.sampled_from(draw(st.sampled_from(kinds))))
            block.append(Line(lanes, pieces))
    bound = {p[2] for e in block for p in e.pieces or () if p[0] == "capture"}
    return [
        line
        for line in block
        if all(p[0] != "reference" or p[1] in bound for p in line.pieces or ())
    ]


@st.composite
def alike(draw: st.DrawFn) -> list[Line]:
    """A block of parts that are alike, or nearly: their lines shuffled together."""
    part = [
        Line(frozenset(lanes), (("text", draw(st.sampled_from("xxy"))),))
        for lanes in draw(st.lists(st.sampled_from(["a", "b", "ab"]), max_size=3))
    ]
    if part and draw(st.integers(0, 3)) == 0:
        part[draw(st.integers(0, len(part) - 1))] = Line(frozenset("a"), None)
    dots = any(line.ellipsis for line in part)
    copies = draw(st.integers(2, 2 if dots or len(part) > 2 else 3))
    rest = [
        [
            Line(
                frozenset(lane + str(copy) for lane in line.lanes or ()),
                line.pieces,
            )
            for line in part
        ]
        for copy in range(copies)
    ]
    if draw(st.booleans()):
        extra = draw(st.lists(st.sampled_from(["a0", "b1", "c"]), max_size=2))
        rest.append([Line(frozenset([e]), (("text", "x"),)) for e in extra])
    block: list[Line] = []
    while any(rest):
        block.append(draw(st.sampled_from([r for r in rest if r])).pop(0))
    return block


@st.composite
def any_output(draw: st.DrawFn, block: list[Line]) -> list[str]:
    """Lines at random, most of them such as the block has."""
    near = [t for t in TEXTS if any(_near(line, t) for line in block)]
    texts = st.sampled_from((near or list(TEXTS)) * 3 + list(TEXTS))
    return draw(st.lists(texts, max_size=len(block) + 2))


def _near(line: Line, text: str) -> bool:
    names = {"x": "1", "y": "1"}
    return not line.ellipsis and line.matches(text, names)


@st.composite
def an_order(draw: st.DrawFn, block: list[Line]) -> list[str] | None:
    """One of the outputs that the block allows; None where it allows none."""
    known = valuations(block)
    if not known:
        return None
    values = draw(st.sampled_from(known))
    numbers = [
        i
        for i, line in enumerate(block)
        for _ in range(draw(st.integers(0, 2)) if line.ellipsis else 1)
    ]
    earlier = _earlier(block, numbers)
    texts = [t for t in (*TEXTS, *VALUES, "11", "22", "aa", "bb", "p")]
    texts += [left + value for value in values.values() for left in ("p", value)]
    came, output = 0, []
    while ready := _next(earlier, came):
        i = draw(st.sampled_from(ready))
        came |= 1 << i
        line = block[numbers[i]]
        output.append(draw(st.sampled_from([t for t in texts if line.matches(t, values)])))
    return output


@st.composite
def spoilt_order(draw: st.DrawFn, block: list[Line]) -> list[str] | None:
    """An allowed output with two lines swapped, one removed or one doubled."""
    output = draw(an_order(block))
    if not output:
        return output
    i = draw(st.integers(0, len(output) - 1))
    j = draw(st.integers(0, len(output) - 1))
    match draw(st.sampled_from(["swap", "remove", "double", "change"])):
        case "swap":
            output[i], output[j] = output[j], output[i]
        case "remove":
            del output[i]
        case "double":
            output.insert(j, output[i])
        case "change":
            output[i] = draw(st.sampled_from(TEXTS))
    return output

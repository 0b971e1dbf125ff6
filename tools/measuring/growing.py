"""Knows how time and memory grow with the number of listings, and what looking one up takes."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from extract_and_test.command import ROOT

from . import clock, synthetic
from .clock import Run
from .figure import Figure, middle, rounded
from .plan import Plan
from .synthetic import Project

COMMANDS = (("list",), ("check",), ("test", "--no-build"))
LINES, LANES = 10_000, 100
_GROWTH = 1.25
_LARGE = 5000
"""Listings from which on one round must do."""


def growth(plan: Plan) -> Iterator[Figure]:
    """What each further listing takes in small projects and in large ones."""
    runs: dict[str, list[list[Run]]] = {command[0]: [] for command in COMMANDS}
    for size in plan.sizes:
        project = synthetic.make(plan.folder / f"growth-{size}", size)
        for command in COMMANDS:
            runs[command[0]].append(
                _made(project, command, plan, 1 if size > _LARGE else plan.rounds)
            )
        shutil.rmtree(project.root)
    for name, each in runs.items():
        yield from _linear(name, plan.sizes, each)


def _made(project: Project, command: Sequence[str], plan: Plan, rounds: int) -> list[Run]:
    where = {"LISTINGS_BUILD": str(project.build)}
    words = [project.root / "tools" / "listings", *command]
    made = [clock.run(words, project.root, where) for _ in range(rounds)]
    size, seconds = len(project.names), median(one.seconds for one in made)
    plan.tell(f"  {size} listings: {command[0]} {seconds:.2f} s, {made[0].memory >> 20} MiB")
    return made


def _linear(name: str, sizes: Sequence[int], runs: Sequence[Sequence[Run]]) -> Iterator[Figure]:
    """Figures on whether what `runs` took grows as the sizes do."""
    seconds = [median(run.seconds for run in each) for each in runs]
    memory = [median(run.memory for run in each) for each in runs]
    for what, taken, unit, scale in (
        ("time", seconds, "ms", 1e3),
        ("memory", memory, "KiB", 1 / 1024),
    ):
        about = ", ".join(
            f"{size:,}: {rounded(one * scale / size)} {unit} each"
            for size, one in zip(sizes, taken)
        )
        if found := slope(sizes, taken):
            yield Figure(f"{name}, growth of its {what}", (found,), at_most=_GROWTH, about=about)
        else:
            yield Figure(
                f"{name}, {what} at {sizes[-1]:,}", (taken[-1] * scale,), unit, about=about
            )


def slope(sizes: Sequence[int], taken: Sequence[float]) -> float | None:
    """What a listing more takes in the largest projects, to what it takes in the smallest.

    That is 1 where it grows in proportion, whatever starting takes; None where
    fewer than three sizes, or no growth at all, allow no comparison.
    """
    if len(sizes) < 3 or taken[1] <= taken[0]:
        return None
    first = (taken[1] - taken[0]) / (sizes[1] - sizes[0])
    last = (taken[-1] - taken[-2]) / (sizes[-1] - sizes[-2])
    return last / first


def matching(plan: Plan) -> Iterator[Figure]:
    """How long it takes to match 10,000 lines in 100 lanes, the command's start included."""
    block, output = plan.folder / "block.txt", plan.folder / "output.txt"
    written = lanes(LINES, LANES)
    block.write_text("".join(f"l{lane}| {text}\n" for lane, text in written[0]))
    output.write_text("".join(f"{text}\n" for _, text in written[1]))
    command = [ROOT / "tools" / "listings", "match", block, output]
    ways = {"match": lambda: clock.run(command, plan.folder)}
    taken = clock.in_turn(plan.rounds, ways, plan.tell)
    yield Figure(
        f"{LINES:,} lines in {LANES} lanes matched",
        clock.seconds(taken["match"]),
        "s",
        at_most=1.0,
        about="the command's start included",
    )


def lanes(lines: int, count: int) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """A block of so many lines in so many lanes, and the same in another allowed order.

    The lines of a lane are few texts over and over: only their order tells them apart.
    """
    rest = {lane: list(range(lines // count)) for lane in range(count)}
    shuffled = random.Random(count)
    order = [lane for lane in rest for _ in rest[lane]]
    shuffled.shuffle(order)
    block = [(lane, f"lane {lane % 10} step {step % 7}") for lane in rest for step in rest[lane]]
    texts = {lane: iter([text for one, text in block if one == lane]) for lane in rest}
    return block, [(lane, next(texts[lane])) for lane in order]


def listed(plan: Plan) -> Iterator[Figure]:
    """How long `list` takes here, all listings having been read before."""
    command = [ROOT / "tools" / "listings", "list"]
    clock.run(command, Path(ROOT))
    rounds = 5 * plan.rounds
    taken = [clock.run(command, Path(ROOT)) for _ in range(rounds)]
    seconds = clock.seconds(taken)
    count = sum(not line.startswith(" ") for line in taken[0].output.splitlines())
    yield Figure(
        "list, warm", seconds, "s", at_most=0.2, about=f"{count} listings, {rounds} rounds"
    )
    plan.tell(f"  list {middle(seconds)}")

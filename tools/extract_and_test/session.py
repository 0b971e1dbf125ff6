"""Knows the course of a test: build, run each program once it is ready, judge, count."""

from __future__ import annotations

import heapq
import itertools
import os
import shutil
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from . import build, chaos, verify
from .listing import Listing
from .trial import SANITIZED, Item, Trial, Verdict, judged
from .verify import Finding
from .workers import Workers


_TICK = 0.2
"""Seconds after which what is under way is shown again, though nothing has ended."""


@dataclass(frozen=True)
class Result:
    """What came of an item: `status` is passed, failed or skipped.

    `runs` were made, of which `failures` failed; `findings` are those of the
    first that did, the run `failed_at` (from 1), which was shaken by `seed`.
    `reason` is why it was skipped. `seconds` is the wall time of all its runs.
    `orders` are those seen in runs that were shaken: for each line of output, the
    number of its line in the block.
    """

    item: Item
    status: str
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    runs: int = 0
    failures: int = 0
    failed_at: int = 0
    seconds: float = 0.0
    seed: int | None = None
    orders: frozenset[tuple[int, ...]] = frozenset()


@dataclass(frozen=True)
class Options:
    """How to test: `jobs` at once, `repeat` runs of each, and so on.

    `expected` is how many seconds a run of an item took before, by its name.
    With `chaos` runs are shaken, the first of each item by that seed.
    """

    jobs: int | None = None
    repeat: int = 1
    python: bool = False
    build: bool = True
    fail_fast: bool = False
    expected: Mapping[str, float] = field(default_factory=dict)
    chaos: int | None = None


@dataclass(frozen=True)
class Progress:
    """How far the session is: build steps, items under way."""

    steps: int = 0
    of_steps: int = 0
    running: tuple[str, ...] = ()


@dataclass
class Session:
    """One test of `listings` in the build folder `tree`.

    Iterating over `results()` does the work.
    """

    tree: build.Tree
    listings: Sequence[Listing]
    options: Options
    _progress: Progress = Progress()
    _watch: Callable[[Progress], object] = lambda _: None
    _queue: list[tuple[float, int, Trial]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=itertools.count)
    _open: dict[str, Result] = field(default_factory=dict)
    _done: deque[Result] = field(default_factory=deque)
    _shaker: chaos.Shaker | None = None
    _lock: ExitStack = field(default_factory=ExitStack)

    @property
    def total(self) -> int:
        """How many items there are to verify."""
        return sum(len(self._items(one)) for one in self.listings)

    def results(self, watch: Callable[[Progress], object] | None = None) -> Iterator[Result]:
        """Every item's result as soon as it is known; `watch` is told of each step.

        Raises BuildError where nothing can be built.
        """
        self._watch = watch or self._watch
        count = self.options.jobs or 2 * (os.cpu_count() or 1)
        keep = [self.tree.source, self.tree.root, self.tree.folder]
        with ExitStack() as held:
            held.enter_context(self._lock)
            if self.options.build:
                self._lock.enter_context(build.locked(self.tree.folder))
                build.configure(self.tree)
                build.refresh(self.tree)
            if self.options.chaos is not None:
                self._shaker = held.enter_context(self._shaking(self.options.chaos))
                keep += self._shaker.keep
            workers = held.enter_context(Workers(count, keep, judged))
            for result in self._course(workers):
                yield result
                if self.options.fail_fast and result.status == "failed":
                    return

    def _shaking(self, seed: int) -> chaos.Shaker:
        """What shakes the runs; its library is built. Raises BuildError where it can't be."""
        shaker = chaos.Shaker(self.tree.folder, seed)
        if self.options.build:
            for failure in build.all_of(self.tree, [chaos.TARGET], self.options.jobs):
                raise build.BuildError(
                    f"tools/chaos does not compile: {' '.join(failure.messages.split())[:300]}"
                )
        elif not shaker.library.is_file():
            raise build.BuildError(f"{shaker.library} has not been built: leave out --no-build")
        return shaker

    def _course(self, workers: Workers[Trial, Verdict]) -> Iterator[Result]:
        pump = partial(self._pump, workers, 0)
        programs = self._programs()
        if not self.options.build:
            programs = [item for item in programs if self._to_build(item)]
        for _ in self._build(programs, pump):
            yield from self._take()
        self._lock.close()
        while self._queue or workers.running:
            self._pump(workers, _TICK)
            yield from self._take()
        yield from self._take()

    def _step(self, **changes: object) -> None:
        self._progress = replace(self._progress, **changes)
        self._watch(self._progress)

    def _take(self) -> Iterator[Result]:
        while self._done:
            yield self._done.popleft()

    def _items(self, listing: Listing) -> list[Item]:
        items = [Item(listing)]
        if listing.expect == "data race" and self.tree.preset not in SANITIZED:
            items.append(Item(listing, "tsan"))
        if self.options.python and listing.counterpart is None:
            items.append(Item(listing, "python"))
        return items

    def _programs(self) -> list[Item]:
        """What has to be compiled; the rest is queued, or skipped with its reason."""
        programs: list[Item] = []
        skipped = self.tree.skipped()
        for item in (item for one in self.listings for item in self._items(one)):
            if reason := self._why_not(item.listing, skipped):
                self._done.append(Result(item, "skipped", reason=reason))
            elif item.variant == "python":
                self._queue_counterpart(item)
            else:
                programs.append(item)
        return programs

    def _queue_counterpart(self, item: Item) -> None:
        script = self.tree.root / item.listing.counterpart_path
        if script.is_file():
            self._enqueue(item, (sys.executable, str(script), *item.listing.args))
        else:
            why = f"{item.listing.counterpart_path} is missing: write it, or say why there is none"
            finding = Finding(why, ("// Counterpart: none, because …",))
            self._done.append(Result(item, "failed", (finding,)))

    @staticmethod
    def _why_not(listing: Listing, skipped: dict[str, str]) -> str:
        if listing.platform == "posix" and os.name != "posix":
            return "for POSIX systems"
        return skipped.get(listing.name, "")

    def _build(self, items: Sequence[Item], pump: partial[None]) -> Iterator[None]:
        """Builds, queueing what is ready; yields whenever something has happened."""
        waiting = {item.listing.target + ("_tsan" if item.variant else ""): item for item in items}
        programs = {self._program(item): target for target, item in waiting.items()}
        failed: list[build.Failure] = []
        for event in build.build(self.tree, list(waiting), self.options.jobs, pump):
            if isinstance(event, build.Failure):
                failed.append(event)
            else:
                self._step(steps=event.done, of_steps=event.total)
                if event.ready and (target := programs.get(self.tree.folder / event.ready)):
                    self._ready(waiting.pop(target))
            yield
        self._not_built(waiting, failed)
        for item in waiting.values():
            self._ready(item)
        yield

    def _not_built(self, waiting: dict[str, Item], failed: Sequence[build.Failure]) -> None:
        """Reports what could not be built, and takes it out of `waiting`."""
        for failure in failed:
            item = waiting.pop(failure.target, None)
            if item is not None:
                self._done.append(_unbuilt(item, failure.messages))
        if others := [f for f in failed if f.target.startswith("pch_")]:
            for target in [t for t in waiting if not build.up_to_date(self.tree, t)]:
                self._done.append(_unbuilt(waiting.pop(target), others[0].messages))

    def _to_build(self, item: Item) -> bool:
        """Whether it must be built all the same; queues what an earlier build has left.

        To build it is all there is to a listing that must not compile.
        """
        configured = (self.tree.folder / "build.ninja").is_file()
        if item.listing.expect == "compile error" and configured:
            return True
        if self._program(item).is_file():
            self._ready(item)
        else:
            what = f"{self._program(item)} has not been built: leave out --no-build"
            self._done.append(Result(item, "failed", (Finding(what),)))
        return False

    def _program(self, item: Item) -> Path:
        return self.tree.program(item.listing, "_tsan" if item.variant == "tsan" else "")

    def _ready(self, item: Item) -> None:
        if item.listing.expect == "compile error":
            findings = verify.diagnostics(item.listing, True, "")
            self._done.append(Result(item, "failed", findings))
        else:
            self._enqueue(item, (str(self._program(item)), *item.listing.args))

    def _enqueue(self, item: Item, argv: tuple[str, ...]) -> None:
        # The longest first: last, it would run while nothing else is left to do.
        expected = self.options.expected.get(item.name, 0.0)
        for number in range(1, self.options.repeat + 1):
            # Sanitizers' runtimes stand in front of the same calls.
            shaken = self._shaker is not None and item.variant != "tsan"
            shake = self._shaker.shake(number) if shaken else None
            trial = Trial(item, number, argv, self.tree.preset, shake)
            heapq.heappush(self._queue, (-expected, next(self._order), trial))

    def _pump(self, workers: Workers[Trial, Verdict], timeout: float | None) -> None:
        """Hands out what is queued, and takes in what has finished."""
        while self._queue and workers.free:
            workers.start(heapq.heappop(self._queue)[-1])
        if self._shaker:
            self._shaker.load(any(one.shake and one.shake.busy for one in workers.running))
        self._step(running=tuple(trial.item.name for trial in workers.running))
        if workers.running:
            for one, verdict in workers.finished(timeout=timeout):
                self._count(one, verdict)

    def _count(self, one: Trial, verdict: Verdict) -> None:
        result = self._open.pop(one.item.name, Result(one.item, "passed"))
        result = replace(result, runs=result.runs + 1, seconds=result.seconds + verdict.seconds)
        if one.shake and verdict.order is not None and not verdict.findings:
            result = replace(result, orders=result.orders | {verdict.order})
        if verdict.findings:
            if not result.findings:
                seed = one.shake.seed if one.shake else None
                result = replace(result, findings=verdict.findings, failed_at=one.number, seed=seed)
            result = replace(result, status="failed", failures=result.failures + 1)
        if result.runs == self.options.repeat:
            self._done.append(result)
        else:
            self._open[one.item.name] = result


def _unbuilt(item: Item, messages: str) -> Result:
    """The result of an item that could not be built."""
    if item.listing.expect == "compile error":
        findings = verify.diagnostics(item.listing, False, messages)
        return Result(item, "failed" if findings else "passed", findings, runs=1)
    if "CPU time limit exceeded" in messages:
        what = f"takes the compiler more than {build.COMPILE_SECONDS} s of processor time"
        return Result(item, "failed", (Finding(what, ("it was stopped: find what grows so",)),))
    lines = messages.split("\n")
    shown = (*lines[:40], *([f"… {len(lines) - 40} more lines"] if len(lines) > 40 else []))
    return Result(item, "failed", (Finding("does not compile", excerpt=tuple(shown)),))


def missing_tools() -> str | None:
    """What a build lacks, in one line with the mend, or None."""
    lacking = [tool for tool in ("cmake", "ninja", "c++") if shutil.which(tool) is None]
    return f"missing: {', '.join(lacking)}; run tools/setup" if lacking else None

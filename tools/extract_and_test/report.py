"""Knows how results look: on a terminal, in a pipe, as JUnit XML and as JSON."""

from __future__ import annotations

import json
import os
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.live import Live
from rich.text import Text

from .mismatch import Row
from .session import Progress, Result
from .verify import Finding

_STYLES = {"passed": "green", "failed": "bold red", "skipped": "yellow"}
_REDRAW = 0.1
_MARKS = {" ": "", "<": "red", ">": "green", "|": "yellow", ":": "dim"}


class Reporter:
    """Shows results as they come: live on a terminal, a line each in a pipe."""

    def __init__(self, total: int, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)
        self.total = total
        self.counts = {"passed": 0, "failed": 0, "skipped": 0}
        self.failed: list[str] = []
        # No thread redraws it: workers are forked while it shows.
        self.live = Live(console=self.console, auto_refresh=False, transient=True)
        self.drawn = 0.0

    def __enter__(self) -> Reporter:
        if self.console.is_terminal:
            self.live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.console.is_terminal:
            self.live.stop()

    def progress(self, progress: Progress) -> None:
        """Redraws the line at the bottom of a terminal, though not all too often."""
        if self.console.is_terminal and time.monotonic() - self.drawn >= _REDRAW:
            self.live.update(self._bar(progress), refresh=True)
            self.drawn = time.monotonic()

    def _bar(self, progress: Progress) -> Text:
        done = sum(self.counts.values())
        bar = Text(f"{done}/{self.total} verified", style="bold")
        if progress.of_steps and progress.steps < progress.of_steps:
            bar.append(f"  built {progress.steps}/{progress.of_steps}", style="cyan")
        if self.counts["failed"]:
            bar.append(f"  {self.counts['failed']} failed", style=_STYLES["failed"])
        bar.append("  " + " ".join(progress.running), style="dim")
        bar.truncate(max(20, self.console.width - 1), overflow="ellipsis")
        return bar

    def result(self, result: Result) -> None:
        """Takes a result in and prints it; on a terminal a pass only counts."""
        self.counts[result.status] += 1
        if result.status == "failed":
            self.failed.append(result.item.name)
            for line in failure(result, self.console.width):
                self.console.print(line)
        elif result.status == "skipped":
            self.console.print(_line(result, f"skipped: {result.reason}"))
        elif not self.console.is_terminal:
            self.console.print(_line(result, f"passed ({_timing(result)})"))

    def finish(self, interrupted: bool = False) -> None:
        """The end of the report; its last line counts."""
        if interrupted:
            done = sum(self.counts.values())
            self.console.print(f"interrupted: {done} of {self.total} verified, every process ended")
        if len(self.failed) > 1 or (self.failed and self.total > 20):
            self.console.print("failed: " + " ".join(name.replace(" ", "") for name in self.failed))
        self.console.print(
            totals(self.counts), style=None if interrupted else _verdict(self.counts)
        )


def totals(counts: dict[str, int]) -> str:
    """The line that every report ends with."""
    return ", ".join(f"{counts.get(what, 0)} {what}" for what in ("passed", "failed", "skipped"))


def _verdict(counts: dict[str, int]) -> str:
    return _STYLES["failed" if counts["failed"] else "passed"]


def _line(result: Result, text: str) -> Text:
    line = Text(result.item.name + " ")
    return line.append(text, style=_STYLES[result.status])


def _timing(result: Result) -> str:
    runs = f"{result.runs} runs, " if result.runs > 1 else ""
    return f"{runs}{result.seconds:.2f} s"


def failure(result: Result, width: int = 100) -> Iterator[Text]:
    """A failed result in full."""
    where = ""
    if result.runs > 1:
        where = f" in {result.failures} of {result.runs} runs, first in run {result.failed_at}"
    yield _line(result, "FAILED" + where)
    for finding in result.findings:
        yield from shown(finding, width)
    if result.seed is not None:
        yield Text(f"  on the schedule of seed {result.seed}: test --chaos --seed {result.seed}")


def shown(finding: Finding, width: int = 100) -> Iterator[Text]:
    """A finding: what, more on it, and the output beside what was expected."""
    yield Text(f"  {_visible(finding.what)}", style="bold")
    for sentence in finding.sentences:
        yield Text(f"    {_visible(sentence)}")
    if finding.rows:
        yield from _rows(finding.rows, width)
    for line in finding.excerpt:
        yield Text(f"    | {_visible(line)}")


def _visible(text: str) -> str:
    """`text` with all that would steer a terminal, or that XML can't hold, as an escape."""
    return "".join(
        c if c == "\t" or c.isprintable() else c.encode("unicode_escape").decode() for c in text
    )


def _rows(rows: Sequence[Row], width: int) -> Iterator[Text]:
    rows = [Row(row.mark, _visible(row.output), _visible(row.expected)) for row in rows]
    longest = max([len(row.output) for row in rows] + [len("output")])
    left = min(longest, max(20, (width - 10) // 2))
    yield Text(f"      {'output':{left}}   nearest allowed order", style="underline")
    for row in rows:
        if row.mark == ":":
            yield Text(f"    : {row.output}".rstrip(), style="dim")
            continue
        output = row.output if len(row.output) <= left else row.output[: left - 1] + "…"
        yield Text(
            f"    {row.mark} {output:{left}}   {row.expected}".rstrip(), style=_MARKS[row.mark]
        )


def plain(result: Result) -> str:
    """A failed result as plain text."""
    return "\n".join(line.plain for line in failure(result))


def as_json(results: Sequence[Result]) -> str:
    """The results as a JSON document."""
    counts = {s: sum(r.status == s for r in results) for s in ("passed", "failed", "skipped")}
    return json.dumps({**counts, "results": [_record(r) for r in results]}, indent=2) + "\n"


def _record(result: Result) -> dict[str, object]:
    record: dict[str, object] = {
        "listing": result.item.listing.name,
        "path": str(result.item.listing.path),
        "variant": result.item.variant or "listing",
        "status": result.status,
        "runs": result.runs,
        "failures": result.failures,
        "seconds": round(result.seconds, 4),
    }
    if result.reason:
        record["reason"] = result.reason
    if result.seed is not None:
        record["seed"] = result.seed
    if result.findings:
        record["report"] = plain(result)
        record["findings"] = [finding.what for finding in result.findings]
    return record


def as_junit(results: Sequence[Result]) -> str:
    """The results as JUnit XML: a suite a chapter, a case a listing."""
    suites: dict[str, list[Result]] = {}
    for result in results:
        suites.setdefault(str(result.item.listing.path.parent), []).append(result)
    root = ElementTree.Element("testsuites", _counted(results))
    for chapter, members in sorted(suites.items()):
        suite = ElementTree.SubElement(root, "testsuite", {"name": chapter, **_counted(members)})
        for result in members:
            case = ElementTree.SubElement(
                suite,
                "testcase",
                {"classname": chapter, "name": result.item.name, "time": f"{result.seconds:.3f}"},
            )
            if result.status == "failed":
                message = {"message": _visible(result.findings[0].what)}
                ElementTree.SubElement(case, "failure", message).text = plain(result)
            elif result.status == "skipped":
                ElementTree.SubElement(case, "skipped", {"message": _visible(result.reason)})
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _counted(results: Sequence[Result]) -> dict[str, str]:
    return {
        "tests": str(len(results)),
        "failures": str(sum(r.status == "failed" for r in results)),
        "skipped": str(sum(r.status == "skipped" for r in results)),
        "time": f"{sum(r.seconds for r in results):.3f}",
    }


def write_whole(path: Path, text: str) -> None:
    """Writes a file so that it is there whole or not at all."""
    if path.exists() and not path.is_file():  # a device or a pipe is written to, not replaced
        path.write_text(text, encoding="utf-8")
        return
    path = path.resolve()
    try:
        _replace(path, text)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, (path.stat().st_mode if path.exists() else 0o666 & ~umask) & 0o777)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise

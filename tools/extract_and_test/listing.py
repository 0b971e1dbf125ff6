"""Knows the listing format: slugline, description, directives, blocks."""

from __future__ import annotations

import re
import shlex
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from . import trace

SLUGLINE = re.compile(r"// (?P<path>\S+\.(?:cpp|hpp|cc|h))\s*")
FILE_NAME = re.compile(r"\d\d_[a-z0-9_]+\.cpp")
_DIRECTIVE = re.compile(r"// (?P<name>[A-Z][A-Za-z-]*):(?: (?P<value>.*))?")
_CONTINUED = re.compile(r"//(?: {2,}|\t\s*)(?P<value>\S.*)")
_BLOCK = re.compile(r"/\* (?P<name>[A-Z][A-Za-z]*):\s*")
_PYTHON_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")

BLOCKS = ("Output", "Input", "Errors")
EXPECTATIONS = ("compile error", "deadlock", "data race")
LIBRARIES = ("OpenSSL",)


@dataclass(frozen=True)
class Problem:
    """Something wrong at a place: path from the root, line from 1, what and its mend."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class ListingError(ValueError):
    """A listing that does not keep to the format."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Expected:
    """A block of expected text: the line of the file its first line is on, its lines."""

    line: int
    lines: tuple[str, ...]
    block: trace.Block = field(repr=False, compare=False)


@dataclass(frozen=True)
class Listing:
    """One listing: what its header and its blocks say, and its whole text.

    `exit` is an exit code, or minus a signal's number; `timeout` is in seconds;
    `input` is what is fed to stdin. `counterpart` is why there is none, or None.
    """

    path: PurePosixPath
    text: str = field(repr=False)
    summary: str
    python: tuple[str, ...]
    args: tuple[str, ...] = ()
    exit: int = 0
    timeout: float = 10.0
    expect: str | None = None
    platform: str | None = None
    needs: str | None = None
    counterpart: str | None = None
    output: Expected | None = None
    errors: Expected | None = None
    input: str | None = None

    @cached_property
    def name(self) -> str:
        """What selects it: ch05/03_lock."""
        return str(self.path.with_suffix(""))

    @property
    def target(self) -> str:
        """Its CMake target: ch05_03_lock."""
        return re.sub(r"\W", "_", self.name)

    @property
    def counterpart_path(self) -> PurePosixPath:
        """Where its Python counterpart stands."""
        return self.path.parent / "python" / f"{self.path.stem}.py"


def parse(text: str, path: str | PurePosixPath) -> Listing:
    """The listing in `text`, which stands at `path` (from the root, with slashes).

    Raises ListingError with every problem found.
    """
    return _Reader(text, PurePosixPath(path)).listing()


def slugline(text: str) -> str | None:
    """The path that the first line of `text` names, or None."""
    first = text.removeprefix("\ufeff").split("\n", 1)[0]
    found = SLUGLINE.fullmatch(first.rstrip())
    return found["path"] if found else None


class _Reader:
    """Reads one listing, and keeps what is wrong with it."""

    def __init__(self, text: str, path: PurePosixPath) -> None:
        self.text = text
        self.path = path
        self.lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
        self.problems: list[Problem] = []
        self.values: dict[str, object] = {}
        self.seen: set[str] = set()

    def problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(str(self.path), line, message))

    def listing(self) -> Listing:
        self.slugline()
        header = self.header_end()
        summary = " ".join(self.directives(header)).strip()
        if not summary:
            self.problem(2, "the header says nothing: add a sentence on what to see")
        blocks = self.blocks(header)
        if "Python" not in self.seen:
            self.missing("Python", "// Python: NAME, NAME (or '// Python: none')")
        compile_error = self.values.get("Expect") == "compile error"
        if compile_error and "Errors" not in self.seen:
            self.missing("Errors", "an '/* Errors:' block that matches the diagnostics")
        elif not compile_error and "Output" not in self.seen:
            self.missing("Output", "an '/* Output:' block at the end, closed by '*/'")
        if self.problems:
            raise ListingError(sorted(self.problems, key=lambda p: p.line))
        values = {name.lower(): value for name, value in (self.values | blocks).items()}
        return Listing(self.path, self.text, summary, **values)  # type: ignore[arg-type]

    def missing(self, name: str, mend: str) -> None:
        self.problem(1, f"'{name}' is missing: add {mend}")

    def slugline(self) -> None:
        first = self.lines[0] if self.lines else ""
        if first.rstrip() != f"// {self.path}":
            self.problem(1, f"the first line must be '// {self.path}', it is '{first}'")

    def header_end(self) -> int:
        """The index of the first line that is no comment."""
        return next(
            (i for i, line in enumerate(self.lines) if not line.startswith("//")), len(self.lines)
        )

    def directives(self, end: int) -> Iterator[str]:
        """Reads the directives; yields the lines of the description before them."""
        found: list[tuple[int, str, list[str]]] = []
        for number, line in enumerate(self.lines[1:end], start=2):
            if directive := _DIRECTIVE.fullmatch(line.rstrip()):
                found.append((number, directive["name"], [directive["value"] or ""]))
            elif not found:
                yield line[2:].strip()
            elif more := _CONTINUED.fullmatch(line.rstrip()):
                found[-1][2].append(more["value"])
            else:
                self.problem(
                    number,
                    "this is neither a directive nor, indented, the rest of "
                    "one: put the description before the directives",
                )
        for number, name, value in found:
            self.directive(number, name, " ".join(value).strip())

    def directive(self, line: int, name: str, value: str) -> None:
        read = _DIRECTIVES.get(name)
        if read is None:
            self.problem(line, f"unknown directive '{name}': {_one_of(_DIRECTIVES)}")
        elif name in self.seen:
            self.problem(line, f"'{name}' stands twice: keep one")
        else:
            self.seen.add(name)
            try:
                self.values[name] = read(value)
            except ValueError as error:
                self.problem(line, f"'{name}: {value}': {error}")

    def blocks(self, start: int) -> dict[str, object]:
        """Reads the blocks at the end of the file."""
        found: dict[str, object] = {}
        at = next(
            (i for i in range(start, len(self.lines)) if _BLOCK.fullmatch(self.lines[i])),
            len(self.lines),
        )
        while at < len(self.lines):
            opening = _BLOCK.fullmatch(self.lines[at])
            if opening is None:
                if self.lines[at].strip():
                    self.problem(at + 1, "text after the last block: the blocks end the file")
                    break
                at += 1
                continue
            end = next(
                (i for i in range(at + 1, len(self.lines)) if self.lines[i].rstrip() == "*/"), None
            )
            if end is None:
                self.seen.add(opening["name"])
                self.problem(at + 1, f"the {opening['name']} block is not closed by a line '*/'")
                break
            self.block(found, opening["name"], at + 1, self.lines[at + 1 : end])
            at = end + 1
        return found

    def block(self, found: dict[str, object], name: str, line: int, lines: list[str]) -> None:
        """Reads the block that opens on `line` (from 1)."""
        self.seen.add(name)
        if name not in BLOCKS:
            self.problem(line, f"unknown block '{name}': {_one_of(BLOCKS)}")
        elif name in found:
            self.problem(line, f"a second {name} block: keep one")
        elif name == "Input":
            found[name] = "".join(text + "\n" for text in lines)
        else:
            try:
                found[name] = Expected(line + 1, tuple(lines), trace.parse(lines))
            except trace.BlockError as error:
                for at, why in error.problems:
                    self.problem(line + 1 + at, why)
                found[name] = None


def _one_of(names: Sequence[str] | dict[str, object]) -> str:
    return "it is one of " + ", ".join(names)


def _python(value: str) -> tuple[str, ...]:
    if value == "none":
        return ()
    names = tuple(name.strip() for name in value.split(","))
    for name in names:
        if not _PYTHON_NAME.fullmatch(name):
            raise ValueError(f"'{name}' is not a dotted Python name; separate names by commas")
    if len(set(names)) < len(names):
        raise ValueError("a name stands twice")
    return names


def _exit(value: str) -> int:
    if value.startswith("SIG"):
        try:
            return -signal.Signals[value].value
        except KeyError:
            raise ValueError("no signal has that name") from None
    if not value.isdecimal() or int(value) > 255:
        raise ValueError("give a code from 0 to 255, or a signal such as SIGABRT")
    return int(value)


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise ValueError("give seconds, more than 0 and at most 3600")
    return seconds


def _choice(*known: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in known:
            raise ValueError(_one_of(known))
        return value

    return read


def _no_counterpart(value: str) -> str:
    found = re.fullmatch(r"none\b[ ,;:.—-]*(?P<reason>.*)", value)
    if not found or not found["reason"]:
        raise ValueError("write 'none' and why")
    return found["reason"]


_DIRECTIVES: dict[str, Callable[[str], object]] = {
    "Python": _python,
    "Args": lambda value: tuple(shlex.split(value)),
    "Exit": _exit,
    "Timeout": _seconds,
    "Expect": _choice(*EXPECTATIONS),
    "Platform": _choice("posix"),
    "Needs": _choice(*LIBRARIES),
    "Counterpart": _no_counterpart,
}

"""Knows how to have CMake build listings, and what the compiler said of each."""

from __future__ import annotations

import os
import re
import resource
import selectors
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from . import linux
from .folder import BuildError, folder_for, locked, refuse_full_disk
from .listing import Listing

COMPILE_SECONDS = 300
"""Processor time after which a compiler, or whatever else builds, is stopped."""
COMPILE_BYTES = 8 << 30
"""Memory that it may have."""
__all__ = ["BuildError", "folder_for", "locked"]  # of folder, for those who build
_STATUS = "@@%f/%t@@ "
_STEP = re.compile(r"@@(?P<done>\d+)/(?P<total>\d+)@@ (?P<what>.*)")
_LINKED = re.compile(r"Linking CXX executable (?P<path>\S+)")
_OBJECT = re.compile(r"(?:^|/)CMakeFiles/(?P<target>[^/]+)\.dir/")


@dataclass(frozen=True)
class Step:
    """Progress of the build: steps done of all, and an executable that is ready."""

    done: int
    total: int
    ready: str | None = None


@dataclass(frozen=True)
class Failure:
    """What the compiler or linker said of a target that could not be built."""

    target: str
    messages: str


@dataclass(frozen=True)
class Tree:
    """A build folder: `source` is the project, `root` where the listings stand."""

    source: Path
    root: Path
    folder: Path
    preset: str

    def program(self, listing: Listing, suffix: str = "") -> Path:
        """Where the listing's executable is, or that of its variant (`_tsan`)."""
        return self.folder / f"{listing.name}{suffix}"

    def skipped(self) -> dict[str, str]:
        """The listings that can't be built here, by name, each with the reason."""
        file = self.folder / "skipped.txt"
        lines = file.read_text("utf-8").splitlines() if file.is_file() else []
        pairs = (line.split(": ", 1) for line in lines if line)
        return {path.removesuffix(".cpp"): reason for path, reason in pairs}


def configure(tree: Tree) -> None:
    """Makes the build folder where there is none; raises BuildError where CMake can't."""
    if (tree.folder / "build.ninja").is_file():
        return
    command = ["cmake", "--preset", tree.preset, "-B", str(tree.folder)]
    if tree.root != tree.source:
        command.append(f"-DLISTINGS_ROOT={tree.root}")
    try:
        done = subprocess.run(
            command,
            cwd=tree.source,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            preexec_fn=_end_with_us,
        )
    except FileNotFoundError:
        raise BuildError("cmake is missing: run tools/setup") from None
    if done.returncode or not (tree.folder / "build.ninja").is_file():
        # What it has found out so far may be what is wrong: next time it looks again.
        (tree.folder / "CMakeCache.txt").unlink(missing_ok=True)
        refuse_full_disk(tree.folder)
        raise BuildError(f"CMake could not set up the preset '{tree.preset}': {_cause(done)}")


def _cause(done: subprocess.CompletedProcess[str]) -> str:
    """The first error in CMake's messages, on one line."""
    text = done.stderr or done.stdout
    for pattern in (
        r"CMake Error[^\n]*:\n\n?((?:  .*\n|\n(?=  )|(?!Call)\w.*\n\n?)+)",
        r"(CMake Error.*)",
    ):
        if found := re.search(pattern, text):
            cause = " ".join(found[1].split()).split(" It fails with the following")[0]
            return cause[:300] + "; tools/setup installs what is missing"
    return " ".join(text.split())[-300:]


def refresh(tree: Tree) -> None:
    """Has CMake run again where a listing came, went or includes something else.

    Raises BuildError where it can't.
    """
    done = _ninja(tree, "build.ninja")
    if done.returncode:
        refuse_full_disk(tree.folder)
        raise BuildError(f"CMake could not read the listings: {_cause(done)}")


def up_to_date(tree: Tree, target: str) -> bool:
    """Whether there is nothing to build for `target`."""
    return "no work to do" in _ninja(tree, "-n", target).stdout


def _ninja(tree: Tree, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["ninja", "-C", str(tree.folder), *arguments]
    try:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            preexec_fn=_end_with_us,
        )
    except FileNotFoundError:
        raise BuildError("ninja is missing: run tools/setup") from None


def build(
    tree: Tree, wanted: Sequence[str], jobs: int | None, also: Callable[[], object] | None = None
) -> Iterator[Step | Failure]:
    """Builds the targets, going on after a failure; yields what happens as it does.

    `also` is called whenever nothing has happened for a little while. Raises
    BuildError where Ninja itself can't run.
    """
    if not wanted:
        return  # Ninja would build everything
    command = ["ninja", "-C", str(tree.folder), "-k", "0", *(["-j", str(jobs)] if jobs else [])]
    process = subprocess.Popen(
        [*command, *wanted],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=_environment(tree),
        start_new_session=True,
        preexec_fn=_end_with_us_within_limits,
    )
    failed = False
    try:
        for event in _events(_lines(process.stdout, also)):
            failed = failed or isinstance(event, Failure)
            yield event
        if process.wait() and not failed:
            refuse_full_disk(tree.folder)
            raise BuildError("Ninja was stopped before the build's end: try again")
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def _environment(tree: Tree) -> dict[str, str]:
    """What Ninja and the compilers are given.

    Their temporary files are kept out of /tmp, where listings run meanwhile.
    """
    temporary = tree.folder / "tmp"
    temporary.mkdir(exist_ok=True)
    return {
        **os.environ,
        "NINJA_STATUS": _STATUS,
        "LC_ALL": "C.UTF-8",
        "CLICOLOR_FORCE": "0",
        "TMPDIR": str(temporary),
    }


def _end_with_us() -> None:
    """In a child: has it end with this process, also where that is killed."""
    linux.die_with_parent(signal.SIGTERM)


def _end_with_us_within_limits() -> None:
    """The same, with limits to the time and memory of each process below it."""
    _end_with_us()
    resource.setrlimit(resource.RLIMIT_CPU, (COMPILE_SECONDS, COMPILE_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (COMPILE_BYTES, COMPILE_BYTES))


def all_of(tree: Tree, wanted: Sequence[str], jobs: int | None) -> list[Failure]:
    """Builds the targets, and tells which could not be built."""
    return [event for event in build(tree, wanted, jobs) if isinstance(event, Failure)]


def _lines(stream: IO[str], also: Callable[[], object] | None) -> Iterator[str]:
    """The lines as they come, calling `also` while there are none."""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        os.set_blocking(stream.fileno(), False)
        rest = ""
        while True:
            if not selector.select(0.05 if also else None):
                also()
                continue
            chunk = os.read(stream.fileno(), 65536)
            if also:
                also()
            if not chunk:
                break
            *whole, rest = (rest + chunk.decode("utf-8", "replace")).split("\n")
            yield from whole
        if rest:
            yield rest


def _events(lines: Iterable[str]) -> Iterator[Step | Failure]:
    """What Ninja's output means; the messages of a failed step follow its FAILED line.

    That line comes after the step's own: only the one after it tells what is ready.
    """
    failed: dict[str, list[str]] = {}
    target: str | None = None
    linked: Step | None = None
    skip = 0
    for line in lines:
        if linked and not line.startswith("FAILED: "):
            yield linked
        linked = None
        if step := _STEP.match(line):
            target = None
            done, total = int(step["done"]), int(step["total"])
            yield Step(done, total)
            if executable := _LINKED.match(step["what"]):
                linked = Step(done, total, executable["path"])
        elif line.startswith("FAILED: "):
            target, skip = _target(line.removeprefix("FAILED: ").strip()), 1
            failed.setdefault(target, [])
        elif target is not None and skip:
            skip = 0  # the command itself
        elif line.startswith("ninja: error:"):
            raise BuildError(f"{line}: remove the build folder and try again")
        elif target is not None and not line.startswith("ninja: "):
            failed[target].append(line)
    if linked:
        yield linked
    for name, messages in failed.items():
        yield Failure(name, "\n".join(messages))


def _target(output: str) -> str:
    """The target that a failed step, known by its output, belongs to."""
    output = re.sub(r"^\[code=\d+\] ", "", output)
    if found := _OBJECT.search(output):
        return found["target"]
    return re.sub(r"\W", "_", output)

"""Knows how to make projects of any number of trivial listings, already built.

One program stands for all, linked under the name of each: it prints its own
name between two lines that are the same for all.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract_and_test.command import ROOT

from .figure import MeasureError

_A_CHAPTER = 99
_PARTS = ("extract_and_test", "cmake", "chaos", "listings")
PROGRAM = r"""#include <cstdio>
#include <cstring>

int main(int, char* argv[]) {
    const char* slash = std::strrchr(argv[0], '/');
    std::printf("started\n%s\ndone\n", slash ? slash + 1 : argv[0]);
}
"""


@dataclass(frozen=True)
class Project:
    """A project: its folder, and the names of its listings."""

    root: Path
    names: tuple[str, ...]

    @property
    def build(self) -> Path:
        """Its folder of build folders."""
        return self.root / "build"

    def program(self, name: str) -> Path:
        """The program of a listing."""
        return self.build / "debug" / name


def names(count: int) -> Iterator[str]:
    """The names of so many listings, in reading order: as many to a chapter as have numbers.

    Where there are more than 99 chapters of 99 listings, numbers are shared.
    """
    a_chapter = max(_A_CHAPTER, -(-count // 99))
    for i in range(count):
        chapter, place = divmod(i, a_chapter)
        number = place * _A_CHAPTER // a_chapter + 1
        yield f"ch{chapter + 1:02}/{number:02}_trivial_{i:06}"


def listing(name: str) -> str:
    """The text of a listing: its header, the program, what it prints."""
    output = "\n".join(printed(name))
    return (
        f"// {name}.cpp\n// It prints its name.\n// Python: none\n"
        "// Counterpart: none, because there is nothing to translate.\n\n"
        f"{PROGRAM}\n/* Output:\n{output}\n*/\n"
    )


def printed(name: str) -> tuple[str, ...]:
    """The lines that the program of a listing prints."""
    return "started", name.rpartition("/")[2], "done"


def page(chapter: str, members: list[str]) -> str:
    """A chapter's page, with all that it must have."""
    passages = "".join(
        f"### It says so — [{file}.cpp]({file}.cpp)\n\nIt prints its name.\n\n"
        f"```cpp\n// {chapter}/{file}.cpp\nint main(int, char* argv[]) {{\n```\n\n"
        for file in (name.partition("/")[2] for name in members)
    )
    return f"# {chapter}\n\n{passages}## No counterpart\n"


def make(root: Path, count: int) -> Project:
    """The project of so many listings, with the tool, made below `root` and built.

    Raises MeasureError where the program can't be compiled.
    """
    project = Project(root, tuple(names(count)))
    (root / "tools").mkdir(parents=True)
    for part in _PARTS:
        source = ROOT / "tools" / part
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, root / "tools" / part, ignore=ignored)
        else:
            shutil.copy2(source, root / "tools" / part)
    (root / "tools" / "python-names.tsv").write_text("# chapter\tname\trole\n")
    for file in (root / "README.md", root / "tools" / "README.md"):
        file.write_text("# Measured\n")
    compiled = _compiled(root)
    chapters: dict[str, list[str]] = {}
    for name in project.names:
        chapters.setdefault(name.partition("/")[0], []).append(name)
    for chapter, members in chapters.items():
        (root / chapter).mkdir()
        (root / chapter / "README.md").write_text(page(chapter, members))
        project.program(chapter).mkdir(parents=True)
        for name in members:
            (root / f"{name}.cpp").write_text(listing(name))
            os.link(compiled, project.program(name))
    return project


def _compiled(root: Path) -> Path:
    """The program, compiled once."""
    source, program = root / "program.cpp", root / "program"
    source.write_text(PROGRAM)
    done = subprocess.run(
        ["c++", "-O2", source, "-o", program],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode:
        raise MeasureError(f"c++ could not compile a trivial program: {done.stderr[:200]}")
    return program

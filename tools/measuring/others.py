"""Knows how LLVM's lit with FileCheck, and CTest, are given the same programs to test."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from . import clock, synthetic
from .clock import seconds
from .figure import Figure, MissingError, middle, ratios
from .plan import Plan
from .synthetic import Project

COUNT = 1000
"""How many trivial listings are tested."""
_LIT_CONFIG = """import lit.formats
config.name = "measured"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".test"]
"""
_CHECKS = ("CHECK: {}", "CHECK-NEXT: {}", "CHECK-NEXT: {}")


def trivial(plan: Plan) -> Iterator[Figure]:
    """A thousand trivial listings that are built, against lit with FileCheck and CTest."""
    missing: list[MissingError] = []
    project = synthetic.make(plan.folder / "trivial", COUNT)
    jobs = str(plan.jobs)
    test = [project.root / "tools" / "listings", "test", "--no-build", "-j", jobs]
    where = {"LISTINGS_BUILD": str(project.build)}

    ways = {"tools/listings": lambda: clock.run(test, project.root, where)}
    for name, make in (("lit", lit), ("CTest", ctest)):
        try:
            command = make(project, plan.folder / f"trivial-{name}", plan.jobs)
        except MissingError as error:
            missing.append(error)
        else:
            ways[name] = lambda one=command: clock.run(one, project.root)
    taken = {
        name: seconds(runs) for name, runs in clock.in_turn(plan.rounds, ways, plan.tell).items()
    }
    for name, most in (("lit", 1.0), ("CTest", 2.0)):
        if name in taken:
            yield Figure(
                f"{COUNT:,} trivial listings, to {name}",
                ratios(taken["tools/listings"], taken[name]),
                at_most=most,
                about=f"{middle(taken['tools/listings'])}, {name} {middle(taken[name])}, "
                f"{plan.jobs} at a time",
            )
    for error in missing:
        raise error


def lit(project: Project, folder: Path, jobs: int) -> list[str]:
    """The command that has lit run each program and FileCheck compare what it prints.

    Raises MissingError where there is no lit, or no FileCheck.
    """
    folder.mkdir()
    (folder / "lit.cfg.py").write_text(_LIT_CONFIG)
    check = _file_check()
    for name in project.names:
        lines = (form.format(line) for form, line in zip(_CHECKS, synthetic.printed(name)))
        run = f"RUN: {project.program(name)} | {check} %s"
        (folder / f"{name.replace('/', '-')}.test").write_text("\n".join((run, *lines)) + "\n")
    return [*_lit(), "-q", "-j", str(jobs), str(folder)]


def _lit() -> list[str]:
    """How lit is called here."""
    if found := shutil.which("lit") or shutil.which("llvm-lit"):
        return [found]
    for file in sorted(Path("/usr/lib").glob("llvm-*/build/utils/lit/lit.py"), reverse=True):
        return [sys.executable, str(file)]
    raise MissingError("lit is missing: install llvm-14-tools")


def _file_check() -> str:
    """Where FileCheck is."""
    if found := shutil.which("FileCheck"):
        return found
    for file in sorted(Path("/usr/lib").glob("llvm-*/bin/FileCheck"), reverse=True):
        return str(file)
    raise MissingError("FileCheck is missing: install llvm-14-tools")


def ctest(project: Project, folder: Path, jobs: int) -> list[str]:
    """The command that has CTest run each program, what it prints being matched by a regex.

    Raises MissingError where there is no CTest.
    """
    found = shutil.which("ctest")
    if found is None:
        raise MissingError("CTest is missing: tools/setup installs it with cmake")
    folder.mkdir()
    lines = []
    for name in project.names:
        expected = "\\n".join(synthetic.printed(name))
        lines.append(f'add_test("{name}" "{project.program(name)}")')
        lines.append(
            f'set_tests_properties("{name}" PROPERTIES PASS_REGULAR_EXPRESSION "^{expected}\\n$")'
        )
    (folder / "CTestTestfile.cmake").write_text("\n".join(lines) + "\n")
    return [found, "--test-dir", str(folder), "-j", str(jobs), "-Q", "--no-tests=error"]

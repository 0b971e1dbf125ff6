"""Knows how to run a command within a time, and what that took of time and memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from select import select
from typing import IO

from extract_and_test import linux

from .figure import MeasureError

LIMIT = 1200.0
"""Seconds that a command may take, unless it is given another time."""
_GRACE = 15.0
"""Seconds that a command has to clean up once it was told to end."""
# A process counts as its own the memory of the one it was forked from. So the
# command is a child of this small one, which also has the time.
_WATCH = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: os.kill(pid, signal.SIGTERM))
began = time.perf_counter()
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ, setsigdef=[signal.SIGTERM])
_, status, used = os.wait4(pid, 0)
seconds = time.perf_counter() - began
with open(int(sys.argv[1]), "w") as report:
    processor, memory = used.ru_utime + used.ru_stime, used.ru_maxrss * 1024
    print(seconds, processor, memory, os.waitstatus_to_exitcode(status), file=report)
"""


@dataclass(frozen=True)
class Run:
    """Something that was run: wall time and processor time in seconds.

    Of a command also the most that one process of it had resident, in bytes, its
    exit status, and what it printed.
    """

    seconds: float
    processor: float
    memory: int = 0
    status: int = 0
    output: str = ""


def run(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    limit: float = LIMIT,
    allowed: Sequence[int] = (0,),
) -> Run:
    """Runs a command in `folder`, with `environment` added to this one's.

    Raises MeasureError where it can't be run, takes longer than `limit`, or ends
    with a status that is not `allowed`.
    """
    words = [str(word) for word in command]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as report:
        in_time = _watched(
            words, folder, _environment() | (environment or {}), limit, output, report
        )
        said, reported = (_whole(file) for file in (output, report))
    if not in_time:
        raise MeasureError(f"'{' '.join(words)}' was still running after {limit:g} s")
    if not reported:
        raise MeasureError(f"'{' '.join(words)}' can't be run: {said.strip()[-200:]}")
    wall, processor, memory, status = reported.split()
    if int(status) not in allowed:
        last = said.strip().splitlines()[-1:] or ["without a word"]
        raise MeasureError(f"'{' '.join(words)}' ended with {status}: {last[0]}")
    return Run(float(wall), float(processor), int(memory), int(status), said)


def _watched(
    words: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    limit: float,
    output: IO[bytes],
    report: IO[bytes],
) -> bool:
    """Runs the command to its end; whether it came within the time."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _WATCH, str(report.fileno()), *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        pass_fds=[report.fileno()],
        start_new_session=True,
        preexec_fn=end_with_us,
    )
    try:
        return _ended(process, limit)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            if not _ended(process, _GRACE):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment() -> dict[str, str]:
    """What a command is given: all but what this Python was told."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def end_with_us() -> None:
    """In a child: has it end with this process, however that ends."""
    linux.die_with_parent(signal.SIGTERM)


def _ended(process: subprocess.Popen[bytes], limit: float) -> bool:
    """Whether the process ends by itself within the time."""
    handle = os.pidfd_open(process.pid)
    try:
        return bool(select([handle], [], [], limit)[0])
    finally:
        os.close(handle)


def _whole(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def in_turn(
    rounds: int, ways: Mapping[str, Callable[[], Run]], tell: Callable[[str], object]
) -> dict[str, list[Run]]:
    """What each way took, round by round, the ways taking turns: A B A B."""
    taken: dict[str, list[Run]] = {name: [] for name in ways}
    for number in range(1, rounds + 1):
        for name, way in ways.items():
            one = way()
            taken[name].append(one)
            processor = f"{one.processor:.2f} s of processor time"
            tell(f"  round {number} of {rounds}: {name} {one.seconds:.2f} s, {processor}")
    return taken


def seconds(runs: Sequence[Run]) -> tuple[float, ...]:
    """What each took of wall time."""
    return tuple(run.seconds for run in runs)

"""Knows the programs that measure: how one is run, what it prints, what it says where it fails."""

from __future__ import annotations

import json
import math
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

SECONDS_AT_MOST = 900.0
_LIMIT = "limit: "
_SUFFIX = re.compile(r"/(real_time|process_time|manual_time|min_time:[\d.]+|iterations:\d+)")
_Measurement = TypeVar("_Measurement")


class BenchError(RuntimeError):
    """A measurement that did not come off; the text says which and why."""


def of_cpp(who: str, program: Path) -> dict[str, tuple[float, str | None]]:
    """Each benchmark's items per second, and the limit its label names.

    `who` is the program's name in messages. Raises BenchError.
    """
    printed = _output(who, [str(program), "--benchmark_format=json"])
    try:
        benchmarks = json.loads(printed)["benchmarks"]
    except (ValueError, KeyError, TypeError):
        raise BenchError(f"{who} prints more than Google Benchmark's JSON") from None
    found: dict[str, tuple[float, str | None]] = {}
    for one in benchmarks:
        if one.get("error_occurred"):
            raise BenchError(f"{who}: {one['name']}: {one.get('error_message', 'failed')}")
        if one.get("run_type", "iteration") != "iteration":
            continue
        name = _SUFFIX.sub("", one["name"])
        unit = {"ns": 1e9, "us": 1e6, "ms": 1e3, "s": 1.0}[one["time_unit"]]
        rate = one.get("items_per_second") or unit / one["real_time"]
        label = one.get("label", "")
        limit = label.removeprefix(_LIMIT) if label.startswith(_LIMIT) else None
        _add(found, who, name, (_positive(who, name, rate), limit))
    return found


def of_python(who: str, script: Path) -> dict[str, float]:
    """Each measurement's items per second, as the Python program prints them."""
    found: dict[str, float] = {}
    for line in _output(who, [sys.executable, str(script)]).splitlines():
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            name, rate = str(record["name"]), float(record["items_per_second"])
        except (ValueError, KeyError, TypeError):
            raise BenchError(f"{who} prints what is no measurement: {line}") from None
        _add(found, who, name, _positive(who, name, rate))
    return found


def _add(found: dict[str, _Measurement], who: str, name: str, one: _Measurement) -> None:
    if name in found:
        raise BenchError(f"{who} measures '{name}' twice")
    found[name] = one


def _positive(who: str, name: str, rate: float) -> float:
    if not (rate > 0 and math.isfinite(rate)):
        raise BenchError(f"{who}: '{name}' does {rate:g} items per second")
    return rate


def _output(who: str, argv: Sequence[str]) -> str:
    """What a program prints; BenchError where it fails or does not end.

    Either way nothing of its session is left running.
    """
    kept = partial(tempfile.TemporaryFile, "w+", encoding="utf-8", errors="replace")
    with kept() as output, kept() as errors:
        running = subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, start_new_session=True
        )
        try:
            status = running.wait(SECONDS_AT_MOST)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
        output.seek(0)
        errors.seek(0)
        printed = output.read()
        if status != 0:
            raise BenchError(f"{who} {_end(status)}{_after(printed)}: {_last_word(errors)}")
    return printed


def _end(status: int | None) -> str:
    if status is None:
        return f"was still running after {SECONDS_AT_MOST:g} s"
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with {status}"


def _after(printed: str) -> str:
    """The last measurement that a program printed before it failed."""
    names = re.findall(r'"name": "([^"]*)"', printed)
    return f" after '{_SUFFIX.sub('', names[-1])}'" if names else ""


def _last_word(errors: Iterable[str]) -> str:
    """The last line of what a program said, Google Benchmark's warnings aside."""
    lines = [line.strip() for line in errors if line.strip() and not line.startswith("***WARNING")]
    return lines[-1] if lines else "without a word"

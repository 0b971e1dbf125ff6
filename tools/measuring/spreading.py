"""Knows how to show that compiling is spread: distcc, and two compile servers of our own.

Both listen on the loopback interface only, and end with the measurement.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from . import building, clock
from .figure import Figure, MeasureError, MissingError
from .plan import Plan

SERVERS = 2
_COMPILED = re.compile(r"COMPILE_(?:OK|ERROR)\b")
_READY = 15.0
"""Seconds that a server may take to start."""


def distcc(plan: Plan) -> Iterator[Figure]:
    """A test whose compiling is spread over two servers, started here."""
    if lacking := [name for name in ("distcc", "distccd") if shutil.which(name) is None]:
        raise MissingError(f"{lacking[0]} is missing: apt-get install distcc")
    one = building.sample(plan)
    # Started by root, a server becomes another user, who has to get in.
    plan.folder.chmod(plan.folder.stat().st_mode | 0o711)
    folder = plan.folder / "distcc"
    folder.mkdir(exist_ok=True)
    with ExitStack() as held:
        ports = [held.enter_context(server(folder / str(i))) for i in range(1, SERVERS + 1)]
        environment = {
            "DISTCC_HOSTS": " ".join(f"127.0.0.1:{port}/{plan.jobs}" for port in ports),
            "DISTCC_FALLBACK": "0",
            "DISTCC_DIR": str(folder),
        }
        shutil.rmtree(one.build / "distcc", ignore_errors=True)
        jobs = str(SERVERS * plan.jobs)
        done = one.test("--preset", "distcc", "-j", jobs, *plan.sample, **environment)
    counts = [compiled((folder / str(i) / "log").read_text()) for i in range(1, SERVERS + 1)]
    if not all(counts):
        raise MeasureError(f"one server had nothing to compile: {counts}")
    yield Figure(
        "compiled by the servers",
        (float(sum(counts)),),
        "files",
        about=f"{plan.said}: {' and '.join(map(str, counts))} of them; "
        f"{done.seconds:.1f} s, {done.output.splitlines()[-1]}",
    )


def compiled(log: str) -> int:
    """How many files a server has compiled, as its log has it."""
    return len(_COMPILED.findall(log))


@contextmanager
def server(folder: Path) -> Iterator[int]:
    """A compile server that works in `folder` and writes `log` there; its port on loopback."""
    folder.mkdir(exist_ok=True)
    folder.chmod(0o1777)
    port = _free_port()
    command = ["distccd", "--no-detach", "--daemon", "--listen", "127.0.0.1", "--port", str(port)]
    command += ["--allow", "127.0.0.1", "--log-stderr", "--log-level", "info"]
    with open(folder / "log", "w") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=clock.end_with_us,
        )
    try:
        _await(process, port, folder / "log")
        yield port
    finally:
        _end(process)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Waits until the server answers; MeasureError where it does not."""
    deadline = time.monotonic() + _READY
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    last = log.read_text(errors="replace").strip().splitlines()[-1:] or ["without a word"]
    raise MeasureError(f"distccd did not start: {last[0]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a server with those that it has started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(10)
            return
        except ProcessLookupError:
            process.wait()
            return
        except subprocess.TimeoutExpired:
            continue

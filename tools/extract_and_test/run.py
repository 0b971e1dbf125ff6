"""Knows how to run one program within limits, and what came of it."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

from .sandbox import Sandbox

OUTPUT_BYTES = 1 << 20
"""Output after which a run is stopped, in bytes, stdout and stderr together."""
GRACE = 2.0
"""Seconds that what a program started has to notice that the program has ended."""
BLOCKED = 1.0
"""Seconds without any processor time after which a program counts as blocked."""
_LOOK = 0.1


@dataclass(frozen=True)
class Job:
    """A program to run.

    `timeout` is in seconds. With `blocked_when` the program is expected to
    block: once that holds for its stdout and it has used at most `idle_seconds`
    of processor time for BLOCKED seconds, it is ended.
    """

    argv: tuple[str, ...]
    timeout: float = 10.0
    input: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    blocked_when: Callable[[bytes], bool] | None = None
    idle_seconds: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """What came of a run.

    `status` is the exit code or minus the signal's number. `ended` tells what
    ended it: "exit", "timeout", "output" (too much of it) or "blocked".
    `remains` names what it left behind, all of it removed. `seconds` is wall time.
    """

    stdout: bytes
    stderr: bytes
    status: int
    ended: str
    remains: tuple[str, ...]
    seconds: float


def run(job: Job, sandbox: Sandbox) -> Outcome:
    """Runs `job` in its own session, temporary directory and environment.

    The caller must adopt orphans (linux.adopt_orphans) and have no other child.
    Raises OSError where the program can't be started.
    """
    directory = sandbox.directory()
    began = time.monotonic()
    watched: _Watched | None = None
    remains: list[str] = []
    try:
        process = subprocess.Popen(
            job.argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=directory,
            env=_environment(directory, job.environment),
            start_new_session=True,
        )
        watched = _Watched(job, process)
        watched.until_ended(began + job.timeout)
        seconds = time.monotonic() - began
        if watched.ended == "exit":
            remains += watched.survivors()
    finally:
        end_descendants()
        remains += sandbox.clean(directory)
    watched.drain()
    status = process.returncode
    return Outcome(
        bytes(watched.stdout), bytes(watched.stderr), status, watched.ended, tuple(remains), seconds
    )


def _environment(directory: Path, more: Mapping[str, str]) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(directory),
        "TMPDIR": str(directory),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        **more,
    }


class _Watched:
    """A running program and what it has written so far."""

    def __init__(self, job: Job, process: subprocess.Popen[bytes]) -> None:
        self.job = job
        self.process = process
        self.stdout, self.stderr = bytearray(), bytearray()
        self.ended = ""
        self.pending = job.input.encode()
        self.selector = selectors.DefaultSelector()
        self.ending = os.pidfd_open(process.pid)
        self.selector.register(self.ending, selectors.EVENT_READ)
        self._watch(process.stdout, selectors.EVENT_READ)
        self._watch(process.stderr, selectors.EVENT_READ)
        if self.pending:
            self._watch(process.stdin, selectors.EVENT_WRITE)
        else:
            process.stdin.close()
        self.idle = _Idle(job.idle_seconds) if job.blocked_when else None

    def _watch(self, stream: IO[bytes] | None, events: int) -> None:
        os.set_blocking(stream.fileno(), False)
        self.selector.register(stream, events)

    def until_ended(self, deadline: float) -> None:
        """Reads and feeds until the program ends or has to be ended."""
        while not self.ended:
            left = deadline - time.monotonic()
            if left <= 0:
                self.ended = "timeout"
                break
            self._step(min(left, _LOOK) if self.idle else left)
            if self.idle and not self.ended and self.idle.long_enough():
                if self.job.blocked_when(bytes(self.stdout)):
                    self.ended = "blocked"
        if self.ended != "exit":
            end_descendants(but_reap=self.process)
        self.process.wait()

    def _step(self, seconds: float) -> bool:
        """Handles what is ready within `seconds`; whether anything was."""
        ready = self.selector.select(seconds)
        for key, _ in ready:
            if key.fileobj == self.ending:
                self.ended = self.ended or "exit"
                self.selector.unregister(self.ending)
            elif key.fileobj is self.process.stdin:
                self._feed()
            else:
                self._read(key.fileobj)
        return bool(ready)

    def _feed(self) -> None:
        try:
            fed = os.write(self.process.stdin.fileno(), self.pending[:65536])
        except BlockingIOError:
            return
        except OSError:  # it has closed its stdin: the rest has no reader
            fed = len(self.pending)
        self.pending = self.pending[fed:]
        if not self.pending:
            self.selector.unregister(self.process.stdin)
            self.process.stdin.close()

    def _read(self, stream: IO[bytes]) -> None:
        chunk = b""
        with suppress(BlockingIOError):
            chunk = os.read(stream.fileno(), 65536)
            if not chunk:
                self.selector.unregister(stream)
        room = OUTPUT_BYTES - len(self.stdout) - len(self.stderr)
        (self.stdout if stream is self.process.stdout else self.stderr).extend(chunk[:room])
        if len(chunk) > room:
            self.ended = "output"

    def survivors(self) -> list[str]:
        """What still runs when what the program started has had time to end, described."""
        deadline = time.monotonic() + GRACE
        while self.ended == "exit" and _reap() and time.monotonic() < deadline:
            self._step(0.01)
        alive = psutil.Process().children(recursive=True) if _any() else ()
        return [text for one in alive if (text := _described(one))]

    def drain(self) -> None:
        """Reads what is left in the pipes; everything that wrote to them has ended."""
        while self.ended != "output" and self._step(0):
            pass
        self.selector.close()
        os.close(self.ending)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            with suppress(OSError):
                stream.close()


class _Idle:
    """Tells for how long the threads of the run have used no processor time."""

    def __init__(self, allowed: float) -> None:
        self.allowed = allowed * 1e9
        self.used: dict[tuple[int, int], int] = {}
        self.since = time.monotonic()
        self.looks = 0

    def long_enough(self) -> bool:
        now = _processor_time()
        spent = sum(now.values()) - sum(self.used.get(thread, 0) for thread in now)
        if now.keys() != self.used.keys() or spent > self.allowed:
            self.used, self.since, self.looks = now, time.monotonic(), 0
        self.looks += 1
        # One look after a long wait is no evidence: the machine may have stood still.
        return time.monotonic() - self.since >= BLOCKED and self.looks > BLOCKED / _LOOK / 2


def _processor_time() -> dict[tuple[int, int], int]:
    """Nanoseconds of processor time of every thread below this process."""
    used: dict[tuple[int, int], int] = {}
    for process in psutil.Process().children(recursive=True):
        with suppress(OSError):
            for thread in os.listdir(f"/proc/{process.pid}/task"):
                with open(f"/proc/{process.pid}/task/{thread}/schedstat") as file:
                    used[process.pid, int(thread)] = int(file.read().split()[0])
    return used


def _reap() -> bool:
    """Collects the orphans that have ended; whether any child is left."""
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                return True
        except ChildProcessError:
            return False


def _described(process: psutil.Process) -> str:
    """A process as a person knows it, or nothing once it has ended."""
    with suppress(psutil.Error):
        if process.status() != psutil.STATUS_ZOMBIE:
            words = " ".join(process.cmdline()).split() or [process.name()]
            command = " ".join(words)[:100]
            return f"process {process.pid} ({command})"
    return ""


def end_descendants(but_reap: subprocess.Popen[bytes] | None = None) -> None:
    """Ends every process below this one, also those that fork meanwhile."""
    children: Sequence[psutil.Process] = psutil.Process().children(recursive=True) if _any() else ()
    while children:
        # Stopped first, so that none can start another behind our back.
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for child in children:
                with suppress(psutil.Error):
                    child.send_signal(number)
        if but_reap is not None:
            but_reap.wait()
        while _reap():
            time.sleep(0.002)
            if fresh := [c for c in psutil.Process().children(recursive=True) if c not in children]:
                break
        children = psutil.Process().children(recursive=True) if _any() else ()


def _any() -> bool:
    """Whether this process has any child, ended ones included."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True

"""Knows how runs are shaken: the library they preload, their seeds, and where they run.

The seed of a run decides everything about it but what the system decides: the
delays (see tools/chaos/chaos.cpp) and on which processors it runs.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from . import linux

TARGET = "listings_chaos"
"""The library's target in the build."""
SLOWER = 3
"""How much more time a shaken run has."""
_LIBRARY = Path("chaos") / "liblistings_chaos.so"
_BUSY = "while True: pass"


def available() -> bool:
    """Whether runs can be shaken on this system."""
    return sys.platform == "linux"


def new_seed() -> int:
    """A seed for a test whose user gives none."""
    return random.SystemRandom().randrange(1, 1_000_000)


@dataclass(frozen=True)
class Shake:
    """How one run is shaken: by which seed, with the library at which path."""

    seed: int
    library: str

    @property
    def environment(self) -> Mapping[str, str]:
        """What the run is given; its child processes inherit it."""
        return {"LD_PRELOAD": self.library, "LISTINGS_CHAOS": str(self.seed)}

    @property
    def busy(self) -> bool:
        """Whether the processors are to be kept busy meanwhile."""
        return self.seed % 3 == 2

    @contextmanager
    def placed(self) -> Iterator[None]:
        """Has what this process starts run where the seed says: on one processor or two."""
        before = os.sched_getaffinity(0)
        processors = sorted(before)
        first = self.seed // 3 % len(processors)
        number = 1 if self.seed % 3 == 0 else 2
        os.sched_setaffinity(0, (processors + processors)[first : first + number])
        try:
            yield
        finally:
            os.sched_setaffinity(0, before)


class Shaker:
    """Shakes the runs of one test: the run `number` (from 1) by the seed `first` + `number` - 1.

    Used as a context, which holds the processes that keep the processors busy;
    they end with this process, however it ends. `keep` are paths that must be
    visible to the runs, besides the build folder.
    """

    def __init__(self, folder: Path, first: int) -> None:
        """`folder` is the build folder in which the library is, or will be."""
        self.library = folder / _LIBRARY
        self.first = first
        self.keep: list[Path] = []
        self._busy = False
        self._loads: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Shaker:
        if set(" :").intersection(str(self.library)):
            # LD_PRELOAD takes no such path.
            self.keep = [Path(tempfile.mkdtemp(prefix="listings-chaos-", dir="/tmp"))]
            (self.keep[0] / "chaos.so").symlink_to(self.library)
            self.library = self.keep[0] / "chaos.so"
        parent = os.getpid()
        for _ in os.sched_getaffinity(0):
            command = [sys.executable, "-S", "-E", "-c", _BUSY]
            self._loads.append(subprocess.Popen(command, preexec_fn=partial(_give_way, parent)))
            self._loads[-1].send_signal(signal.SIGSTOP)
        return self

    def __exit__(self, *_: object) -> None:
        for load in self._loads:
            load.kill()
            load.wait()
        for folder in self.keep:
            shutil.rmtree(folder, ignore_errors=True)

    def shake(self, number: int) -> Shake:
        """How the run `number` is shaken."""
        return Shake(self.first + number - 1, str(self.library))

    def load(self, busy: bool) -> None:
        """Keeps the processors busy from now on, or no longer."""
        if busy != self._busy:
            self._busy = busy
            for load in self._loads:
                load.send_signal(signal.SIGCONT if busy else signal.SIGSTOP)


def _give_way(parent: int) -> None:
    """In a new process: has it yield to all others, and end with its parent."""
    linux.die_with_parent(signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
    os.nice(19)

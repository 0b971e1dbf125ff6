"""Knows the folder that a build is made in: where it is, who builds there, whether it is full."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FULL = 1 << 20
"""Bytes free on a disk below which it counts as full."""


class BuildError(RuntimeError):
    """The build could not be set up; the text is one line with the mend."""


def folder_for(root: Path) -> Path:
    """Where build folders are made: $LISTINGS_BUILD, or build/ below `root`."""
    return Path(os.environ.get("LISTINGS_BUILD") or root / "build").absolute()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lets nobody else build in `folder` meanwhile, having waited for who does.

    Raises BuildError where it can't be written to.
    """
    file = folder.parent / f".{folder.name}.lock"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise BuildError(
            f"{file.parent} can't be written to ({error.strerror}): "
            "set LISTINGS_BUILD to a folder that can"
        ) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"listings: waiting for another build in {folder}", file=sys.stderr, flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)  # for workers too, which were forked meanwhile
        os.close(handle)


def refuse_full_disk(folder: Path) -> None:
    """Raises BuildError where the folder's disk is full, which explains any failure to build."""
    if shutil.disk_usage(folder.parent).free < _FULL:
        raise BuildError(
            f"no space is left for {folder}: free some, or set LISTINGS_BUILD to another disk"
        )

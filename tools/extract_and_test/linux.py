"""Knows the system calls that Python's standard library leaves out.

Each function raises OSError where the system refuses.
"""

from __future__ import annotations

import ctypes
import os

CLONE_NEWNS = 0x00020000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
MS_BIND = 0x1000
MS_MOVE = 0x2000
MS_REC = 0x4000
MS_PRIVATE = 0x40000
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_ADDR_NO_RANDOMIZE = 0x0040000
_IPC_RMID = 0

_libc = ctypes.CDLL(None, use_errno=True)


def _call(function: str, *arguments: object) -> None:
    if getattr(_libc, function)(*arguments) < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), function)


def unshare(flags: int) -> None:
    """Gives this process namespaces of its own; see unshare(2)."""
    _call("unshare", ctypes.c_int(flags))


def mount(source: str, target: str, kind: str | None, flags: int = 0, data: str = "") -> None:
    """Mounts `source` on `target`; see mount(2)."""
    _call(
        "mount",
        source.encode(),
        os.fsencode(target),
        kind.encode() if kind else None,
        ctypes.c_ulong(flags),
        data.encode() or None,
    )


def unmount(target: str) -> None:
    """Takes away what is mounted on `target`; see umount(2)."""
    _call("umount", os.fsencode(target))


def adopt_orphans() -> None:
    """Makes this process the parent of every descendant that loses its own."""
    _call("prctl", _PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(1), 0, 0, 0)


def die_with_parent(signal_number: int) -> None:
    """Has `signal_number` sent to this process when its parent ends."""
    _call("prctl", _PR_SET_PDEATHSIG, ctypes.c_ulong(signal_number), 0, 0, 0)


def fix_addresses() -> None:
    """Switches address randomisation off for what this process starts.

    ThreadSanitizer's runtime of g++ 12 fails on some random layouts.
    """
    _call("personality", ctypes.c_ulong(_ADDR_NO_RANDOMIZE))


def remove_system_v(kind: str, identifier: int) -> None:
    """Removes a System V object; `kind` is shm, sem or msg."""
    arguments = (identifier, 0, _IPC_RMID) if kind == "sem" else (identifier, _IPC_RMID, None)
    _call(f"{kind}ctl", *arguments)

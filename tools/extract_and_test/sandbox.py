"""Knows the places a run may leave something in, and gives each worker its own.

Where the system allows it, a worker has private instances of /tmp, /dev/shm
and System V and POSIX IPC (namespaces(7)), so that what is found there after a
run is that run's. Elsewhere the real ones are compared before and after, which
holds as long as one listing runs at a time: see `Sandbox.private`. Other programs
may then put something there too; nothing that may be theirs is removed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from . import linux

TEMPORARY_BYTES = 64 << 20
"""What a run may write to its temporary directory, where it is private."""
LEFT_THERE = " (left there: it may be another program's)"
"""What `Sandbox.clean` adds to the name of what it has not removed."""
_TMP, _SHM, _QUEUES = Path("/tmp"), Path("/dev/shm"), Path("/dev/mqueue")


class Sandbox:
    """One worker's places; made in the worker, before anything runs in it."""

    def __init__(self, keep: Sequence[Path]) -> None:
        """`keep` are paths that must stay visible, such as the build folder."""
        self.private = _separate([path.resolve() for path in keep])
        self._before = set(_remaining())

    def directory(self) -> Path:
        """A new temporary directory, the run's TMPDIR and working directory."""
        if not self.private:  # else nobody but a run puts anything there
            self._before = set(_remaining())
        return Path(tempfile.mkdtemp(prefix="listing-", dir=_TMP))

    def clean(self, directory: Path) -> tuple[str, ...]:
        """Removes what the run left, and tells what that was (its own directory aside)."""
        shutil.rmtree(directory, ignore_errors=True)
        left = sorted(set(_remaining()) - self._before)
        if left and not self.private and not _alone():
            return tuple(what + LEFT_THERE for what in left)
        for what in left:
            _remove(what)
        if left:
            self._before = set(_remaining())  # should something not let itself be removed
        return tuple(left)


def can_separate() -> bool:
    """Whether workers will have private places; tried in a child process."""
    child = os.fork()
    if child == 0:
        refused = True
        try:
            refused = not _separate([])
        finally:  # also when a signal comes: only one process may go on from here
            os._exit(refused)
    return os.waitpid(child, 0)[1] == 0


def _separate(keep: Sequence[Path]) -> bool:
    """Gives this process private places; False where the system refuses."""
    try:
        try:
            linux.unshare(linux.CLONE_NEWNS | linux.CLONE_NEWIPC)
        except PermissionError:
            _become_root_of_own_namespace()
        try:
            linux.mount("none", "/", None, linux.MS_REC | linux.MS_PRIVATE)
        except OSError:  # in a chroot "/" is no mount point
            if _mounts_show_outside():
                return False
        linux.mount("tmpfs", str(_SHM), "tmpfs", 0, "mode=1777")
        with suppress(OSError):
            linux.mount("mqueue", str(_QUEUES), "mqueue")
        _own_tmp([path for path in keep if _TMP in path.parents])
    except OSError:
        return False
    return True


def _mounts_show_outside() -> bool:
    """Whether what this process mounts appears in its parent's namespace too; tried."""
    scratch = Path(tempfile.mkdtemp(prefix="listings-", dir=_TMP))
    outside = Path(f"/proc/{os.getppid()}/root", *scratch.parts[1:])
    try:
        linux.mount("tmpfs", str(scratch), "tmpfs")
        try:
            return outside.stat().st_dev == scratch.stat().st_dev
        finally:
            linux.unmount(str(scratch))
    finally:
        scratch.rmdir()


def _become_root_of_own_namespace() -> None:
    """What a user who is not root may do instead; see user_namespaces(7)."""
    user, group = os.getuid(), os.getgid()
    linux.unshare(linux.CLONE_NEWUSER | linux.CLONE_NEWNS | linux.CLONE_NEWIPC)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _own_tmp(keep: Sequence[Path]) -> None:
    """Puts an empty /tmp in place of the common one, `keep` bound into it."""
    fresh = _SHM / "tmp"
    fresh.mkdir()
    linux.mount("tmpfs", str(fresh), "tmpfs", 0, f"mode=1777,size={TEMPORARY_BYTES}")
    for top in {path.relative_to(_TMP).parts[0] for path in keep}:
        (fresh / top).mkdir()
        linux.mount(str(_TMP / top), str(fresh / top), None, linux.MS_BIND | linux.MS_REC)
    linux.mount(str(fresh), str(_TMP), None, linux.MS_MOVE)
    fresh.rmdir()


def _alone() -> bool:
    """Whether this user runs nothing but the tool and what has started it."""
    here = psutil.Process()
    tool = here.parent() or here
    family = {process.pid for process in (tool, *tool.parents(), *tool.children(recursive=True))}
    return not any(
        process.info["uids"]
        and process.info["uids"].real == os.getuid()
        and process.info["cmdline"]
        for process in psutil.process_iter(["uids", "cmdline"])
        if process.pid not in family
    )


def _remaining() -> Iterator[str]:
    """What stands in the places now, each as a person would name it."""
    for place in (_TMP, _SHM, _QUEUES):
        with suppress(OSError):
            for entry in os.scandir(place):
                with suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_uid == os.getuid():
                        yield entry.path
    for kind in ("shm", "sem", "msg"):
        with suppress(OSError):
            with open(f"/proc/sysvipc/{kind}", "rb", buffering=0) as file:
                listed = file.read()
            for line in listed.decode().splitlines()[1:]:
                yield f"System V {kind} {line.split()[1]}"


def _remove(what: str) -> None:
    with suppress(OSError):
        if what.startswith("System V "):
            kind, identifier = what.split()[2:]
            linux.remove_system_v(kind, int(identifier))
        elif os.path.isdir(what) and not os.path.islink(what):
            shutil.rmtree(what, ignore_errors=True)
        else:
            os.unlink(what)

"""Knows how to run many jobs at once: one worker process for each at a time.

A worker adopts the orphans of what it runs, so a process that left its session
or its parent is still known to be that run's. Workers end with this process,
however it ends, and take with them what they run.
"""

from __future__ import annotations

import multiprocessing
import resource
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Generic, TypeVar

from . import linux, run
from .sandbox import Sandbox, can_separate

Task = TypeVar("Task")
Done = TypeVar("Done")
_fork = multiprocessing.get_context("fork")
_HANDLED = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP)


class Workers(Generic[Task, Done]):
    """A set of worker processes that apply `work` to tasks.

    Started before any thread, since they are forked. `separate` tells whether
    each has /tmp and shared memory to itself; without that there is one worker.
    """

    def __init__(
        self, count: int, keep: Sequence[Path], work: Callable[[Task, Sandbox], Done]
    ) -> None:
        self.separate = can_separate()
        self._idle: list[Connection] = []
        self._busy: dict[Connection, Task] = {}
        self._processes = []
        for _ in range(count if self.separate else 1):
            ours, theirs = _fork.Pipe()
            process = _fork.Process(
                target=_serve, args=(theirs, [*self._idle, ours], keep, work), daemon=False
            )
            # Until the worker can handle them, signals wait: one that came while
            # it is forked would be lost.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, _HANDLED)
            process.start()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            theirs.close()
            self._processes.append(process)
            self._idle.append(ours)

    def __enter__(self) -> Workers[Task, Done]:
        return self

    def __exit__(self, *_: object) -> None:
        """Ends the workers, and with them what they run."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()
        for connection in (*self._idle, *self._busy):
            connection.close()

    @property
    def free(self) -> int:
        """How many tasks can be started at once."""
        return len(self._idle)

    @property
    def running(self) -> tuple[Task, ...]:
        """The tasks under way."""
        return tuple(self._busy.values())

    def start(self, task: Task) -> None:
        """Hands a task to a free worker."""
        connection = self._idle.pop()
        connection.send(task)
        self._busy[connection] = task

    def finished(
        self, also: Iterable[Connection] = (), timeout: float | None = None
    ) -> Iterator[tuple[Task, Done]]:
        """Waits for one task at least, or for one of `also`; yields what has finished.

        Raises what the worker raised, ChildProcessError where one died.
        """
        for ready in wait([*self._busy, *also], timeout):
            if ready not in self._busy:
                continue
            task = self._busy.pop(ready)
            try:
                done = ready.recv()
            except EOFError:
                raise ChildProcessError(f"a worker was killed while it ran {task}") from None
            self._idle.append(ready)
            if isinstance(done, BaseException):
                raise done
            yield task, done


def _serve(
    connection: Connection,
    others: Sequence[Connection],
    keep: Sequence[Path],
    work: Callable[[Task, Sandbox], Done],
) -> None:
    """A worker's life: tasks in, results out, until it is ended."""
    for other in others:
        other.close()
    signal.signal(signal.SIGTERM, _end)
    # What the terminal sends to all is for the parent, which then ends this one.
    # Handled, not ignored: what is run here must start with the default.
    for number in _HANDLED[1:]:
        signal.signal(number, _leave_to_parent)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _HANDLED)
    linux.die_with_parent(signal.SIGTERM)
    linux.adopt_orphans()
    with suppress(OSError):  # some containers forbid it
        linux.fix_addresses()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _apply(work, connection, Sandbox(keep))
    finally:
        run.end_descendants()


def _apply(work: Callable[[Task, Sandbox], Done], connection: Connection, sandbox: Sandbox) -> None:
    """Takes tasks from the connection, until it is closed, and sends back what comes of them."""
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        try:
            connection.send(work(task, sandbox))
        except Exception as error:  # handed to the process that can report it
            connection.send(error)


def _end(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: nothing may stop the clean-up
    raise SystemExit(0)


def _leave_to_parent(*_: object) -> None:
    pass

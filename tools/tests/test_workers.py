"""What workers.py promises: results, errors, and that nothing outlives the tool."""

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import psutil
import pytest
from project import alive, until

from extract_and_test import linux, run
from extract_and_test.run import Job
from extract_and_test.sandbox import Sandbox
from extract_and_test.workers import Workers

PACKAGE = Path(run.__file__).parents[1]


def square(number: int, sandbox: Sandbox) -> int:
    if number < 0:
        raise ValueError(f"{number} is negative")
    if number == 113:
        os._exit(1)
    return number * number


def test_results_come_back_with_their_tasks():
    with Workers(3, [], square) as workers:
        count = workers.free
        todo, done = list(range(20)), {}
        while todo or workers.running:
            while todo and workers.free:
                workers.start(todo.pop())
            assert len(workers.running) + workers.free == count
            done |= dict(workers.finished())
    assert done == {number: number * number for number in range(20)}


def test_without_places_of_their_own_there_is_one_worker(monkeypatch):
    monkeypatch.setattr("extract_and_test.workers.can_separate", lambda: False)
    with Workers(4, [], square) as workers:
        assert (workers.separate, workers.free) == (False, 1)


def test_what_a_worker_raises_is_raised_here_and_it_goes_on():
    with Workers(1, [], square) as workers:
        workers.start(-2)
        with pytest.raises(ValueError, match="-2 is negative"):
            list(workers.finished())
        assert (workers.free, workers.running) == (1, ())
        workers.start(5)
        assert list(workers.finished()) == [(5, 25)]


def test_a_worker_that_dies_is_said_to_have():
    with Workers(1, [], square) as workers:
        workers.start(113)
        with pytest.raises(ChildProcessError, match="while it ran 113"):
            list(workers.finished())
    # An OSError, which the command reports in one line.
    assert issubclass(ChildProcessError, OSError)


def test_waiting_can_be_given_up():
    with Workers(1, [], run.run) as workers:
        workers.start(Job(("/bin/sleep", "60"), 60.0))
        assert list(workers.finished(timeout=0.0)) == []
        assert len(workers.running) == 1


def test_waiting_ends_when_something_else_is_ready():
    reading, writing = os.pipe()
    with Workers(1, [], run.run) as workers, os.fdopen(reading) as also:
        os.write(writing, b"x")
        workers.start(Job(("/bin/sleep", "60"), 60.0))
        assert list(workers.finished(also=[also])) == []
        os.close(writing)


def test_leaving_ends_what_runs():
    word = f"marker-{uuid.uuid4().hex}"
    script = f"(trap '' TERM; setsid sleep 60; : {word}) & sleep 60; : {word}"
    with Workers(2, [], run.run) as workers:
        workers.start(Job(("/bin/sh", "-c", script), 60.0))
        assert until(lambda: len(alive(word)) >= 2)
        processes = [p for p in psutil.Process().children(recursive=True)]
    assert alive(word) == []
    assert not any(process.is_running() for process in processes)


EARLY = """
import multiprocessing.popen_fork, os, signal
from extract_and_test.workers import Workers
class EndingAtOnce:
    def fork(self):
        child = os.fork()
        if child:
            os.kill(child, signal.SIGTERM)
        return child
    def __getattr__(self, name):
        return getattr(os, name)
multiprocessing.popen_fork.os = EndingAtOnce()
signal.signal(signal.SIGTERM, signal.default_int_handler)
for _ in range(10):
    with Workers(3, [], print) as workers:
        for process in workers._processes:
            process.terminate = int  # once is enough
"""


def test_workers_that_are_ended_before_they_have_begun_end():
    """Python forgets a signal that comes while it forks, unless it is blocked."""
    environment = os.environ | {"PYTHONPATH": str(PACKAGE)}
    done = subprocess.run(
        [sys.executable, "-c", EARLY],
        env=environment,
        timeout=100,
        capture_output=True,
        start_new_session=True,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_error_on_the_way_ends_what_runs_too():
    word = f"marker-{uuid.uuid4().hex}"
    with pytest.raises(KeyboardInterrupt):
        with Workers(1, [], run.run) as workers:
            workers.start(Job(("/bin/sh", "-c", f"sleep 60; : {word}"), 60.0))
            assert until(lambda: alive(word))
            raise KeyboardInterrupt
    assert alive(word) == []


def refuse(*_: object) -> None:
    raise PermissionError("not in this container")


def test_a_system_that_refuses_fixed_addresses_is_no_matter(monkeypatch):
    monkeypatch.setattr(linux, "fix_addresses", refuse)
    with Workers(1, [], square) as workers:
        workers.start(3)
        assert list(workers.finished()) == [(3, 9)]


def signalled(number: int, sandbox: Sandbox) -> str:
    os.kill(os.getpid(), number)
    return "still here"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGQUIT, signal.SIGHUP])
def test_what_the_terminal_sends_is_left_to_the_parent(number):
    with Workers(1, [], signalled) as workers:
        workers.start(number)
        assert list(workers.finished()) == [(number, "still here")]


TOOL = """
import sys
from extract_and_test import run
from extract_and_test.run import Job
from extract_and_test.workers import Workers
word = sys.argv[1]
daemon = f"(trap '' TERM HUP INT; setsid sleep 200; : {word}) & (sleep 200; : {word}) & sleep 200"
with Workers(3, [], run.run) as workers:
    for _ in range(workers.free):
        workers.start(Job(("/bin/sh", "-c", f"{daemon}; : {word}"), 200.0))
    list(workers.finished())
"""


@pytest.fixture
def tool():
    """A program with workers that run something; its marker is its last argument."""
    word = f"marker-{uuid.uuid4().hex}"
    environment = os.environ | {"PYTHONPATH": str(PACKAGE)}
    with subprocess.Popen(
        [sys.executable, "-c", TOOL, word],
        env=environment,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        assert until(lambda: len(alive(word)) >= 5)
        yield process
        process.kill()
        for left in alive(word):
            left.kill()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_when_the_tool_is_ended_nothing_remains(tool, number):
    processes = psutil.Process(tool.pid).children(recursive=True)
    tool.send_signal(number)
    assert tool.wait(60) == -number
    assert until(lambda: not alive(tool.args[-1]))
    assert until(lambda: not any(map(running, processes)))


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGQUIT, signal.SIGINT])
def test_when_the_whole_group_is_sent_a_signal_nothing_remains(tool, number):
    processes = psutil.Process(tool.pid).children(recursive=True)
    os.killpg(tool.pid, number)
    tool.wait(60)
    assert until(lambda: not alive(tool.args[-1]))
    assert until(lambda: not any(map(running, processes)))


def test_a_second_request_to_end_does_not_stop_the_cleaning_up(monkeypatch):
    end_descendants = run.end_descendants

    def slowly(*arguments: object) -> None:
        time.sleep(0.5)
        end_descendants(*arguments)

    monkeypatch.setattr(run, "end_descendants", slowly)
    word = f"marker-{uuid.uuid4().hex}"
    with Workers(1, [], run.run) as workers:
        workers.start(Job(("/bin/sh", "-c", f"sleep 60; : {word}"), 60.0))
        assert until(lambda: alive(word))
        [worker] = psutil.Process().children()
        for _ in range(4):
            worker.send_signal(signal.SIGTERM)
            time.sleep(0.1)
    assert alive(word) == []


def running(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False

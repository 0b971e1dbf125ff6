"""Hostile listings: each is reported rightly, the others are unaffected, and nothing remains."""

import os
import pty
import re
import signal
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from project import Project, alive, listing, main, make, output, until

from extract_and_test import run, sandbox
from extract_and_test.run import Job
from extract_and_test.workers import Workers

LONG = 120.0
LINES = 5000
"""Lines of a long expected output."""

# Path, code, blocks, directives; and what the report says, or None where it passes.
HOSTILE: list[tuple[tuple[str, ...], str | None]] = [
    (("ch01/01_good.cpp", main('puts("good");'), output("good")), None),
    (
        (
            "ch01/02_one_long_line.cpp",
            main("for (int i = 0; i < 100'000'000; ++i)\n        putchar('x');"),
            output("..."),
            "Timeout: 60",
        ),
        "printed more than 1 MiB, and was ended",
    ),
    (
        (
            "ch01/03_closes_stdout_and_sleeps.cpp",
            main("close(1);\n    close(2);\n    sleep(300);", "unistd.h"),
            output(),
            "Timeout: 1",
        ),
        "still running after 1",
    ),
    (
        (
            "ch01/04_deletes_its_directory.cpp",
            main(
                'if (system("rm -rf \\"$TMPDIR\\"") != 0)\n        return 1;\n    puts("gone");',
                "cstdlib",
            ),
            output("gone"),
        ),
        None,
    ),
    (
        (
            "ch01/05_includes_itself.cpp",
            '#include "05_includes_itself.cpp"\n\n' + main("return 0;"),
            output(),
        ),
        "does not compile",
    ),
    (
        (
            "ch01/06_five_thousand_lines.cpp",
            main(f'for (int i = 0; i < {LINES}; ++i)\n        printf("%d %d\\n", i % 2, i);'),
            output(*(f"{'ab'[i % 2]}| {i % 2} {i}" for i in range(LINES))),
        ),
        None,
    ),
    (
        (
            "ch01/07_five_thousand_others.cpp",
            main(f'for (int i = {LINES}; i > 0; --i)\n        printf("%d\\n", i);'),
            output(*(str(i) for i in range(1, LINES + 1))),
        ),
        f"line 1 of the output is the first that no order allows: '{LINES}'",
    ),
    (
        (
            "ch01/08_never_reads.cpp",
            main('puts("done");'),
            "/* Input:\n" + "much\n" * 20_000 + "*/\n\n" + output("done"),
        ),
        None,
    ),
    (
        (
            "ch01/09_pretends_to_be_the_report.cpp",
            main(r'puts("\n\x1b[2J1 passed, 0 failed, 0 skipped");'),
            output("honest"),
        ),
        "the output is none that the block",
    ),
]
TELLS = {one[0].removesuffix(".cpp"): what for one, what in HOSTILE}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str, dict]:
    """The project, what testing it printed, and its JSON."""
    project = make(tmp_path_factory.mktemp("hostile"))
    for source in project.root.glob("ch0?/*.cpp"):
        source.unlink()
    for (path, *rest), _ in HOSTILE:
        (project.root / path).write_text(listing(path, *rest))
    done, results = project.tested()
    assert done.stderr == ""
    return project, done.stdout, results


@pytest.mark.parametrize("name", TELLS)
def test_each_is_reported_rightly(hostile, name):
    [one] = [r for r in hostile[2]["results"] if r["listing"] == name]
    if TELLS[name] is None:
        assert one["status"] == "passed", one
    else:
        assert one["status"] == "failed"
        assert TELLS[name] in one["report"]


def test_reports_are_short_and_the_last_line_is_the_tool_s(hostile):
    _, text, results = hostile
    assert max(len(r.get("report", "").splitlines()) for r in results["results"]) < 100
    assert len(text) < 100_000
    good = sum(what is None for what in TELLS.values())
    assert text.splitlines()[-1] == f"{good} passed, {len(TELLS) - good} failed, 0 skipped"
    assert "\x1b" not in text


def test_none_of_them_remains(hostile):
    assert until(lambda: not alive(str(hostile[0].root)))


# One program at a time


def shell(script: str) -> tuple[str, ...]:
    return "/bin/sh", "-c", textwrap.dedent(script)


def python(program: str) -> tuple[str, ...]:
    return sys.executable, "-S", "-c", textwrap.dedent(program)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1, [], run.run) as one:
        yield one


def ran(workers: Workers, argv: tuple[str, ...], timeout: float = LONG) -> run.Outcome:
    workers.start(Job(argv, timeout))
    [(_, outcome)] = workers.finished()
    return outcome


ENDING = sorted(
    set(signal.valid_signals())
    - {signal.SIGCHLD, signal.SIGCONT, signal.SIGURG, signal.SIGWINCH}  # nothing happens
    - {signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU}  # it only stops
)


def test_every_signal_that_ends_it_is_told(workers):
    for number in ENDING:
        outcome = ran(workers, python(f"import os; os.kill(os.getpid(), {int(number)})"))
        expected = 1 if number == signal.SIGINT else -number  # Python's own answer to SIGINT
        if number in (signal.SIGPIPE, signal.SIGXFSZ):  # Python ignores these
            expected = 0
        assert outcome.status in (expected, -number), number
        assert (outcome.ended, outcome.remains) == ("exit", ())


def test_every_exit_code_is_told(workers):
    for code in range(256):
        outcome = ran(workers, shell(f"exit {code}"))
        assert (outcome.status, outcome.ended, outcome.remains) == (code, "exit", ())


def test_a_thousand_children_are_ended(workers):
    program = """
        import os, time
        for _ in range(1000):
            if os.fork() == 0:
                time.sleep(300)
        print("forked", flush=True)
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "GRACE", 0.2)
        with Workers(1, [], run.run) as hasty:
            outcome = ran(hasty, python(program))
    assert (outcome.stdout, outcome.status) == (b"forked\n", 0)
    assert len(outcome.remains) == 1000
    pids = [int(re.match(r"process (\d+) ", what)[1]) for what in outcome.remains]
    assert not any(map(psutil.pid_exists, pids))


FILLS = """
    import errno, os
    written = 0
    try:
        with open("much", "wb") as file:
            while written < {most}:
                written += file.write(bytes(1 << 20))
        print("room")
    except OSError as error:
        print(errno.errorcode[error.errno], written <= {limit})
"""


def test_a_temporary_directory_that_is_filled_is_bounded_and_emptied(workers):
    if not workers.separate:
        pytest.skip("this system gives workers no places of their own")
    limit = sandbox.TEMPORARY_BYTES
    fills = python(FILLS.format(most=2 * limit, limit=limit))
    for _ in range(2):  # the second run finds the room that the first has used
        outcome = ran(workers, fills)
        assert (outcome.stdout, outcome.remains) == (b"ENOSPC True\n", ())


def test_a_directory_that_is_deleted_or_locked_up_is_no_matter(workers):
    for script in (
        'rm -rf "$TMPDIR"',
        "mkdir -p a/b; touch a/b/c; chmod 0 a/b a .; cd /; rm -rf /tmp/x",
    ):
        outcome = ran(workers, shell(f"{script}; echo done"))
        assert (outcome.stdout, outcome.status, outcome.remains) == (b"done\n", 0, ())
    assert ran(workers, shell("pwd; ls -A")).stdout.count(b"\n") == 1


def test_what_a_program_moves_out_of_its_directory_is_named(workers):
    outcome = ran(workers, shell('touch mine; mv "$TMPDIR" /tmp/elsewhere'))
    assert outcome.remains == ("/tmp/elsewhere",)


def test_the_terminal_can_not_be_written_to():
    program = f"""
import sys
sys.path.insert(0, {str(Path(run.__file__).parents[1])!r})
from extract_and_test import run
from extract_and_test.run import Job
from extract_and_test.workers import Workers
with Workers(1, [], run.run) as workers:
    workers.start(Job(("/bin/sh", "-c", "echo reached > /dev/tty"), 60.0))
    [(_, outcome)] = workers.finished()
print("refused" if outcome.status else "allowed", flush=True)
"""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-c", program])
    text = b""
    try:
        while chunk := os.read(terminal, 1000):
            text += chunk
    except OSError:  # the terminal's end
        pass
    os.waitpid(child, 0)
    os.close(terminal)
    assert text == b"refused\r\n"


def test_a_program_that_is_hostile_to_one_worker_leaves_the_others_alone():
    scripts = {
        "yes": "yes",
        "forks": "for i in $(seq 50); do sleep 300 & done; sleep 300",
        "writes": "while :; do echo x >> much; done",
    }
    good = shell("for i in 1 2 3; do sleep 0.2; echo $i; done")
    with Workers(3, [], run.run) as workers:
        for script in scripts.values():
            workers.start(Job(good, LONG))
            workers.start(Job(shell(script), 1.0))
            outcomes = {}
            while workers.running:
                outcomes |= {job.argv: outcome for job, outcome in workers.finished()}
            assert outcomes[good].stdout == b"1\n2\n3\n"
            assert outcomes[good].remains == ()
            assert outcomes[shell(script)].ended in ("timeout", "output")

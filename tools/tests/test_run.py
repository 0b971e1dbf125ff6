"""What run.py promises: limits, isolation, input, evidence of being blocked, what remains."""

import os
import re
import resource
import signal
import subprocess
import sys
import textwrap
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from extract_and_test import run, sandbox
from extract_and_test.run import OUTPUT_BYTES, Job, Outcome
from extract_and_test.sandbox import Sandbox
from extract_and_test.workers import Workers

LONG = 60.0
"""A time limit that a test never waits for, in seconds."""

Runner = Callable[..., Outcome]


def runner(workers: Workers[Job, Outcome]) -> Runner:
    def ran(*argv: str, timeout: float = LONG, **more: object) -> Outcome:
        workers.start(Job(argv, timeout, **more))
        [(_, outcome)] = workers.finished()
        return outcome

    return ran


@pytest.fixture(scope="module")
def ran() -> Iterator[Runner]:
    """Runs a program as a worker does."""
    with Workers(1, [], run.run) as workers:
        yield runner(workers)


@pytest.fixture(scope="module")
def hasty() -> Iterator[Runner]:
    """The same, giving what outlives its program little time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "GRACE", 0.3)
        with Workers(1, [], run.run) as workers:
            yield runner(workers)


@pytest.fixture(scope="module")
def patient() -> Iterator[Runner]:
    """The same, giving it more time than any machine needs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "GRACE", LONG)
        with Workers(1, [], run.run) as workers:
            yield runner(workers)


def shell(script: str) -> tuple[str, ...]:
    return "/bin/sh", "-c", textwrap.dedent(script)


def python(program: str) -> tuple[str, ...]:
    return sys.executable, "-S", "-c", textwrap.dedent(program)


@pytest.fixture
def marker() -> str:
    """A word that stands in the command line of what one test starts, and nowhere else."""
    return f"marker-{uuid.uuid4().hex}"


def alive(marker: str) -> list[psutil.Process]:
    """The processes with that word in their command line, this one aside."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or ()
        if process.pid != os.getpid() and any(marker in word for word in words):
            found.append(process)
    return found


# How it ends


def test_output_errors_and_exit_code_come_back(ran):
    outcome = ran(*shell("echo out; echo err >&2; exit 3"))
    assert (outcome.stdout, outcome.stderr, outcome.status) == (b"out\n", b"err\n", 3)
    assert outcome.ended == "exit"
    assert outcome.remains == ()
    assert outcome.seconds > 0


@pytest.mark.parametrize("number", [signal.SIGABRT, signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_signal_is_a_negative_status(ran, number):
    outcome = ran(*shell(f"kill -{number.value} $$; sleep 60"))
    assert (outcome.ended, outcome.status) == ("exit", -number)


def test_a_program_that_is_not_there_is_an_error_and_the_worker_goes_on(ran):
    with pytest.raises(FileNotFoundError):
        ran("/no/such/program")
    assert ran(*shell("echo on")).stdout == b"on\n"


def test_a_program_past_its_time_is_ended_and_its_output_kept(ran):
    outcome = ran(*shell("echo before; sleep 60; echo after"), timeout=0.5)
    assert (outcome.ended, outcome.status) == ("timeout", -signal.SIGKILL)
    assert outcome.stdout == b"before\n"


def test_a_tree_that_ignores_sigterm_is_ended(ran, marker):
    script = f"trap '' TERM INT HUP; (trap '' TERM; sleep 60; : {marker}) & sleep 60; : {marker}"
    assert ran(*shell(script), timeout=0.5).ended == "timeout"
    assert alive(marker) == []


def test_a_stopped_program_is_ended(ran, marker):
    outcome = ran(*shell(f"echo here; kill -STOP $$; : {marker}"), timeout=0.5)
    assert (outcome.ended, outcome.stdout) == ("timeout", b"here\n")
    assert alive(marker) == []


def test_a_program_that_goes_on_forking_is_ended(ran, marker):
    program = f"""
        import os, time  # {marker}
        for _ in range(6):  # each goes on itself: 64 in all
            if os.fork() == 0:
                os.setsid()
                time.sleep(0.1)
        time.sleep(60)
    """
    assert ran(*python(program), timeout=0.5).ended == "timeout"
    assert alive(marker) == []


# Output


def test_one_mebibyte_of_output_is_allowed(ran):
    assert OUTPUT_BYTES == 1024 * 1024
    outcome = ran(*shell(f"head -c {OUTPUT_BYTES} /dev/zero"))
    assert (outcome.ended, len(outcome.stdout)) == ("exit", OUTPUT_BYTES)


@pytest.mark.parametrize("where", ["", ">&2"])
def test_a_byte_more_is_too_much(ran, where):
    outcome = ran(*shell(f"head -c {OUTPUT_BYTES + 1} /dev/zero {where}"))
    assert outcome.ended == "output"
    assert len(outcome.stdout) + len(outcome.stderr) == OUTPUT_BYTES


def test_stdout_and_stderr_count_together(ran):
    half = f"head -c {OUTPUT_BYTES // 2 + 1} /dev/zero"
    outcome = ran(*shell(f"{half}; {half} >&2"))
    assert outcome.ended == "output"
    assert len(outcome.stdout) + len(outcome.stderr) == OUTPUT_BYTES


@pytest.mark.parametrize("where", ["", ">&2", "& yes >&2"])
def test_a_program_that_prints_without_end_is_stopped(ran, marker, where):
    outcome = ran(*shell(f"yes {marker} {where}"))
    assert outcome.ended == "output"
    assert len(outcome.stdout) + len(outcome.stderr) == OUTPUT_BYTES
    assert alive(marker) == []


def measured(job: Job, sandbox: Sandbox) -> tuple[Outcome, int]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcome = run.run(job, sandbox)
    return outcome, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before


def test_memory_stays_bounded_however_much_is_printed():
    # On its way out the process writes on as fast as it can: 1 GiB in all.
    with Workers(1, [], measured) as workers:
        workers.start(Job(shell("head -c 1073741824 /dev/zero"), LONG))
        [(_, (outcome, kibibytes))] = workers.finished()
    assert outcome.ended == "output"
    assert kibibytes < 32 << 10


def test_output_behind_a_closed_stdout_and_stderr_is_not_waited_for(ran):
    outcome = ran(*shell("echo first; exec >&- 2>&-; sleep 0.2; exit 4"))
    assert (outcome.ended, outcome.stdout, outcome.status) == ("exit", b"first\n", 4)


def test_a_large_output_arrives_whole_when_the_program_ends_at_once(ran):
    text = "".join(f"{i}\n" for i in range(100_000))
    assert ran(*shell("seq 0 99999")).stdout == text.encode()


# Input


def test_input_is_fed_and_ends(ran):
    assert ran("/bin/cat", input="one\ntwo – zwei\n").stdout == "one\ntwo – zwei\n".encode()


def test_without_input_stdin_is_at_its_end(ran):
    assert ran(*shell("cat; echo ended")).stdout == b"ended\n"


def test_input_larger_than_a_pipe_is_fed_whole(ran):
    text = "0123456789abcde\n" * 50_000
    assert ran("/bin/cat", input=text).stdout == text.encode()


@pytest.mark.parametrize(
    "script",
    ["echo done", "exec <&-; sleep 0.2; echo done", "head -c 5 > /dev/null; sleep 0.1; echo done"],
)
def test_input_that_is_not_read_is_no_matter(ran, script):
    outcome = ran(*shell(script), input="0123456789abcde\n" * 50_000)
    assert (outcome.ended, outcome.status, outcome.stdout) == ("exit", 0, b"done\n")


def test_a_program_that_reads_slowly_gets_all(ran):
    program = """
        import sys, time
        count = 0
        while chunk := sys.stdin.buffer.raw.read(30000):
            count += len(chunk)
            time.sleep(0.005)
        print(count)
    """
    assert ran(*python(program), input="x" * 400_000).stdout == b"400000\n"


# Environment


def test_the_environment_is_the_run_s_own(monkeypatch):
    monkeypatch.setenv("SECRET", "told")
    monkeypatch.setenv("LC_ALL", "POSIX")
    with Workers(1, [], run.run) as workers:
        outcome = runner(workers)("/usr/bin/env", environment={"MORE": "this"})
    got = dict(line.split("=", 1) for line in outcome.stdout.decode().splitlines())
    home = got["TMPDIR"]
    assert got == {
        "PATH": os.environ["PATH"],
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "MORE": "this",
    }


def test_the_directory_is_new_for_each_run_and_gone_after_it(ran):
    first = ran(*shell("pwd; echo $TMPDIR; ls -A; echo x > mine; mkdir -p a/b; chmod 0 a"))
    second = ran(*shell("pwd; echo $TMPDIR; ls -A; ls -A /tmp | grep -c listing-"))
    where, temporary = first.stdout.decode().split()
    assert where == temporary
    assert second.stdout.decode().split()[0] != where
    assert second.stdout.decode().split()[2:] == ["1"]
    assert (first.remains, second.remains) == ((), ())
    assert not os.path.exists(where)


def test_a_run_is_a_session_of_its_own_without_core_dumps(ran):
    program = """
        import os, resource
        print(os.getsid(0) == os.getpid(), resource.getrlimit(resource.RLIMIT_CORE))
    """
    assert ran(*python(program)).stdout == b"True (0, 0)\n"


def test_signals_have_their_default_meaning(ran):
    outcome = ran(*shell("grep -E '^Sig(Ign|Blk)' /proc/self/status"))
    assert re.findall(rb"\t(\w+)", outcome.stdout) == [b"0" * 16, b"0" * 16]


def test_nothing_but_the_three_streams_is_open(ran):
    outcome = ran(*python("import os; print(sorted(map(int, os.listdir('/proc/self/fd')))[:3])"))
    assert outcome.stdout == b"[0, 1, 2]\n"
    outcome = ran(*shell("ls /proc/self/fd | wc -l"))
    assert outcome.stdout.strip() == b"4"  # and the one that ls reads the folder by


# What remains: processes

LEFT = {
    "background": "sleep 71 &",
    "own session": "setsid sleep 71 &",
    "detached from its output": "setsid sleep 71 < /dev/null > /dev/null 2>&1 &",
    "without environment": "env -i sleep 71 &",
    "deaf": "(trap '' TERM HUP INT; sleep 71) &",
    "stopped": "sleep 71 & kill -STOP $!",
}


@pytest.mark.parametrize("script", LEFT.values(), ids=LEFT)
def test_a_process_left_behind_is_named_and_ended(hasty, script):
    outcome = hasty(*shell(f"{script}\necho bye"))
    assert (outcome.ended, outcome.status, outcome.stdout) == ("exit", 0, b"bye\n")
    assert outcome.remains
    for what in outcome.remains:
        pid, command = re.fullmatch(r"process (\d+) \((.*)\)", what).groups()
        assert "sleep 71" in command
        assert not psutil.pid_exists(int(pid))


DAEMON = """
    import os, time
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.chdir("/")
            null = os.open(os.devnull, os.O_RDWR)
            for stream in range(3):
                os.dup2(null, stream)
            os.execve("/bin/sleep", ["sleep", "72"], {})
        os._exit(0)
    os.wait()
"""


def test_a_daemon_is_named_and_ended(hasty):
    [what] = hasty(*python(DAEMON)).remains
    pid, command = re.fullmatch(r"process (\d+) \((.*)\)", what).groups()
    assert command == "sleep 72"
    assert not psutil.pid_exists(int(pid))


def test_what_a_program_ended_by_a_signal_leaves_is_found_too(hasty):
    outcome = hasty(*shell("sleep 73 & kill -ABRT $$"))
    assert outcome.status == -signal.SIGABRT
    assert [re.sub(r"\d+", "N", what, count=1) for what in outcome.remains] == [
        "process N (sleep 73)"
    ]


def test_many_children_are_all_named_and_ended(hasty, marker):
    outcome = hasty(*shell(f"for i in $(seq 40); do sh -c 'sleep 74; : {marker}' & done"))
    assert len([what for what in outcome.remains if marker in what]) == 40
    assert alive(marker) == []


def test_a_command_line_is_named_on_one_line(hasty):
    [what] = hasty(*shell("sh -c 'sleep 75\n\n  echo \t two lines' &")).remains[:1]
    assert "(sh -c sleep 75 echo two lines)" in what


def test_a_process_that_ends_a_little_later_is_fine_and_heard(patient):
    outcome = patient(*shell("(sleep 0.3; echo late) & echo early"))
    assert outcome.stdout == b"early\nlate\n"
    assert outcome.remains == ()


def test_a_daemon_that_ends_a_little_later_is_fine(patient):
    outcome = patient(*shell("(setsid sleep 0.3 > /dev/null 2>&1 &) ; echo early"))
    assert (outcome.stdout, outcome.remains) == (b"early\n", ())


def test_too_much_output_after_the_end_is_too_much(patient, marker):
    outcome = patient(*shell(f"(sleep 0.2; exec yes {marker}) &"), timeout=LONG)
    assert outcome.ended == "output"
    assert alive(marker) == []


# What remains: files and the rest

PLACES = {
    "a file in /tmp": ("echo x > /tmp/left-over", "/tmp/left-over"),
    "a folder in /tmp": (
        "mkdir -p /tmp/left-over/more; echo x > /tmp/left-over/x",
        "/tmp/left-over",
    ),
    "a link in /tmp": ("ln -s /etc/passwd /tmp/left-over", "/tmp/left-over"),
    "shared memory": ("echo x > /dev/shm/left-over", "/dev/shm/left-over"),
    "a semaphore": ("echo x > /dev/shm/sem.left-over", "/dev/shm/sem.left-over"),
    "System V shared memory": ("ipcmk -M 1000", r"System V shm \d+"),
    "System V semaphores": ("ipcmk -S 2", r"System V sem \d+"),
    "a System V queue": ("ipcmk -Q", r"System V msg \d+"),
}


@pytest.mark.parametrize(("script", "name"), PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("end", ["exit 0", "kill -KILL $$"])
def test_what_is_left_is_named_and_removed(ran, script, name, end):
    outcome = ran(*shell(f"{script} > /dev/null; {end}"))
    assert [what for what in outcome.remains if re.fullmatch(name, what)]
    assert os.path.exists("/etc/passwd")
    look = f"ls -d {name}"
    if found := re.fullmatch(r"System V (\w+) (\d+)", outcome.remains[0]):
        look = f"ipcs -i {found[2]} -{dict(shm='m', sem='s', msg='q')[found[1]]}"
    after = ran(*shell(look))
    assert (after.stdout, after.stderr != b"") == (b"", True)


def test_a_posix_message_queue_is_named_and_removed(ran):
    program = """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        queue = libc.mq_open(b"/left-over", os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600, None)
        print("made" if queue >= 0 else os.strerror(ctypes.get_errno()))
    """
    outcome = ran(*python(program))
    if outcome.stdout != b"made\n" or not os.path.isdir("/dev/mqueue"):
        pytest.skip("no message queues here")
    assert outcome.remains == ("/dev/mqueue/left-over",)
    assert ran(*python(program)).stdout == b"made\n"  # so the first one is gone


def test_what_a_run_past_its_time_leaves_is_named_and_removed(ran):
    outcome = ran(*shell("echo x > /dev/shm/left-over; sleep 60"), timeout=1.0)
    assert (outcome.ended, outcome.remains) == ("timeout", ("/dev/shm/left-over",))
    assert ran(*shell("ls /dev/shm")).stdout == b""


def test_what_is_made_and_removed_again_is_fine(ran):
    outcome = ran(
        *shell("echo x > /tmp/mine; rm /tmp/mine; ipcrm -m $(ipcmk -M 9 | grep -o '[0-9]*$')")
    )
    assert (outcome.status, outcome.remains) == (0, ())


def test_runs_side_by_side_do_not_see_each_other_s_places():
    script = shell("mkdir /tmp/same /dev/shm/same && sleep 0.5 && rmdir /tmp/same /dev/shm/same")
    with Workers(2, [], run.run) as workers:
        if not workers.separate:
            pytest.skip("this system gives workers no places of their own")
        workers.start(Job(script, LONG))
        workers.start(Job(script, LONG))
        done: list[Outcome] = []
        while len(done) < 2:
            done += [outcome for _, outcome in workers.finished()]
    assert [(o.status, o.stderr, o.remains) for o in done] == [(0, b"", ())] * 2


def test_what_must_stay_visible_below_tmp_is(tmp_path):
    (tmp_path / "here").write_text("seen\n")
    with Workers(1, [tmp_path], run.run) as workers:
        ran = runner(workers)
        assert ran("/bin/cat", str(tmp_path / "here")).stdout == b"seen\n"
        outcome = ran(*shell("echo x > /tmp/mine"))
    assert outcome.remains == ("/tmp/mine",)
    assert not Path("/tmp/mine").exists()
    assert (tmp_path / "here").exists()


@pytest.fixture
def shared(monkeypatch, tmp_path) -> Path:
    """Has workers share their places, which are below the folder returned, with others."""
    for name in ("_TMP", "_SHM", "_QUEUES"):
        monkeypatch.setattr(sandbox, name, tmp_path / name)
        (tmp_path / name).mkdir()
    remaining = sandbox._remaining
    monkeypatch.setattr(sandbox, "_separate", lambda keep: False)
    monkeypatch.setattr(
        sandbox, "_remaining", lambda: (w for w in remaining() if not w.startswith("System V"))
    )
    return tmp_path


def test_in_shared_places_only_what_is_new_is_removed(shared, monkeypatch):
    monkeypatch.setattr(sandbox, "_alone", lambda: True)
    (shared / "_TMP" / "old").touch()
    (shared / "_SHM" / "old").touch()
    with Workers(3, [], run.run) as workers:
        assert (workers.separate, workers.free) == (False, 1)
        outcome = runner(workers)(*shell(f"cd {shared}; touch _TMP/new _SHM/new _TMP/old; ls _TMP"))
    assert outcome.remains == (str(shared / "_SHM" / "new"), str(shared / "_TMP" / "new"))
    assert sorted(str(p.relative_to(shared)) for p in shared.rglob("*?/*")) == [
        "_SHM/old",
        "_TMP/old",
    ]


def test_in_shared_places_what_may_be_another_s_is_named_and_left(shared, monkeypatch):
    monkeypatch.setattr(sandbox, "_alone", lambda: False)
    with Workers(1, [], run.run) as workers:
        outcome = runner(workers)(*shell(f"touch {shared}/_SHM/new"))
    [what] = outcome.remains
    assert what == f"{shared}/_SHM/new (left there: it may be another program's)"
    assert (shared / "_SHM" / "new").exists()


@pytest.mark.parametrize(("other", "alone"), [("", "True"), ("sleep 60 &", "False")])
def test_who_else_runs_is_noticed(other, alone):
    """In a process namespace of its own: the machine has others."""
    apart = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "/bin/sh"]
    if subprocess.run([*apart, "-c", ":"], capture_output=True, check=False).returncode:
        pytest.skip("this system gives no process namespaces")
    # A shell is the first process there; the tool it starts is another's parent.
    tool = "from extract_and_test import sandbox; print(sandbox._alone())"
    script = f'{other} /bin/sh -c \'"$0" -c "$1"; :\' "$0" "$1"; kill $! 2> /dev/null; :'
    seen = subprocess.run(
        [*apart, "-c", script, sys.executable, tool],
        env=os.environ | {"PYTHONPATH": str(Path(run.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert seen.stdout == alone + "\n"


# Blocked


def printed(text: bytes, stdout: bytes) -> bool:
    return stdout == text


READY = partial(printed, b"ready\n")


def test_a_program_that_blocks_with_its_output_complete_is_blocked(ran, marker):
    outcome = ran(*shell(f"echo ready; sleep 60; : {marker}"), blocked_when=READY)
    assert (outcome.ended, outcome.stdout) == ("blocked", b"ready\n")
    assert outcome.remains == ()
    assert alive(marker) == []


def test_threads_and_processes_that_all_wait_are_blocked(ran):
    program = """
        import os, threading
        lock = threading.Lock()
        lock.acquire()
        for _ in range(3):
            threading.Thread(target=lock.acquire).start()
        if os.fork() == 0:
            os.read(os.pipe()[0], 1)
        print("ready", flush=True)
        lock.acquire()
    """
    assert ran(*python(program), blocked_when=READY).ended == "blocked"


NOT_BLOCKED = {
    "spins": "while True: pass",
    "polls": "while True: time.sleep(0.01)",
    "has a thread that spins": "threading.Thread(target=spin).start(); time.sleep(60)",
    "has a child that spins": "os.fork() or spin(); time.sleep(60)",
    "goes on starting threads": """
while True:
    threading.Thread(target=time.sleep, args=(0.02,)).start()
    time.sleep(0.05)""",
}


@pytest.fixture(scope="module")
def not_blocked() -> dict[str, Outcome]:
    """What came of each of NOT_BLOCKED, run side by side."""
    common = """
import os, threading, time
def spin():
    while True: pass
print("ready", flush=True)
"""
    todo = [
        Job((sys.executable, "-S", "-c", common + last), 2.5, blocked_when=READY)
        for last in NOT_BLOCKED.values()
    ]
    outcomes: dict[tuple[str, ...], Outcome] = {}
    waiting = list(todo)
    with Workers(len(todo), [], run.run) as workers:
        while len(outcomes) < len(todo):
            while waiting and workers.free:
                workers.start(waiting.pop())
            outcomes |= {job.argv: outcome for job, outcome in workers.finished()}
    return {name: outcomes[job.argv] for name, job in zip(NOT_BLOCKED, todo)}


@pytest.mark.parametrize("name", NOT_BLOCKED)
def test_a_program_that_still_runs_is_not_blocked(not_blocked, name):
    assert (not_blocked[name].ended, not_blocked[name].stdout) == ("timeout", b"ready\n")


def test_a_program_that_blocks_before_its_output_is_complete_is_not_what_is_meant(ran):
    outcome = ran(*shell("printf rea; sleep 60; echo dy"), timeout=2.5, blocked_when=READY)
    assert (outcome.ended, outcome.stdout) == ("timeout", b"rea")


def test_output_that_comes_after_a_pause_counts(ran):
    outcome = ran(*shell("sleep 1.3; echo ready; sleep 60"), blocked_when=READY)
    assert (outcome.ended, outcome.stdout) == ("blocked", b"ready\n")


def test_a_program_that_ends_is_not_blocked(ran):
    outcome = ran(*shell("echo ready; exit 5"), blocked_when=READY)
    assert (outcome.ended, outcome.status) == ("exit", 5)


def test_a_little_processor_time_can_be_allowed(ran):
    polling = python("import time\nprint('ready', flush=True)\nwhile True: time.sleep(0.05)")
    assert ran(*polling, blocked_when=READY, idle_seconds=5.0).ended == "blocked"


def test_one_look_after_a_long_wait_is_no_evidence(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(run.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(run, "_processor_time", lambda: {(1, 1): 7})
    idle = run._Idle(0.0)
    assert not idle.long_enough()
    now[0] += 30.0
    assert not idle.long_enough()
    assert any(idle.long_enough() for _ in range(20))

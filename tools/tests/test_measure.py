"""How the tool's speed is measured: figures and targets, synthetic projects, runs in turn."""

import io
import os
import shutil
import signal
import socket
import subprocess

import pytest
from rich.console import Console

from extract_and_test import catalogue, check, verify
from measuring import building, clock, command, figure, growing, others, spreading, synthetic
from measuring.clock import Run
from measuring.figure import Figure, MeasureError, MissingError
from measuring.plan import Plan
from project import LONG, REPOSITORY, alive, until


def plan(folder, **more):
    told = []
    values = {"sample": ["ch01"], "rounds": 2, "jobs": 2, "sizes": [1, 2, 3], "tell": told.append}
    return Plan(folder=folder, **(values | more)), told


@pytest.mark.parametrize(
    ("values", "at_most", "median", "met"),
    [
        ((0.4,), 0.5, 0.4, True),
        ((0.5,), 0.5, 0.5, True),
        ((0.9, 0.1, 0.4), 0.5, 0.4, True),
        ((0.9, 0.6, 0.4), 0.5, 0.6, False),
        ((1.0, 3.0), None, 2.0, None),
    ],
)
def test_the_median_decides_whether_a_target_is_met(values, at_most, median, met):
    one = Figure("it", values, at_most=at_most)
    assert (one.median, one.met) == (median, met)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.0123, "0.012"),
        (0.123, "0.12"),
        (1.236, "1.24"),
        (12.34, "12.3"),
        (1234, "1234"),
    ],
)
def test_values_are_rounded_as_a_person_would(value, text):
    assert figure.rounded(value) == text


def test_what_is_said_of_a_figure():
    assert Figure("it", (2.0, 1.0, 4.0)).said() == "2.00 × (1.00 … 4.00)"
    assert Figure("it", (0.25,), "s").said() == "0.25 s"


def test_ratios_are_taken_round_by_round():
    assert figure.ratios((1.0, 9.0), (2.0, 3.0)) == (0.5, 3.0)
    with pytest.raises(ValueError):
        figure.ratios((1.0,), (1.0, 2.0))


@pytest.mark.parametrize(
    ("runs", "jobs", "seconds"),
    [([], 4, 0.0), ([3.0, 1.0], 4, 3.0), ([1.0] * 8, 4, 2.0), ([1.0], 1, 1.0)],
)
def test_no_order_of_runs_is_quicker_than_the_bound(runs, jobs, seconds):
    assert figure.bound(runs, jobs) == seconds


def shown(*figures, terminal=False):
    text = io.StringIO()
    figure.show(figures, "a machine", Console(file=text, width=200, force_terminal=terminal))
    return text.getvalue()


def test_in_a_pipe_the_table_is_markdown():
    lines = shown(Figure("it", (2.0,), "s", 1.0, "of [two]"), Figure("other", (1.0,))).splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if "|" in line]
    assert rows[0][:3] == ["measured", "median (least … greatest)", "target"]
    assert rows[2:] == [
        ["it", "2.00 s", "at most 1.00 s", "MISSED", "of [two]"],
        ["other", "1.00 ×", "", "", ""],
    ]
    assert "a machine" in lines


def test_on_a_terminal_a_missed_target_stands_out():
    assert "\x1b[1;31mMISSED" in shown(Figure("it", (2.0,), "s", 1.0), terminal=True)
    assert "\x1b[32mmet" in shown(Figure("it", (0.5,), "s", 1.0), terminal=True)


def test_a_command_is_run_and_its_memory_is_its_own(tmp_path):
    ballast = bytearray(1) * (150 << 20)  # what starts it is large, and does not count
    done = clock.run(
        ["sh", "-c", "echo said; pwd; echo $WORD; exit 3"], tmp_path, {"WORD": "w"}, allowed=[3]
    )
    assert done.output.split() == ["said", str(tmp_path), "w"]
    assert done.status == 3
    assert 0 < done.memory < len(ballast)
    assert done.seconds > 0


def test_a_command_that_fails_is_told_with_its_last_words(tmp_path):
    with pytest.raises(MeasureError, match="ended with 1: because"):
        clock.run(["sh", "-c", "echo because; exit 1"], tmp_path)
    with pytest.raises(MeasureError, match="can't be run"):
        clock.run(["/no/such/program"], tmp_path)


def test_a_command_that_does_not_end_is_ended(tmp_path):
    word = f"measured-{os.getpid()}"
    with pytest.raises(MeasureError, match="still running after 0.2 s"):
        clock.run(["sh", "-c", "sleep 300; :", word], tmp_path, limit=0.2)
    assert until(lambda: not alive(word))


def test_ways_take_turns():
    order = []

    def way(name):
        return lambda: order.append(name) or Run(len(order), 0.5)

    told = []
    taken = clock.in_turn(2, {"a": way("a"), "b": way("b")}, told.append)
    assert order == ["a", "b", "a", "b"]
    assert {name: clock.seconds(runs) for name, runs in taken.items()} == {"a": (1, 3), "b": (2, 4)}
    assert told[-1] == "  round 2 of 2: b 4.00 s, 0.50 s of processor time"


@pytest.mark.parametrize("count", [1, 98, 99, 100, 9801, 10_000])
def test_names_are_in_reading_order_and_those_of_listings(count):
    names = list(synthetic.names(count))
    assert len(set(names)) == count
    assert names == sorted(names)
    assert all(catalogue.CHAPTER.fullmatch(name.partition("/")[0]) for name in names)
    assert all(catalogue.listing.FILE_NAME.fullmatch(f"{name[5:]}.cpp") for name in names)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return synthetic.make(tmp_path_factory.mktemp("synthetic") / "three", 3)


def test_a_synthetic_project_holds(project):
    found = catalogue.read(project.root)
    assert found.names == project.names
    assert not list(check.every_problem(found))
    for name in project.names:
        done = subprocess.run([project.program(name)], capture_output=True, text=True, check=True)
        assert tuple(done.stdout.splitlines()) == synthetic.printed(name)


def test_it_is_tested_as_it_is(project):
    where = {"LISTINGS_BUILD": str(project.build)}
    test = [project.root / "tools" / "listings", "test", "--no-build", "-j", "1"]
    done = clock.run(test, project.root, where, LONG)
    assert done.output.splitlines()[-1] == "3 passed, 0 failed, 0 skipped"


@pytest.mark.parametrize("make", [others.lit, others.ctest])
def test_others_test_the_same_and_see_what_is_wrong(project, tmp_path, make):
    try:
        test = make(project, tmp_path / "right", 1)
    except MissingError as error:
        pytest.skip(str(error))
    clock.run(test, tmp_path, limit=LONG)
    wrong = synthetic.Project(project.root, (*project.names, project.names[0] + "_not_there"))
    os.link(project.program(project.names[0]), program := project.program(wrong.names[-1]))
    try:
        clock.run(make(wrong, tmp_path / "renamed", 1), tmp_path, limit=LONG)
        program.unlink()
        program.write_text("#!/bin/sh\necho started\necho other\necho done\n")
        program.chmod(0o755)
        with pytest.raises(MeasureError, match="ended with"):
            clock.run(make(wrong, tmp_path / "wrong", 1), tmp_path, limit=LONG)
    finally:
        program.unlink()


def test_what_is_not_installed_is_said_in_one_line(project, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingError, match="CTest is missing: [^\n]*$"):
        others.ctest(project, tmp_path / "ctest", 1)


@pytest.mark.parametrize(
    ("taken", "slope"),
    [
        ((1, 10, 100), 1.0),
        ((5 + 1, 5 + 10, 5 + 100), 1.0),
        ((1, 100, 10_000), 10.0),
        ((1, 10), None),
        ((1, 1, 5), None),
    ],
)
def test_growth_is_told_from_what_starting_takes(taken, slope):
    sizes = (1, 10, 100)[: len(taken)]
    found = growing.slope(sizes, taken)
    assert found == (pytest.approx(slope, rel=0.15) if slope else None)


def test_the_lines_to_match_are_in_another_order_that_is_allowed():
    block, output = growing.lanes(60, 6)
    assert block != output
    for lane in range(6):
        assert [t for n, t in block if n == lane] == [t for n, t in output if n == lane]
    expected = catalogue.listing.trace.parse(f"l{lane}| {text}" for lane, text in block)
    text = "".join(f"{text}\n" for _, text in output)
    assert verify.matches(catalogue.listing.Expected(1, (), expected), text.encode())


def test_a_listing_is_changed_and_changed_back(tmp_path):
    file = tmp_path / "one.cpp"
    text = "int main() {}\n\n/* Output:\n/* Output:\n*/\n"
    file.write_text(text)
    building._change(file)
    assert file.read_text() == text.replace("/* Output:", "// Measured.\n\n/* Output:", 1)
    building._change(file)
    assert file.read_text() == text


def test_the_sample_is_a_copy(tmp_path):
    here, _ = plan(tmp_path, sample=["ch01/01"])
    one = building.sample(here)
    assert [listing.name[:7] for listing in one.listings] == ["ch01/01"]
    assert (one.root / "tools" / "listings").read_bytes() == (
        REPOSITORY / "tools/listings"
    ).read_bytes()
    assert not (one.root / "build").exists()


def test_a_server_is_held_to_have_compiled_what_its_log_says():
    log = """distccd[7] (dcc_job_summary) client: 127.0.0.1:38104 COMPILE_OK exit:0 c++ a.cpp
distccd[7] (dcc_job_summary) client: 127.0.0.1:38105 COMPILE_ERROR exit:1 c++ b.cpp
distccd[7] job complete
distccd[7] (dcc_job_summary) client: 127.0.0.1:38106 CLI_DISCONN exit:0
"""
    assert spreading.compiled(log) == 2
    assert spreading.compiled("") == 0


@pytest.mark.skipif(shutil.which("distccd") is None, reason="needs distccd")
def test_a_server_is_there_and_ends(tmp_path):
    for folder in (tmp_path, *tmp_path.parents[:2]):  # for the user that root's server becomes
        folder.chmod(0o755)
    with spreading.server(tmp_path / "one") as port:
        assert alive(f"{port}")
        socket.create_connection(("127.0.0.1", port), timeout=LONG).close()
    assert until(lambda: not alive(f"{port}"))


def test_without_distcc_that_is_said_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingError, match="^distcc is missing: [^\n]*$"):
        next(spreading.distcc(plan(tmp_path)[0]))


def measure(tmp_path, monkeypatch, capsys, whats, *arguments):
    monkeypatch.setattr(command, "WHATS", whats)
    status = command.main([*arguments, "--in", str(tmp_path)])
    return status, *capsys.readouterr()


def fast(_):
    """Something fast."""
    yield Figure("fast", (0.1,), "s", 1.0)


def slow(_):
    """Something slow."""
    yield Figure("slow", (5.0,), "s", 1.0)


def missing(_):
    yield Figure("first", (0.2,), "s")
    raise MissingError("a tool is missing: install it")


def broken(_):
    raise MeasureError("it broke")
    yield


WHATS = {"fast": fast, "slow": slow, "missing": missing, "broken": broken}


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["fast"], 0), (["fast", "slow"], 1), (["missing"], 0), (["broken", "slow"], 2), ([], 2)],
)
def test_the_exit_status_tells_whether_targets_are_met(
    tmp_path, monkeypatch, capsys, arguments, status
):
    assert measure(tmp_path, monkeypatch, capsys, WHATS, *arguments)[0] == status


def test_what_can_not_be_measured_is_left_out(tmp_path, monkeypatch, capsys):
    _, out, err = measure(tmp_path, monkeypatch, capsys, WHATS)
    assert "left out: a tool is missing: install it\n" in err
    assert "measure: broken: it broke\n" in err
    assert "Something fast.\n" in err
    assert [word for word in ("fast", "slow", "first") if f"| {word} " in out] == [
        "fast",
        "slow",
        "first",
    ]


@pytest.mark.parametrize("argument", ["never", "--rounds=0", "--sizes=many"])
def test_what_can_not_be_meant_is_refused(argument, capsys):
    with pytest.raises(SystemExit) as refused:
        command.main([argument])
    assert refused.value.code == 2
    assert argument.rpartition("=")[2] in capsys.readouterr().err


def test_an_interrupted_session_leaves_nothing(tmp_path):
    folder = tmp_path / "tmp"
    folder.mkdir()
    words = [REPOSITORY / "tools" / "measure", "growth", "--sizes", "2000", "--rounds", "100"]
    process = subprocess.Popen(
        words,
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        assert until(lambda: alive(str(folder)))
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=LONG)
    finally:
        process.kill()
    assert process.returncode == 130
    assert not alive(str(folder))
    assert not list(folder.iterdir())

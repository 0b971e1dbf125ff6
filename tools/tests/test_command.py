"""The command line: what each command prints, and its exit status."""

import json
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest
from project import HOLD, LONG, failed, held, listing, main, output, project

from extract_and_test import command

NAMES = [path.removesuffix(".cpp") for path, *_ in HOLD]


# Usage


def test_without_a_command_it_can_not_run(project):
    done = project.listings()
    assert done.returncode == 2
    assert "COMMAND" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-command",),
        ("test", "--no-such-option"),
        ("test", "--repeat", "0"),
        ("test", "--repeat", "x"),
        ("test", "-j", "-1"),
        ("test", "--preset", "none"),
        ("test", "--shard", "0/3"),
        ("test", "--shard", "4/3"),
        ("test", "--shard", "1"),
        ("run",),
        ("run", "ch01/01", "ch01/02"),
        ("find",),
        ("show",),
        ("accept",),
        ("extract", "x.md"),
    ],
)
def test_what_can_not_be_meant_is_refused(arguments, capsys):
    with pytest.raises(SystemExit) as raised:
        command.main(arguments)
    assert raised.value.code == 2
    seen = capsys.readouterr()
    assert (seen.out, seen.err.startswith("usage: tools/listings")) == ("", True)


@pytest.mark.parametrize("name", ["test", "list", "check", "accept", "match", "run"])
def test_a_selector_that_means_nothing_is_refused_with_advice(project, name):
    done = project.listings(name, "ch01/02_lance")
    assert (done.returncode, done.stdout) == (2, "")
    advice = "listings: nothing is selected by 'ch01/02_lance': did you mean ch01/02_lanes"
    assert done.stderr.startswith(advice)
    assert done.stderr.count("\n") == 1


def test_help_is_no_failure(project):
    done = project.listings("--help")
    assert (done.returncode, done.stderr) == (0, "")
    for name in "test run list find show check extract match accept coverage book".split():
        assert re.search(rf"^    {name} ", done.stdout, re.MULTILINE)


def test_without_a_compiler_it_can_not_run(project, tmp_path):
    for tool in ("sh", "dirname", "env", "python3"):
        found = subprocess.run(["which", tool], capture_output=True, text=True).stdout.strip()
        (tmp_path / tool).symlink_to(os.path.realpath(found))
    for arguments in (("test", "ch01"), ("run", "ch01/01"), ("accept", "ch01/01")):
        done = project.listings(*arguments, env=os.environ | {"PATH": str(tmp_path)})
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "listings: missing: cmake, ninja, c++; run tools/setup\n"


def test_a_reader_who_leaves_early_is_no_failure_to_report(project):
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    for arguments in (("list",), ("find", "threading.Thread"), ("list", "--json")):
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "w") as closed:
            done = subprocess.run(
                project.command(*arguments),
                stdout=closed,
                stderr=subprocess.PIPE,
                cwd=project.root,
                env=environment,
            )
        assert (done.returncode, done.stderr) == (2, b"")


# test: what concerns the command alone


def test_where_results_can_not_be_written_nothing_is_begun(project):
    for option in ("--json", "--junit"):
        done = project.listings("test", "ch01/01", option, "no/such/x.json")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "listings: no/such/x.json: there is no such folder to write to\n"


def on_terminal(project, *arguments: str, **environment: str) -> tuple[int, str]:
    """The exit status, and what came to a terminal of 100 columns."""
    main_side, command_side = pty.openpty()
    variables = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "CI")}
    variables |= {"TERM": "xterm-256color", "COLUMNS": "100"} | environment
    with subprocess.Popen(
        project.command(*arguments),
        cwd=project.root,
        stdin=command_side,
        stdout=command_side,
        stderr=command_side,
        env=variables,
    ) as process:
        os.close(command_side)
        seen = b""
        try:
            while chunk := os.read(main_side, 65536):
                seen += chunk
        except OSError:  # the other side is closed
            pass
        os.close(main_side)
        return process.wait(LONG), seen.decode()


def test_on_a_terminal_there_is_live_progress_and_colour(held, project):
    status, seen = on_terminal(project, "test", "--no-build", "ch01")
    assert status == 0
    assert re.search(r"\d/8 verified", seen)
    assert "ch01/06_deadlock" in seen  # it takes a second, so it is seen under way
    assert "passed (" not in seen
    assert re.search(r"\x1b\[32m8 passed, 0 failed, 0 skipped(\x1b\[\d*m|\s)*$", seen)


def test_no_color_is_honoured(failed, project):
    _, coloured = on_terminal(project, "test", "--no-build", "ch02/15")
    status, plain = on_terminal(project, "test", "--no-build", "ch02/15", NO_COLOR="1")
    assert status == 1
    colour = r"\x1b\[[0-9;]*3[0-9][0-9;]*m"
    assert re.search(colour, coloured)
    assert not re.search(colour, plain)
    assert re.search(r"0 passed, 1 failed, 0 skipped(\x1b\[\d*m|\s)*$", plain)


# run


def test_run_leaves_the_output_and_the_exit_status_as_they_are(held, project):
    done = project.listings("run", "--preset", "debug", "ch01/03", "--", "x", "-y", input="a\n")
    assert (done.returncode, done.stdout) == (3, "<x>\n<-y>\nb\n")
    assert done.stderr == "warning: 2 arguments\n"


def test_run_gives_the_listing_s_own_arguments_without_others(held, project):
    done = project.listings("run", "--preset", "debug", "ch01/03_everything.cpp", input="")
    assert done.stdout == "<two words>\n<three>\n"


def test_run_ends_by_the_listing_s_signal(held, project):
    assert project.listings("run", "--preset", "debug", "ch01/04").returncode == -6


def test_run_takes_one_listing(held, project):
    done = project.listings("run", "ch01")
    assert done.returncode == 2
    assert "'ch01' selects 7 listings, run takes one" in done.stderr


def test_run_shows_why_a_listing_does_not_compile(failed, project):
    done = project.listings("run", "--preset", "debug", "ch02/08")
    assert (done.returncode, done.stdout) == (1, "")
    assert "missing_name" in done.stderr
    assert "ch02/08_does_not_compile does not compile" in done.stderr


def test_run_says_what_a_listing_lacks(held, project):
    # Once, so that CMake has seen which listings there are now.
    assert project.listings("run", "--preset", "debug", "ch01/01").returncode == 0
    with project.changed("build/debug/skipped.txt", "ch01/01_plain.cpp: needs OpenSSL\n"):
        done = project.listings("run", "--preset", "debug", "ch01/01")
    assert done.returncode == 2
    assert done.stderr == "listings: ch01/01_plain needs OpenSSL: tools/setup installs it\n"


# list, show, find, coverage


def test_list_tells_what_each_listing_is(project):
    done = project.listings("list", "ch01/01", "ch01/02", "ch01/05")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "ch01/01_plain             It is a test.",
        "                          threading.Thread, threading.Thread.start",
        "ch01/02_lanes             It is a test.",
        "                          threading.Thread.join",
        "ch01/05_must_not_compile  It is a test.",
        "                          no Python name",
    ]


def test_list_as_json(project):
    done = project.listings("list", "--json")
    records = {record["name"]: record for record in json.loads(done.stdout)}
    assert set(NAMES) < set(records)
    assert records["ch01/03_everything"] == {
        "name": "ch01/03_everything",
        "path": "ch01/03_everything.cpp",
        "chapter": "ch01",
        "summary": "It is a test.",
        "python": ["sys.argv"],
        "counterpart": "ch01/python/03_everything.py",
        "no_counterpart": None,
        "args": ["two words", "three"],
        "exit": 3,
        "timeout": 30.0,
        "expect": None,
        "platform": None,
        "needs": None,
        "output": ["<two words>", "<three>", "IBM", "gjo"],
    }
    assert records["ch01/05_must_not_compile"]["output"] is None


def test_show_has_the_counterpart_behind_the_listing(project):
    done = project.listings("show", "ch01/01", "ch01/04")
    text = (project.root / "ch01/01_plain.cpp").read_text().rstrip()
    counterpart = (project.root / "ch01/python/01_plain.py").read_text().rstrip()
    assert done.stdout.startswith(f"{text}\n\n{counterpart}\n")
    assert done.stdout.endswith("# no counterpart: because this is a test.\n")
    assert (done.returncode, done.stderr) == (0, "")
    with project.changed("ch01/python/01_plain.py", None):
        done = project.listings("show", "ch01/01")
    assert done.stdout.endswith("# ch01/python/01_plain.py is missing\n")


def test_show_on_a_terminal_has_colour_and_the_command_that_compiles(project):
    status, seen = on_terminal(project, "show", "ch01/01")
    assert status == 0
    assert "\x1b[38;" in seen
    assert "g++ -std=c++20 -O2 ch01/01_plain.cpp -o 01_plain" in seen


@pytest.mark.parametrize(
    ("name", "status", "lines"),
    [
        ("threading.Thread", 0, ["threading.Thread", "    ch01/01_plain.cpp"]),
        ("thread.join", 0, ["threading.Thread.join", "    ch01/02_lanes.cpp"]),
        ("argv", 0, ["sys.argv", "    ch01/03_everything.cpp"]),
        (
            "stack_size",
            0,
            [
                "threading.stack_size",
                "    no counterpart: Nobody needs to set it here.",
            ],
        ),
        ("Lock", 1, ["threading.Lock", "    nothing yet; it belongs to ch02"]),
    ],
)
def test_find(project, name, status, lines):
    done = project.listings("find", name)
    assert (done.returncode, done.stdout.splitlines()) == (status, lines)


def test_find_of_an_unknown_name_is_refused(project):
    done = project.listings("find", "no_such_name")
    assert done.returncode == 2
    assert "no name like 'no_such_name'" in done.stderr


def test_coverage_counts_by_chapter(project):
    done = project.listings("coverage")
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[1:] == [
        ["ch01", "3", "1", "0"],
        ["ch02", "0", "0", "1"],
        ["all", "3", "1", "1"],
        ["missing:", "threading.Lock", "(ch02)"],
    ]
    assert done.returncode == 1


def test_coverage_of_a_chapter(project):
    done = project.listings("coverage", "ch01")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == ["ch01", "all"]
    done = project.listings("coverage", "ch77")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'ch77' is no chapter that has names: ch01 ch02" in done.stderr


def test_coverage_as_json(project):
    records = json.loads(project.listings("coverage", "--json").stdout)
    assert records[0] == {
        "chapter": "ch01",
        "name": "threading.Thread",
        "role": "class",
        "kind": "listed",
        "listings": ["ch01/01_plain"],
        "reason": None,
    }
    assert [record["kind"] for record in records] == [
        *["listed"] * 3,
        "without counterpart",
        "missing",
    ]


# check


def test_check_of_what_is_in_order(project):
    done = project.listings("check", "ch01")
    assert done.stdout == "8 passed, 0 failed, 0 skipped\n"
    assert (done.returncode, done.stderr) == (0, "")


def test_check_of_everything(project):
    done = project.listings("check")
    assert done.returncode == 1
    assert "ch02/README.md:1: the chapter page is missing" in done.stdout
    *problems, last = done.stdout.splitlines()
    bad = {problem.split(":")[0] for problem in problems}
    assert re.fullmatch(rf"\d+ passed, {len(bad)} failed, 0 skipped", last)
    assert not {path for path in bad if path.startswith("ch01")}


def test_check_of_a_selection_tells_what_concerns_it(project):
    text = (project.root / "ch01/04_signal.cpp").read_text().replace("// Exit", "// Exist")
    with project.changed("ch01/04_signal.cpp", text):
        assert project.listings("check", "ch01/01").returncode == 0
        done = project.listings("check", "ch01/04")
        assert done.returncode == 1
        assert "ch01/04_signal.cpp:3: unknown directive 'Exist'" in done.stdout
        assert done.stdout.splitlines()[-1] == "1 passed, 1 failed, 0 skipped"
    with project.changed("ch01/Wrong.cpp", "int main() {}\n"):
        for selector in ("ch01", "ch01/README.md"):
            done = project.listings("check", selector)
            assert done.returncode == 1
            assert "ch01/Wrong.cpp:1: not a listing's name" in done.stdout
    with project.changed("ch01/python/01_plain.py", None):
        done = project.listings("check", "ch01/01")
        assert "ch01/01_plain.cpp:1: ch01/python/01_plain.py is missing" in done.stdout


def test_check_of_a_manuscript(project, tmp_path):
    book = tmp_path / "book.md"
    code = main('puts("one");\n    puts("two");')
    book.write_text(f"```cpp\n// ch01/01_plain.cpp\n{code}\n```\n")
    assert project.listings("check", book).stdout == "1 passed, 0 failed, 0 skipped\n"
    book.write_text('```cpp\n// ch01/01_plain.cpp\n    puts("three");\n```\n')
    done = project.listings("check", book)
    assert done.returncode == 1
    assert f"{book}:" in done.stdout
    assert done.stdout.splitlines()[-1] == "0 passed, 1 failed, 0 skipped"


# extract


def test_extract_writes_what_a_manuscript_holds(project, tmp_path):
    text = listing("ch01/09_new.cpp", main("return 0;"), output())
    (tmp_path / "a.md").write_text(f"```cpp\n{text}```\n")
    done = project.listings("extract", "a.md", "--to", "out", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "written out/ch01/09_new.cpp\n1 written, 0 unchanged\n"
    assert (tmp_path / "out/ch01/09_new.cpp").read_text() == text
    done = project.listings("extract", "a.md", "--to", "out", cwd=tmp_path)
    assert done.stdout == "unchanged out/ch01/09_new.cpp\n0 written, 1 unchanged\n"
    (tmp_path / "out/ch01/09_new.cpp").write_text("mine\n")
    done = project.listings("extract", "a.md", "--to", "out", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("listings: a.md:2: ")
    assert (tmp_path / "out/ch01/09_new.cpp").read_text() == "mine\n"
    done = project.listings("extract", "a.md", "--to", "out", "--force", cwd=tmp_path)
    assert (done.returncode, done.stdout.split()[0]) == (0, "written")


def test_extract_refuses_what_is_wrong_by_file_and_line(project, tmp_path):
    (tmp_path / "a.md").write_text("# A\n\n```cpp\n// ../out.cpp\nint main() {}\n```\n")
    done = project.listings("extract", "a.md", "--to", "out", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("listings: a.md:4: ")
    assert not (tmp_path / "out").exists()
    done = project.listings("extract", "b.md", "--to", "out", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "listings: b.md: no such file\n")


# match

ANY_ORDER = "started\nB 1\nA 1\nB 2\nA 2\nA 3\nB 3\ndone\n"


def test_match_of_a_listing_with_stdin(project):
    done = project.listings("match", "ch01/02", input=ANY_ORDER)
    assert (done.returncode, done.stdout) == (0, "1 passed, 0 failed, 0 skipped\n")
    done = project.listings("match", "ch01/02", input=ANY_ORDER.replace("A 2\nA 3", "A 3\nA 2"))
    assert done.returncode == 1
    assert "line 5 of the output is the first that no order allows: 'A 3'" in done.stdout
    assert done.stdout.splitlines()[-1] == "0 passed, 1 failed, 0 skipped"
    assert "\x1b" not in done.stdout


def test_match_of_files(project, tmp_path):
    (tmp_path / "block").write_text("a| 1\nb| 2\nend\n")
    (tmp_path / "good").write_bytes(b"2\n1\nend")
    (tmp_path / "bad").write_bytes(b"2\nend\n1\n\xff\n")
    assert project.listings("match", "block", "good", cwd=tmp_path).returncode == 0
    done = project.listings("match", "block", "bad", cwd=tmp_path)
    assert done.returncode == 1
    assert "\\xff" in done.stdout
    (tmp_path / "empty").touch()
    assert project.listings("match", "empty", "empty", cwd=tmp_path).returncode == 0
    assert project.listings("match", "empty", "good", cwd=tmp_path).returncode == 1


def test_match_of_a_listing_elsewhere(project, tmp_path):
    text = listing("any/where.cpp", main("return 0;"), output("*| x", "*| y"))
    (tmp_path / "one.cpp").write_text(text)
    assert project.listings("match", "one.cpp", cwd=tmp_path, input="y\nx\n").returncode == 0
    assert project.listings("match", "one.cpp", cwd=tmp_path, input="y\n").returncode == 1


def test_match_that_can_not_run(project, tmp_path):
    (tmp_path / "bad").write_text("{{(}}\n{{=x}}\n")
    (tmp_path / "good").write_text("x\n")
    for arguments, said in (
        (("bad", "good"), "bad: "),
        (("good", "missing"), "missing"),
        (("missing", "good"), "nothing is selected by 'missing'"),
        (("ch01", "good"), "'ch01' selects 7 listings, match takes one"),
        (("ch01/05", "good"), "ch01/05 has no Output block"),
    ):
        done = project.listings("match", *arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr


def test_match_of_a_block_too_ambiguous_to_decide(project, tmp_path):
    import random

    chance = random.Random(4)
    lanes = "abcdefghij"
    lines = [f"{','.join(chance.sample(lanes, 2))}| {{{{[xy]{{1,9}}}}}}" for _ in range(60)]
    (tmp_path / "block").write_text("\n".join(lines) + "\n")
    (tmp_path / "out").write_text("".join(chance.choice(["x\n", "y\n"]) for _ in range(60)))
    done = project.listings("match", "block", "out", cwd=tmp_path)
    assert done.returncode == 0  # every line fits everywhere: no search is needed


# What a listing names need not be below the current folder


def test_it_works_from_anywhere(held, project, tmp_path):
    done = project.listings("test", "--no-build", "ch01/01", cwd=tmp_path)
    assert done.returncode == 0
    done = project.listings("test", "--no-build", Path("ch01/01_plain.cpp"), cwd=project.root)
    assert done.returncode == 0

"""A test from end to end, on a small project that is really built; and how runs are counted."""

import json
import os
import re
import signal
import subprocess
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from project import HOLD, MARKER, SLOW_TO_COMPILE, alive, failed, held, listing, main
from project import output, project, report_on, until

from extract_and_test import build, listing as listings_format, session
from extract_and_test.session import Item, Options, Result, Session
from extract_and_test.trial import Trial, Verdict
from extract_and_test.verify import Finding

TOTALS = r"\d+ passed, \d+ failed, \d+ skipped"


def statuses(results: dict) -> dict[str, str]:
    """The status of each item by the name a report gives it."""
    return {
        r["listing"] + (f" ({r['variant']})" if r["variant"] != "listing" else ""): r["status"]
        for r in results["results"]
    }


# What holds


def test_every_listing_that_holds_passes(held):
    done, results = held
    names = [path.removesuffix(".cpp") for path, *_ in HOLD]
    more = ["ch01/07_data_race (tsan)"]
    more += [f"ch01/{n} (python)" for n in ("01_plain", "02_lanes", "03_everything", "06_deadlock")]
    assert statuses(results) == dict.fromkeys([*names, *more], "passed")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "12 passed, 0 failed, 0 skipped"


def test_in_a_pipe_each_result_has_a_plain_line(held):
    lines = held[0].stdout.splitlines()
    assert len(lines) == 13
    assert all(re.fullmatch(r"ch01/\w+( \(\w+\))? passed \(\d+\.\d\d s\)", x) for x in lines[:-1])
    assert "\x1b" not in held[0].stdout


def test_the_results_are_written_as_json(held):
    results = held[1]
    assert [results[what] for what in ("passed", "failed", "skipped")] == [12, 0, 0]
    [one] = [r for r in results["results"] if r["listing"] == "ch01/02_lanes"][:1]
    assert one["path"] == "ch01/02_lanes.cpp"
    assert (one["runs"], one["failures"]) == (1, 0)
    assert one["seconds"] >= 0


def test_the_results_are_written_as_junit_xml(held, project):
    root = ElementTree.parse(project.root / "held.xml").getroot()
    [suite] = root
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == ("ch01", "12", "0")
    assert {case.get("name") for case in suite} == set(statuses(held[1]))
    assert not list(suite.iter("failure"))


# What fails: each with its name, what was expected and what was seen

REPORTS = {
    "ch02/01_wrong_line": [
        "the output is none that the block on line 14 allows",
        "line 2 of the output is the first that no order allows: 'two'",
        "there should have come: 'too'",
    ],
    "ch02/02_reordered": [
        "'A 1'",
        "'a| A 2' (line 2 of the block)",
        "nearest allowed order",
    ],
    "ch02/03_hangs": ["still running after 1", "and was ended", "// Timeout: SECONDS"],
    "ch02/04_prints_without_end": ["printed more than 1 MiB", "| again", "1048576 bytes in all"],
    "ch02/05_leaves_a_process": ["left behind 2 s after it had ended: process", "sleep 77"],
    "ch02/06_leaves_memory": [
        "left behind: /dev/shm/left-memory",
        "left behind: System V shm",
        "left behind: /tmp/left-file",
        "remove it on every way out",
    ],
    "ch02/07_unexpected_signal": ["ended with SIGSEGV, expected exit code 0", "// Exit: SIGSEGV"],
    "ch02/08_does_not_compile": ["does not compile", "08_does_not_compile.cpp:9", "missing_name"],
    "ch02/09_does_not_link": ["does not compile", "undefined reference", "missing_function"],
    "ch02/10_compiles": ["it compiled, and the listing says 'Expect: compile error'"],
    "ch02/11_no_deadlock": ["ended (exit code 0), and the listing says 'Expect: deadlock'"],
    "ch02/12_spins": ["s it had neither ended nor blocked with its output complete"],
    "ch02/13_no_race": ["ThreadSanitizer reported no data race"],
    "ch02/14_writes_errors": ["wrote to stderr, and there is no '/* Errors:' block", "| oh"],
    "ch02/15_exit_code": ["ended with exit code 7, expected exit code 3"],
    "ch02/16_other_diagnostics": ["compiler's message", "error: expected", "missing_name"],
    "ch02/17_not_text": [r"\x00\xff\xfe|\x1b[31mred\x07|", "'text'"],
}


@pytest.mark.parametrize("name", REPORTS)
def test_what_fails_is_told(failed, name):
    shown = name if name != "ch02/13_no_race" else r"ch02/13_no_race \(tsan\)"
    report = report_on(failed, shown)
    assert report.startswith(f"{name} FAILED") or name == "ch02/13_no_race"
    for part in REPORTS[name]:
        assert part in report


def test_every_listing_that_fails_fails_and_no_other(failed):
    done, results = failed
    expected = dict.fromkeys(REPORTS, "failed") | {"ch02/13_no_race": "passed"}
    assert statuses(results) == expected | {"ch02/13_no_race (tsan)": "failed"}
    assert (done.returncode, done.stderr) == (1, "")
    last, before = done.stdout.splitlines()[:-3:-1]
    assert last == "1 passed, 17 failed, 0 skipped"
    assert set(before.split()[1:]) == {*REPORTS, "ch02/13_no_race(tsan)"} - {"ch02/13_no_race"}


def test_nothing_that_steers_a_terminal_is_passed_on(failed):
    assert not re.search(r"[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f]", failed[0].stdout)


def test_nothing_of_what_failed_remains(failed):
    assert not [p for p in alive("77") if p.cmdline() == ["sleep", "77"]]
    assert not Path("/dev/shm/left-memory").exists()
    assert not Path("/tmp/left-file").exists()


def test_a_report_is_in_the_json_and_the_junit_xml(failed, project):
    [one] = [r for r in failed[1]["results"] if r["listing"] == "ch02/15_exit_code"]
    assert one["findings"] == ["ended with exit code 7, expected exit code 3"]
    assert one["report"].splitlines()[0] == "ch02/15_exit_code FAILED"
    [suite] = ElementTree.parse(project.root / "failed.xml").getroot()
    messages = {case.get("name"): case[0].get("message") for case in suite if len(case)}
    assert len(messages) == 17
    assert messages["ch02/15_exit_code"] == one["findings"][0]


# Options


def test_what_has_been_built_can_be_taken(held, project):
    os.utime(project.root / "ch01" / "01_plain.cpp")
    before = (project.root / "build/debug/ch01/01_plain").stat().st_mtime_ns
    done, results = project.tested("--no-build", "ch01/01", "ch01/05", "ch01/07")
    assert done.returncode == 0
    assert results["passed"] == 4  # that it must not compile is tried all the same
    assert (project.root / "build/debug/ch01/01_plain").stat().st_mtime_ns == before


def test_what_has_not_been_built_can_not_be_taken(held, project):
    done, results = project.tested("--no-build", "ch03/01")
    assert done.returncode == 1
    assert "ch03/01_quick has not been built: leave out --no-build" in done.stdout
    done, _ = project.tested("--no-build", "--preset", "release", "ch01/01", "ch01/05")
    assert done.stdout.count("has not been built") == 2


def test_the_shards_are_disjoint_and_cover_everything(held, project):
    parts = []
    for part in (1, 2, 3):
        done, results = project.tested("--no-build", "--shard", f"{part}/3", "ch01")
        assert done.returncode == 0
        parts.append({r["listing"] for r in results["results"]})
    assert sum(map(len, parts)) == len(set().union(*parts)) == len(HOLD)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_an_empty_shard_builds_and_verifies_nothing(held, project):
    done = project.listings("test", "--shard", "2/2", "ch03/01")
    assert (done.returncode, done.stdout) == (0, "0 passed, 0 failed, 0 skipped\n")
    assert not (project.root / "build/debug/ch03/01_quick").exists()


def test_the_first_failure_can_be_the_last(failed, project):
    done, results = project.tested(
        "--no-build", "--fail-fast", "-j", "1", "ch02/01", "ch02/02", "ch02/15"
    )
    assert (done.returncode, len(results["results"])) == (1, 1)
    assert done.stdout.splitlines()[-1] == "0 passed, 1 failed, 0 skipped"


def test_runs_are_repeated_and_the_first_that_failed_is_told(held, project):
    count = project.root / "count"
    count.write_text("0")
    code = main(
        'FILE* file = fopen(argv[1], "r+");\n'
        "    int count = 0;\n"
        '    if (fscanf(file, "%d", &count) != 1)\n        return 1;\n'
        "    rewind(file);\n"
        '    fprintf(file, "%d", count + 1);\n'
        '    puts(count % 4 == 2 ? "odd" : "even");'
    ).replace("main()", "main(int, char* argv[])")
    text = listing("ch04/01_flaky.cpp", code, output("even"), f"Args: {count}")
    with project.changed("ch04/01_flaky.cpp", text):
        done, results = project.tested("--repeat", "8", "-j", "1", "ch04")
    [one] = results["results"]
    assert (one["runs"], one["failures"], done.returncode) == (8, 2, 1)
    assert "ch04/01_flaky FAILED in 2 of 8 runs, first in run 3" in done.stdout
    assert count.read_text() == "8"


def test_repeated_runs_that_hold_are_counted(held, project):
    done = project.listings("test", "--no-build", "--repeat", "5", "ch01/02")
    assert re.match(r"ch01/02_lanes passed \(5 runs, ", done.stdout)


def test_under_thread_sanitizer_a_race_must_be_reported_and_a_deadlock_blocks(project):
    done, results = project.tested("--preset", "tsan", "ch01/06", "ch01/07", "ch02/13")
    assert statuses(results) == {
        "ch01/06_deadlock": "passed",
        "ch01/07_data_race": "passed",
        "ch02/13_no_race": "failed",
    }
    assert done.returncode == 1
    assert "ThreadSanitizer reported no data race" in done.stdout


# A listing that changes


def test_a_listing_that_is_changed_is_built_again(held, project):
    good = (project.root / "ch01/01_plain.cpp").read_text()
    with project.changed("ch01/01_plain.cpp", good.replace('puts("two")', 'puts("three")')):
        done, _ = project.tested("ch01/01")
        assert "'three'" in done.stdout
    # One that no longer compiles is not run as it was before.
    with project.changed("ch01/01_plain.cpp", good.replace('puts("two")', "puts(two)")):
        done, results = project.tested("ch01/01", "ch01/04")
        assert statuses(results) == {"ch01/01_plain": "failed", "ch01/04_signal": "passed"}
    # Nor one that no longer links.
    unlinked = good.replace("int main() {", "void f();\n\nint main() {\n    f();")
    with project.changed("ch01/01_plain.cpp", unlinked):
        done, results = project.tested("ch01/01", "ch01/04")
        assert statuses(results) == {"ch01/01_plain": "failed", "ch01/04_signal": "passed"}
        assert "undefined reference" in done.stdout
    os.utime(project.root / "ch01/01_plain.cpp")
    assert project.tested("ch01/01")[0].returncode == 0


def test_a_missing_counterpart_is_told_with_the_mend(held, project):
    with project.changed("ch01/python/01_plain.py", None):
        done, results = project.tested("--no-build", "--python", "ch01/01")
    assert done.returncode == 1
    assert statuses(results) == {
        "ch01/01_plain": "passed",
        "ch01/01_plain (python)": "failed",
    }
    assert "ch01/python/01_plain.py is missing: write it, or say why" in done.stdout
    assert "// Counterpart: none, because" in done.stdout


def test_a_counterpart_that_prints_something_else_fails(held, project):
    with project.changed("ch01/python/01_plain.py", 'print("one")\nprint(undefined)\n'):
        done, _ = project.tested("--no-build", "--python", "ch01/01")
    report = report_on((done, {}), r"ch01/01_plain \(python\)")
    assert done.returncode == 1
    assert "ended with exit code 1, the listing with exit code 0" in report
    assert "NameError: name 'undefined' is not defined" in report


def test_a_listing_whose_library_is_missing_is_skipped_with_the_reason(held, project):
    with project.changed("build/debug/skipped.txt", "ch01/01_plain.cpp: needs OpenSSL\n"):
        done, results = project.tested("--no-build", "--python", "ch01/01")
    assert (done.returncode, results["skipped"]) == (0, 2)
    assert results["results"][0]["reason"] == "needs OpenSSL"
    assert "ch01/01_plain skipped: needs OpenSSL" in done.stdout


# Listings that can't be read

BAD = {
    "a misspelt directive": (
        listing("ch05/01_bad.cpp", main("return 0;"), output(), "Time-out: 3"),
        "ch05/01_bad.cpp:3: unknown directive 'Time-out'",
    ),
    "a wrong slugline": (
        listing("ch05/02_other.cpp", main("return 0;"), output()),
        "ch05/01_bad.cpp:1: the first line must be '// ch05/01_bad.cpp'",
    ),
    "no output": (
        listing("ch05/01_bad.cpp", main("return 0;"), ""),
        "ch05/01_bad.cpp:1: 'Output' is missing",
    ),
    "text after the blocks": (
        listing("ch05/01_bad.cpp", main("return 0;"), output() + "\nint more;"),
        "ch05/01_bad.cpp:14: text after the last block",
    ),
}


@pytest.mark.parametrize(("text", "problem"), BAD.values(), ids=BAD)
def test_a_listing_that_can_not_be_read_stops_the_test(project, text, problem):
    with project.changed("ch05/01_bad.cpp", text):
        done = project.listings("test", "ch05")
        assert done.returncode == 2
        assert problem in done.stderr
        assert re.fullmatch(TOTALS, done.stdout.splitlines()[-1])
        # What is not selected is no matter.
        assert project.listings("test", "--no-build", "ch01/01").returncode == 0


# Manuscripts

MANUSCRIPT = """# A book

```{.cpp #first}
// book/first.cpp
// It prints a line.
// Python: none

#include <stdio.h>
int main() { puts("hello"); }

/* Output:
hello
*/
```

A quotation:

```cpp
// book/first.cpp
int main() { puts("hello"); }
```
"""
SECOND = """
~~~c++
// book/deeper/second.cpp
// It prints another line.
// Python: none
#include <stdio.h>
int main() { puts("hello"); }
/* Output:
goodbye
*/
~~~
"""


def test_manuscripts_can_be_tested(project, tmp_path):
    book = tmp_path / "book.md"
    book.write_text(MANUSCRIPT + SECOND)
    done, results = project.tested(book)
    assert statuses(results) == {"book/first": "passed", "book/deeper/second": "failed"}
    assert done.returncode == 1
    assert not (project.root / "book").exists()
    # A listing that leaves the manuscript leaves the test.
    book.write_text(MANUSCRIPT)
    done, results = project.tested(book)
    assert (done.returncode, statuses(results)) == (0, {"book/first": "passed"})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (MANUSCRIPT.replace("// It prints", "// Wrong: x\n// It prints"), "book.md:5: unknown"),
        (MANUSCRIPT + SECOND.replace("goodbye\n*/", "goodbye"), "book.md:29: the Output block"),
        (MANUSCRIPT.replace('{ puts("hello"); }\n```', "{ return 1; }\n```"), "book.md:19"),
        ("# Nothing\n", "no listing in"),
    ],
)
def test_what_is_wrong_in_a_manuscript_is_told_by_its_line(project, tmp_path, text, problem):
    book = tmp_path / "book.md"
    book.write_text(text)
    done = project.listings("test", "book.md", cwd=tmp_path)
    assert done.returncode == 2
    assert problem in done.stderr


def test_manuscripts_and_listings_are_not_mixed(project, tmp_path):
    (tmp_path / "book.md").write_text(MANUSCRIPT)
    done = project.listings("test", tmp_path / "book.md", "ch01")
    assert done.returncode == 2
    assert "test manuscripts by themselves" in done.stderr


# Interrupted


def begun(project, *arguments: str) -> subprocess.Popen:
    """A test in a session of its own, as in a terminal."""
    return subprocess.Popen(
        project.command("test", *arguments),
        cwd=project.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def gone(processes: list[psutil.Process]) -> bool:
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_when_interrupted_it_ends_everything_and_says_how_far_it_got(held, project, number):
    file = project.root / "interrupted.json"
    with begun(project, "ch01/01", "ch03/01", "ch03/02", "--json", str(file)) as test:
        assert until(lambda: len(alive(MARKER)) >= 2, 200)
        assert until(lambda: (project.root / "build/debug/ch03/01_quick").exists(), 200)
        processes = psutil.Process(test.pid).children(recursive=True)
        os.killpg(test.pid, number)
        out, err = test.communicate(timeout=120)
        assert gone(processes)
    assert alive(MARKER) == []
    assert (test.returncode, err) == (130, "")
    before, last = out.splitlines()[-2:]
    assert re.fullmatch(r"interrupted: [0-2] of 3 verified, every process ended", before)
    assert re.fullmatch(TOTALS, last)
    assert json.loads(file.read_text())["passed"] == int(last.split()[0])
    file.unlink()


def test_when_killed_it_leaves_no_process(held, project):
    with begun(project, "ch03/02") as test:
        assert until(lambda: len(alive(MARKER)) >= 2, 200)
        processes = psutil.Process(test.pid).children(recursive=True)
        test.kill()
        assert until(lambda: gone(processes))
    assert until(lambda: not alive(MARKER))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_when_interrupted_in_the_build_it_ends_the_compiler(held, project, number):
    assert "constexpr" in SLOW_TO_COMPILE

    def compiling() -> list[psutil.Process]:
        return [p for p in alive("03_slow_to_compile") if "cc1plus" in p.name()]

    with begun(project, "ch03/03") as test:
        assert until(compiling, 200)
        os.kill(test.pid, number)
        out, _ = test.communicate(timeout=120)
    assert until(lambda: not alive("03_slow_to_compile"))
    if number == signal.SIGINT:
        assert "interrupted: 0 of 1 verified" in out


# How runs are ordered and counted


@pytest.fixture
def course(tmp_path) -> Session:
    text = listing("ch01/01_x.cpp", main("return 0;"), output())
    one = listings_format.parse(text, "ch01/01_x.cpp")
    return Session(build.Tree(tmp_path, tmp_path, tmp_path, "debug"), [one], Options(repeat=3))


def counted(course: Session, *verdicts: tuple[Finding, ...]) -> list[Result]:
    item = Item(course.listings[0])
    for number, findings in enumerate(verdicts, start=1):
        course._count(Trial(item, number, ("x",), "debug"), Verdict(findings, 0.25))
    return list(course._take())


def test_what_took_longest_is_run_first(course):
    started = []
    workers = SimpleNamespace(free=9, running=(), start=lambda trial: started.append(trial))
    one = course.listings[0]
    expected = {"ch01/01_x": 0.5, "ch01/01_x (python)": 2.0}
    course.options = replace(course.options, expected=expected)
    for variant in ("tsan", "", "python"):
        course._enqueue(Item(one, variant), ("x",))
    course._pump(workers, 0)
    assert [trial.item.variant for trial in started] == ["python"] * 3 + [""] * 3 + ["tsan"] * 3
    assert [trial.number for trial in started] == [1, 2, 3] * 3


def test_a_result_is_there_when_all_its_runs_are(course):
    assert counted(course, (), ()) == []
    assert counted(course, ())[0].status == "passed"


def test_the_first_failure_is_kept(course):
    first, second = (Finding("first"),), (Finding("second"),)
    [result] = counted(course, (), first, second)
    assert (result.status, result.runs, result.failures) == ("failed", 3, 2)
    assert (result.findings, result.failed_at, result.seconds) == (first, 2, 0.75)


def test_a_failed_precompiled_header_fails_what_needs_it(course, monkeypatch):
    monkeypatch.setattr(session.build, "up_to_date", lambda tree, target: target == "other")
    one, other = Item(course.listings[0]), Item(course.listings[0], "tsan")
    waiting = {"ch01_01_x": one, "other": other}
    course._not_built(waiting, [build.Failure("pch_ch01_09_z", "no such header")])
    assert waiting == {"other": other}
    [result] = course._take()
    assert (result.status, result.findings[0].excerpt) == ("failed", ("no such header",))


def test_long_messages_of_the_compiler_are_shortened(course):
    result = session._unbuilt(Item(course.listings[0]), "\n".join(map(str, range(100))))
    assert len(result.findings[0].excerpt) == 41
    assert result.findings[0].excerpt[-1] == "… 60 more lines"


def test_what_is_missing_to_build_is_said(monkeypatch):
    assert session.missing_tools() is None
    monkeypatch.setenv("PATH", "/nowhere")
    assert session.missing_tools() == "missing: cmake, ninja, c++; run tools/setup"

"""How results look: in a pipe, on a terminal, as JUnit XML and as JSON; and files written whole."""

import io
import json
import os
import xml.etree.ElementTree as ElementTree

import pytest
from project import listing, main, output
from rich.console import Console

from extract_and_test import listing as listing_format, report
from extract_and_test.mismatch import Row
from extract_and_test.session import Item, Progress, Result
from extract_and_test.verify import Finding


def item(path: str = "ch01/01_x.cpp", variant: str = "") -> Item:
    return Item(listing_format.parse(listing(path, main("return 0;"), output()), path), variant)


PASSED = Result(item(), "passed", runs=1, seconds=0.25)
SKIPPED = Result(item("ch02/01_y.cpp"), "skipped", reason="needs OpenSSL")
FINDING = Finding(
    "the output is none that the block allows",
    ("line 2 is the first",),
    (Row(" ", "one", "one"), Row("|", "two", "too"), Row(":", "", "")),
    ("x",),
)
FAILED = Result(item("ch02/02_z.cpp", "tsan"), "failed", (FINDING,), "", 5, 2, 3, 1.5)
FAILED_LINES = [
    "ch02/02_z (tsan) FAILED in 2 of 5 runs, first in run 3",
    "  the output is none that the block allows",
    "    line 2 is the first",
    "      output   nearest allowed order",
    "      one      one",
    "    | two      too",
    "    :",
    "    | x",
]


def reported(*results: Result, total: int = 3, interrupted: bool = False, **more: object) -> str:
    file = io.StringIO()
    console = Console(file=file, highlight=False, soft_wrap=True, width=100, **more)
    reporter = report.Reporter(total, console)
    with reporter:
        for result in results:
            reporter.result(result)
            reporter.progress(Progress(1, 9, ("ch09/01_running",)))
    reporter.finish(interrupted)
    return file.getvalue()


# In a pipe


def test_each_result_has_its_lines():
    lines = reported(PASSED, SKIPPED, FAILED).splitlines()
    assert lines[:2] == ["ch01/01_x passed (0.25 s)", "ch02/01_y skipped: needs OpenSSL"]
    assert lines[2:10] == FAILED_LINES
    assert lines[10:] == ["1 passed, 1 failed, 1 skipped"]


def test_more_than_one_failure_is_summed_up():
    lines = reported(FAILED, FAILED).splitlines()
    assert lines[-2:] == [
        "failed: ch02/02_z(tsan) ch02/02_z(tsan)",
        "0 passed, 2 failed, 0 skipped",
    ]


def test_repeated_runs_are_told():
    many = Result(item(), "passed", runs=50, seconds=2.0)
    assert reported(many).startswith("ch01/01_x passed (50 runs, 2.00 s)\n")


def test_an_interruption_says_how_far_it_got():
    lines = reported(PASSED, total=7, interrupted=True).splitlines()
    assert lines[-2:] == [
        "interrupted: 1 of 7 verified, every process ended",
        "1 passed, 0 failed, 0 skipped",
    ]


def test_nothing_that_steers_a_terminal_is_passed_on():
    bad = "a\x1b[31mb\rc\x00d\x7fe\x9bf\ud800g\u2028h\ufffei[bold]j"
    seen = r"a\x1b[31mb\rc\x00d\x7fe\x9bf\ud800g\u2028h\ufffei[bold]j"
    finding = Finding(bad, (bad,), (Row("|", bad, bad),), (bad,))
    text = reported(Result(item(), "failed", (finding,)))
    assert text.count(seen) == 4  # the left of the row is shortened
    text.encode()
    assert not set(text) & set("\x1b\r\x00\x7f\x9b\u2028")


def test_tabs_and_letters_stay():
    text = reported(Result(item(), "failed", (Finding("é 漢 🎉", excerpt=("a\tbcdefgh\ti",)),)))
    assert "é 漢 🎉" in text
    assert "| a bcdefgh i" in text


def test_long_lines_are_shortened_on_the_left_only():
    row = Row("|", "o" * 300, "e" * 300)
    text = reported(Result(item(), "failed", (Finding("x", rows=(row,)),)))
    assert "o" * 44 + "…" in text
    assert "e" * 300 in text


# On a terminal

TERMINAL = {"force_terminal": True, "color_system": "standard", "legacy_windows": False}


def test_on_a_terminal_there_is_progress_and_passes_only_count():
    text = reported(PASSED, FAILED, _environ={"TERM": "xterm"}, **TERMINAL)
    assert "1/3 verified" in text
    assert "built 1/9" in text
    assert "ch09/01_running" in text
    assert "ch01/01_x passed" not in text
    assert "\x1b[1;31m" in text
    assert "FAILED in 2 of 5 runs" in text
    assert "\x1b[1;31m1 passed, 1 failed, 0 skipped\x1b[0m" in text.splitlines()[-2]


def test_without_colour_there_is_none_on_a_terminal():
    text = reported(FAILED, _environ={"TERM": "xterm", "NO_COLOR": "1"}, **TERMINAL)
    assert "\x1b[" in text
    assert "31m" not in text


def test_progress_is_not_drawn_more_often_than_can_be_seen(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    now = [100.0]
    monkeypatch.setattr(report.time, "monotonic", lambda: now[0])
    file = io.StringIO()
    reporter = report.Reporter(100, Console(file=file, width=80, **TERMINAL))
    with reporter:
        for step in range(50):
            reporter.progress(Progress(step, 100, ()))
            now[0] += 0.02
    assert 5 <= file.getvalue().count("verified") <= 15


def test_no_thread_draws():
    import threading

    reporter = report.Reporter(1, Console(file=io.StringIO(), **TERMINAL))
    with reporter:
        reporter.progress(Progress())
        assert threading.active_count() == 1


# JSON and JUnit XML


def test_the_json():
    document = json.loads(report.as_json([PASSED, SKIPPED, FAILED]))
    assert [document[s] for s in ("passed", "failed", "skipped")] == [1, 1, 1]
    assert document["results"] == [
        {
            "listing": "ch01/01_x",
            "path": "ch01/01_x.cpp",
            "variant": "listing",
            "status": "passed",
            "runs": 1,
            "failures": 0,
            "seconds": 0.25,
        },
        {
            "listing": "ch02/01_y",
            "path": "ch02/01_y.cpp",
            "variant": "listing",
            "status": "skipped",
            "runs": 0,
            "failures": 0,
            "seconds": 0.0,
            "reason": "needs OpenSSL",
        },
        {
            "listing": "ch02/02_z",
            "path": "ch02/02_z.cpp",
            "variant": "tsan",
            "status": "failed",
            "runs": 5,
            "failures": 2,
            "seconds": 1.5,
            "report": "\n".join(FAILED_LINES),
            "findings": [FINDING.what],
        },
    ]


def test_the_junit_xml():
    root = ElementTree.fromstring(report.as_junit([PASSED, SKIPPED, FAILED]).encode())
    assert root.attrib == {"tests": "3", "failures": "1", "skipped": "1", "time": "1.750"}
    first, second = root
    assert (first.get("name"), second.get("name")) == ("ch01", "ch02")
    assert second.attrib | {"name": ""} == {
        "name": "",
        "tests": "2",
        "failures": "1",
        "skipped": "1",
        "time": "1.500",
    }
    skipped, failed = second
    assert skipped.find("skipped").get("message") == "needs OpenSSL"
    assert failed.attrib == {"classname": "ch02", "name": "ch02/02_z (tsan)", "time": "1.500"}
    assert failed.find("failure").get("message") == FINDING.what
    assert failed.find("failure").text == "\n".join(FAILED_LINES)


def test_no_results_are_valid_too():
    assert len(ElementTree.fromstring(report.as_junit([]).encode())) == 0
    assert json.loads(report.as_json([])) == {
        "passed": 0,
        "failed": 0,
        "skipped": 0,
        "results": [],
    }


def test_what_xml_can_not_hold_is_shown_as_an_escape():
    bad = "<&\"'>\x00\x0b\x1b\ud800\ufffe\uffff"
    result = Result(item(), "failed", (Finding(bad, excerpt=(bad,)),))
    skipped = Result(item(), "skipped", reason=bad)
    root = ElementTree.fromstring(report.as_junit([result, skipped]).encode())
    seen = "<&\"'>\\x00\\x0b\\x1b\\ud800\\ufffe\\uffff"
    assert root.find(".//failure").get("message") == seen
    assert seen in root.find(".//failure").text
    assert root.find(".//skipped").get("message") == seen


# Files written whole


def test_a_file_is_written_whole(tmp_path):
    file = tmp_path / "x.json"
    report.write_whole(file, "é\n")
    assert file.read_text("utf-8") == "é\n"
    umask = os.umask(0)
    os.umask(umask)
    assert file.stat().st_mode & 0o777 == 0o666 & ~umask
    assert os.listdir(tmp_path) == ["x.json"]


def test_a_file_that_is_there_keeps_its_mode(tmp_path):
    file = tmp_path / "x.cpp"
    file.write_text("old")
    file.chmod(0o640)
    report.write_whole(file, "new")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new", 0o640)


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path):
    file = tmp_path / "x.cpp"
    file.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        report.write_whole(file, "new \ud800")
    assert (file.read_text(), os.listdir(tmp_path)) == ("old", ["x.cpp"])


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real").mkdir()
    file = tmp_path / "real" / "x"
    file.write_text("old")
    (tmp_path / "link").symlink_to(file)
    report.write_whole(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert file.read_text() == "new"


def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    report.write_whole(pipe, "text\n")
    assert os.read(reading, 100) == b"text\n"
    os.close(reading)
    assert pipe.is_fifo()

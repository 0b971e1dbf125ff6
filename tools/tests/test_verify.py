"""When a run is what its listing promises, and what is said where it is not."""

import signal

import pytest

from extract_and_test import listing, verify
from extract_and_test.run import Outcome
from extract_and_test.sandbox import LEFT_THERE


def one(*header: str, blocks: str = "/* Output:\none\ntwo\n*/") -> listing.Listing:
    lines = [
        "// ch01/01_x.cpp",
        "// It is a test.",
        "// Python: none",
        *(f"// {h}" for h in header),
    ]
    return listing.parse("\n".join([*lines, "", "int main() {}", "", blocks, ""]), "ch01/01_x.cpp")


def outcome(stdout: bytes = b"one\ntwo\n", **more: object) -> Outcome:
    values = {"stderr": b"", "status": 0, "ended": "exit", "remains": (), "seconds": 0.5}
    return Outcome(stdout=stdout, **(values | more))


def said(findings: tuple[verify.Finding, ...]) -> list[str]:
    return [finding.what for finding in findings]


# Lines


@pytest.mark.parametrize(
    ("output", "lines"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"a", ["a"]),
        (b"a\n", ["a"]),
        (b"a\n\n", ["a", ""]),
        (b"a  \t\r\nb\r\n", ["a", "b"]),
        (b"  a\n", ["  a"]),
        ("é – 漢\n".encode(), ["é – 漢"]),
        (b"a\xff\xc3b\n", ["a\\xff\\xc3b"]),
        (b"a\0b\n", ["a\\x00b"]),
        (b"\xed\xa0\x80\n", ["\\xed\\xa0\\x80"]),
        ("a\u2028b\x0bc\x85d\n".encode(), ["a\u2028b\x0bc\x85d"]),
    ],
)
def test_the_lines_of_an_output(output, lines):
    assert verify.lines_of(output) == lines


# A listing


def test_a_run_as_promised_is_found_without_fault():
    assert verify.program(one(), outcome()) == ()


@pytest.mark.parametrize(
    ("header", "status", "what", "mend"),
    [
        ((), 3, "ended with exit code 3, expected exit code 0", "// Exit: 3"),
        ((), -signal.SIGSEGV, "ended with SIGSEGV, expected exit code 0", "// Exit: SIGSEGV"),
        (("Exit: 3",), 0, "ended with exit code 0, expected exit code 3", "// Exit: 0"),
        (("Exit: SIGABRT",), 134, "ended with exit code 134, expected SIGABRT", "// Exit: 134"),
        (("Exit: SIGABRT",), -9, "ended with SIGKILL, expected SIGABRT", "// Exit: SIGKILL"),
    ],
)
def test_another_exit_status_is_a_fault(header, status, what, mend):
    [finding] = verify.program(one(*header), outcome(status=status))
    assert finding.what == what
    assert mend in finding.sentences[0]


@pytest.mark.parametrize(("header", "status"), [("Exit: 255", 255), ("Exit: SIGABRT", -6)])
def test_the_exit_status_that_was_promised_is_none(header, status):
    assert verify.program(one(header), outcome(status=status)) == ()


def test_a_run_past_its_time_says_how_long_it_ran_and_what_it_printed():
    findings = verify.program(
        one("Timeout: 10"), outcome(b"one\n", ended="timeout", status=-9, seconds=50.03)
    )
    assert said(findings) == [
        "still running after 50 s, and was ended",
        "the output is none that the block on line 9 allows",
    ]
    assert "// Timeout: SECONDS" in findings[0].sentences[0]
    assert "the output ends after 1 line" in findings[1].sentences[0]


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_too_much_output_shows_where_it_began_and_is_not_compared(stream):
    streams = {"stdout": b"", "stderr": b""} | {stream: b"again\n" * 100_000}
    [finding] = verify.program(one(), outcome(**streams, ended="output", status=-9))
    assert finding.what == "printed more than 1 MiB, and was ended"
    assert finding.excerpt[0] == "again"
    assert len(finding.excerpt) == 21
    assert finding.excerpt[-1] == "… 600000 bytes in all"


def test_a_very_long_line_is_shortened():
    [finding] = verify.program(one(), outcome(b"x" * (1 << 20), ended="output", status=-9))
    assert all(len(line) <= 200 for line in finding.excerpt)


def test_another_output_is_explained():
    [finding] = verify.program(one(), outcome(b"one\nthree\n"))
    assert finding.what == "the output is none that the block on line 8 allows"
    assert "'three'" in finding.sentences[0]
    assert "'two' (line 2 of the block)" in finding.sentences[1]
    assert [row.mark for row in finding.rows] == [" ", "|"]


def test_a_missing_last_newline_is_no_fault():
    assert verify.program(one(), outcome(b"one\ntwo")) == ()


def test_errors_without_a_block_are_shown():
    [finding] = verify.program(one(), outcome(stderr=b"oh\xff\n"))
    assert finding.what == "wrote to stderr, and there is no '/* Errors:' block"
    assert finding.excerpt == ("oh\\xff",)


def test_errors_are_compared_with_their_block():
    both = one(blocks="/* Errors:\n{{n:\\d}} of {{=n}}\n*/\n\n/* Output:\none\ntwo\n*/")
    assert verify.program(both, outcome(stderr=b"3 of 3\n")) == ()
    [finding] = verify.program(both, outcome(stderr=b"3 of 4\n"))
    assert finding.what == "stderr is none that the block on line 8 allows"
    [finding] = verify.program(both, outcome())
    assert "the output ends after 0 lines" in finding.sentences[0]


def test_a_block_too_ambiguous_to_decide_is_said_to_be_that(monkeypatch):
    monkeypatch.setattr(
        verify.matching, "match", lambda block, lines: verify.matching.Undecided(1000)
    )
    [finding] = verify.program(one(), outcome())
    assert finding.what == "the output can't be decided: the block on line 8 is too ambiguous"


def test_everything_that_remains_is_named_with_its_mend():
    left = ("process 7 (sleep 60)", "/dev/shm/x", f"/tmp/y{LEFT_THERE}")
    findings = verify.program(one(), outcome(remains=left))
    assert said(findings) == [
        "left behind 2 s after it had ended: process 7 (sleep 60) (removed now)",
        "left behind: /dev/shm/x (removed now)",
        f"left behind: /tmp/y{LEFT_THERE}",
    ]
    assert all(finding.sentences for finding in findings)


def test_all_faults_are_told_at_once():
    findings = verify.program(
        one(), outcome(b"one\n", stderr=b"oh\n", status=1, remains=("/dev/shm/x",))
    )
    assert len(findings) == 4


# A deadlock

DEADLOCK = ("Expect: deadlock",)


def test_a_blocked_deadlock_listing_is_as_promised():
    assert verify.program(one(*DEADLOCK), outcome(ended="blocked", status=-9)) == ()


def test_a_deadlock_listing_must_not_end():
    [finding] = verify.program(one(*DEADLOCK), outcome(status=3))
    assert finding.what == "ended (exit code 3), and the listing says 'Expect: deadlock'"


def test_a_deadlock_listing_must_block():
    [finding] = verify.program(one(*DEADLOCK), outcome(ended="timeout", status=-9, seconds=10.0))
    assert finding.what == "after 10 s it had neither ended nor blocked with its output complete"


# A data race

RACE = b"==\nWARNING: ThreadSanitizer: data race (pid=1)\n"


def test_a_race_that_is_reported_is_as_promised():
    assert verify.race(one("Expect: data race"), outcome(stderr=RACE, status=66)) == ()


def test_a_race_that_is_not_reported_is_a_fault():
    findings = verify.race(one("Expect: data race"), outcome(stderr=b"nothing\n"))
    assert said(findings) == [
        "ThreadSanitizer reported no data race, and the listing says 'Expect: data race'"
    ]
    assert findings[0].excerpt == ("nothing",)


def test_a_race_prints_what_was_promised_all_the_same():
    findings = verify.race(one(), outcome(b"one\n", stderr=RACE, remains=("/dev/shm/x",)))
    assert len(findings) == 2


def test_a_race_that_does_not_end_is_a_fault():
    [finding] = verify.race(one(), outcome(stderr=RACE, ended="timeout", seconds=50.0))
    assert "still running after 50 s" in finding.what


# A counterpart


def test_a_counterpart_prints_what_the_listing_prints():
    assert verify.counterpart(one(), outcome()) == ()
    assert said(verify.counterpart(one(), outcome(b"one\n"))) == [
        "the output is none that the block on line 8 allows"
    ]


def test_a_counterpart_fails_where_the_listing_fails():
    failing = one("Exit: SIGABRT")
    assert verify.counterpart(failing, outcome(status=1, stderr=b"Traceback\n")) == ()
    assert said(verify.counterpart(failing, outcome())) == [
        "ended with exit code 0, the listing with SIGABRT"
    ]
    assert verify.counterpart(one(), outcome(status=1))[0].what == (
        "ended with exit code 1, the listing with exit code 0"
    )


def test_what_a_failing_counterpart_says_is_shown():
    for listed in (one(), one("Exit: 3"), one(blocks="/* Errors:\nx\n*/\n/* Output:\none\n*/")):
        findings = verify.counterpart(listed, outcome(b"", status=1, stderr=b"NameError: x\n"))
        assert ("NameError: x",) in [finding.excerpt for finding in findings]


def test_a_counterpart_may_not_write_errors_that_the_listing_does_not():
    [finding] = verify.counterpart(one(), outcome(stderr=b"oh\n"))
    assert "wrote to stderr" in finding.what


def test_a_counterpart_of_a_deadlock_blocks_too():
    assert verify.counterpart(one(*DEADLOCK), outcome(ended="blocked", status=-9)) == ()
    assert "Expect: deadlock" in verify.counterpart(one(*DEADLOCK), outcome())[0].what


def test_a_counterpart_leaves_nothing_behind():
    assert len(verify.counterpart(one(), outcome(remains=("/dev/shm/x",)))) == 1


# A listing that must not compile


def test_diagnostics_are_compared():
    bad = one("Expect: compile error", blocks="/* Errors:\n...\n{{.*}}error: no{{.*}}\n...\n*/")
    assert verify.diagnostics(bad, False, "x.cpp: In main:\nx.cpp:1: error: no such\n  1 |") == ()
    [finding] = verify.diagnostics(bad, False, "x.cpp:1: error: yes")
    assert finding.what == "the compiler's message is none that the block on line 9 allows"
    [finding] = verify.diagnostics(bad, True, "")
    assert finding.what == "it compiled, and the listing says 'Expect: compile error'"


@pytest.mark.parametrize(
    ("code", "text"),
    [(0, "exit code 0"), (139, "exit code 139"), (-6, "SIGABRT"), (-40, "signal 40")],
)
def test_a_status_in_words(code, text):
    assert verify.status(code) == text

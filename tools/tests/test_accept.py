"""Blocks made from what a listing prints when it is run many times."""

import pytest
from project import LANES, SAY, held, listing, main, output, project

from extract_and_test import accept, trace

QUICK = ("--runs", "12", "-j", "2")


def unfinished(path: str, code: str, *header: str) -> str:
    """A listing without an Output block."""
    return listing(path, code, "", *header).rstrip() + "\n"


def test_a_proposal_is_shown_and_not_written(held, project):
    text = (project.root / "ch01/02_lanes.cpp").read_text()
    done = project.listings("accept", "ch01/02", *QUICK)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("ch01/02_lanes: 12 runs, ")
    assert lines[1:3] == ["/* Output:", "started"]
    assert lines[-3:] == [
        "done",
        "*/",
        "ch01/02_lanes: the block in the file allows 12 of the 12 runs",
    ]
    assert (project.root / "ch01/02_lanes.cpp").read_text() == text


def test_a_proposal_is_written_when_told_and_then_holds(held, project):
    text = unfinished("ch04/01_new.cpp", SAY, "Platform: posix")
    with project.changed("ch04/01_new.cpp", text) as file:
        done = project.listings("accept", "ch04/01", "--write", *QUICK)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines()[-1] == "ch04/01_new: written"
        written = file.read_text()
        assert written.startswith(text + "\n/* Output:\nstarted\n")
        assert written.endswith("\ndone\n*/\n")
        assert sum("| " in line or "{{" in line for line in written.splitlines()) <= 6
        done = project.listings("match", "ch04/01", input="started\n")
        assert done.returncode == 1


def test_every_block_is_written_where_it_stands(held, project):
    code = main('puts("to /* you */");\n    fprintf(stderr, "pid %d\\n", getpid());', "unistd.h")
    blocks = "/* Output:\nold\n*/\n\n/* Errors:\nold\n*/\n\n/* Input:\nkept\n*/"
    text = listing("ch04/01_new.cpp", code, blocks, "Platform: posix")
    with project.changed("ch04/01_new.cpp", text) as file:
        assert project.listings("accept", "ch04/01", *QUICK).returncode == 0
        assert file.read_text() == text
        done = project.listings("accept", "ch04/01", "--write", *QUICK)
        assert (done.returncode, done.stderr) == (0, "")
        assert "the block in the file allows 0 of the 12 runs" in done.stdout
        new = "/* Output:\nto /{{[*]}} you *{{/}}\n*/\n\n/* Errors:\npid {{\\d+}}\n*/"
        assert file.read_text() == text.replace(blocks.split("\n\n/* Input")[0], new)
        assert project.listings("test", "ch04/01").returncode == 0
        # What holds is left as it is, but for the file's lines.
        before = file.stat().st_ino
        project.listings("accept", "ch04/01", "--write", *QUICK)
        assert file.stat().st_ino == before


def test_a_deadlock_is_accepted_with_what_it_prints(held, project):
    done = project.listings("accept", "ch01/06", "--runs", "2")
    assert done.returncode == 0
    assert "/* Output:\nwaiting\n*/" in done.stdout


def test_a_listing_that_fails_is_not_accepted(held, project):
    for code, said in (
        ("return 4;", "ended with exit code 4, expected exit code 0"),
        ("pause();", "still running after 1"),
    ):
        text = unfinished(
            "ch04/01_new.cpp", main(code, "unistd.h"), "Platform: posix", "Timeout: 1"
        )
        with project.changed("ch04/01_new.cpp", text) as file:
            done = project.listings("accept", "ch04/01", "--write", "--runs", "2")
            assert done.returncode == 1
            assert f"ch04/01_new: {said}" in done.stderr
            assert file.read_text() == text


def test_runs_that_print_other_lines_are_not_accepted(held, project):
    count = project.root / "count"
    count.write_text("")
    code = main(
        'FILE* file = fopen(argv[1], "a");\n'
        '    fputs("x", file);\n'
        '    puts(ftell(file) % 2 ? "odd" : "even");'
    ).replace("main()", "main(int, char* argv[])")
    text = unfinished("ch04/01_new.cpp", code, f"Args: {count}")
    with project.changed("ch04/01_new.cpp", text) as file:
        done = project.listings("accept", "ch04/01", "--write", "--runs", "4", "-j", "1")
        assert done.returncode == 1
        assert "no block is proposed" in done.stderr
        assert file.read_text() == text
    count.unlink()


def test_a_listing_that_does_not_compile_is_not_accepted(held, project):
    text = unfinished("ch04/01_new.cpp", main("return missing_name;"))
    with project.changed("ch04/01_new.cpp", text):
        done = project.listings("accept", "ch04/01", *QUICK)
    assert (done.returncode, done.stdout) == (1, "")
    assert "ch04_01_new does not compile" in done.stderr
    assert "missing_name" in done.stderr


def test_what_must_not_compile_is_accepted_by_hand(held, project):
    done = project.listings("accept", "ch01/05")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        "ch01/05_must_not_compile must not compile: write its Errors block by hand" in done.stderr
    )


def test_a_bad_listing_can_not_be_accepted(held, project):
    text = unfinished("ch04/01_new.cpp", main("return 0;"), "Time-out: 1")
    with project.changed("ch04/01_new.cpp", text):
        done = project.listings("accept", "ch04/01")
    assert done.returncode == 2
    assert "ch04/01_new.cpp:3: unknown directive 'Time-out'" in done.stderr


def test_a_listing_that_lacks_a_library_can_not_be_accepted(held, project):
    # Once, so that CMake has seen which listings there are now.
    assert project.listings("run", "--preset", "debug", "ch01/01").returncode == 0
    with project.changed("build/debug/skipped.txt", "ch01/01_plain.cpp: needs OpenSSL\n"):
        done = project.listings("accept", "ch01/01")
    assert done.returncode == 2
    assert done.stderr == "listings: ch01/01_plain needs OpenSSL: tools/setup installs it\n"


# Blocks in a text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("code\n", "code\n\n/* Output:\nnew\n*/\n"),
        ("code\n\n\n", "code\n\n/* Output:\nnew\n*/\n"),
        ("code\n/* Output:\n*/\n", "code\n/* Output:\nnew\n*/\n"),
        ("/* Output: \na\nb\n*/ \n/* Errors:\nc\n*/\n", "/* Output:\nnew\n*/\n/* Errors:\nc\n*/\n"),
        ("/* Errors:\nc\n*/\n", "/* Errors:\nc\n*/\n\n/* Output:\nnew\n*/\n"),
        ("x; /* Output: */\n", "x; /* Output: */\n\n/* Output:\nnew\n*/\n"),
    ],
)
def test_a_block_takes_the_place_of_the_old_one(text, written):
    assert accept._with_block(text, "Output", ["new"]) == written


@pytest.mark.parametrize("line", ["a */ b", "/* a", "/*/", "**/", "\\1 \\g<0>", "a| */"])
def test_a_line_with_marks_of_comments_is_still_that_line(line):
    text = accept._with_block("code\n", "Output", [trace.escape(line)])
    block = text.split("/* Output:\n")[1].removesuffix("\n*/\n")
    assert "*/" not in block and "/*" not in block
    [entry] = trace.parse([block]).entries
    assert accept.matching.match(trace.parse([block]), [line]) and entry.lanes is None
    assert isinstance(accept.matching.match(trace.parse([block]), [line]), accept.matching.Match)


def test_the_lanes_that_are_expected_are_those_of_the_page():
    assert LANES.count("a| ") == LANES.count("b| ") == 3
    assert output("x") == "/* Output:\nx\n*/"

"""What build.py makes of CMake and Ninja, with a Ninja that says what a test wants."""

import os
import signal
import subprocess
import sys
import textwrap
import uuid
from pathlib import Path

import pytest
from project import alive, until

from extract_and_test import build
from extract_and_test.build import BuildError, Failure, Step, Tree

OK = """\
ninja: Entering directory `/x'
@@1/4@@ Building CXX object CMakeFiles/ch01_01_a.dir/ch01/01_a.cpp.o
@@2/4@@ Linking CXX executable ch01/01_a
@@3/4@@ Building CXX object CMakeFiles/ch01_02_b.dir/ch01/02_b.cpp.o
@@4/4@@ Linking CXX executable ch01/02_b
"""
COMPILE_ERROR = """\
@@1/4@@ Building CXX object CMakeFiles/ch01_01_a.dir/ch01/01_a.cpp.o
FAILED: CMakeFiles/ch01_01_a.dir/ch01/01_a.cpp.o 
/usr/bin/c++ -c /x/ch01/01_a.cpp
/x/ch01/01_a.cpp:1:1: error: no such thing
    1 | thing
      | ^~~~~
@@2/4@@ Building CXX object CMakeFiles/ch01_02_b.dir/ch01/02_b.cpp.o
@@3/4@@ Linking CXX executable ch01/02_b
ninja: build stopped: cannot make progress due to previous errors.
"""
LINK_ERROR = """\
@@1/2@@ Building CXX object CMakeFiles/ch01_01_a.dir/ch01/01_a.cpp.o
@@2/2@@ Linking CXX executable ch01/01_a
FAILED: [code=1] ch01/01_a 
: && /usr/bin/c++ CMakeFiles/ch01_01_a.dir/ch01/01_a.cpp.o -o ch01/01_a && :
/usr/bin/ld: undefined reference to `f'
collect2: error: ld returned 1 exit status
ninja: build stopped: subcommand failed.
"""
WARNING = """\
@@1/2@@ Building CXX object CMakeFiles/ch01_01_a.dir/ch01/01_a.cpp.o
/x/ch01/01_a.cpp:1:1: warning: hm
@@2/2@@ Linking CXX executable ch01/01_a
"""


def events(text: str) -> list[Step | Failure]:
    return list(build._events(text.splitlines()))


def ready(text: str) -> list[str]:
    return [e.ready for e in events(text) if isinstance(e, Step) and e.ready]


def failures(text: str) -> list[Failure]:
    return [e for e in events(text) if isinstance(e, Failure)]


def test_an_executable_is_ready_once_linked():
    assert ready(OK) == ["ch01/01_a", "ch01/02_b"]
    assert failures(OK) == []
    assert events(OK)[0] == Step(1, 4)
    assert events(OK)[-1] == Step(4, 4, "ch01/02_b")


def test_what_the_compiler_said_belongs_to_its_target():
    assert ready(COMPILE_ERROR) == ["ch01/02_b"]
    [failure] = failures(COMPILE_ERROR)
    assert failure.target == "ch01_01_a"
    assert failure.messages.splitlines() == [
        "/x/ch01/01_a.cpp:1:1: error: no such thing",
        "    1 | thing",
        "      | ^~~~~",
    ]


def test_what_did_not_link_is_not_ready():
    assert ready(LINK_ERROR) == []
    [failure] = failures(LINK_ERROR)
    assert failure.target == "ch01_01_a"
    assert "undefined reference" in failure.messages
    assert "/usr/bin/c++" not in failure.messages


def test_warnings_are_no_failure():
    assert (ready(WARNING), failures(WARNING)) == (["ch01/01_a"], [])


@pytest.mark.parametrize(
    ("output", "target"),
    [
        ("CMakeFiles/ch01_01_a.dir/ch01/01_a.cpp.o", "ch01_01_a"),
        ("sub/CMakeFiles/ch01_01_a_tsan.dir/x.o", "ch01_01_a_tsan"),
        ("CMakeFiles/pch_ch01_01_a.dir/cmake_pch.hxx.gch", "pch_ch01_01_a"),
        ("ch01/01_a", "ch01_01_a"),
        ("ch01/01_a_tsan", "ch01_01_a_tsan"),
        ("[code=1] ch01/01_a", "ch01_01_a"),
        ("some/folder/my-file", "some_folder_my_file"),
    ],
)
def test_the_target_of_a_failed_step(output, target):
    assert build._target(output) == target


def test_an_error_of_ninja_itself_is_said_with_its_mend():
    with pytest.raises(BuildError, match="unknown target 'x'.*remove the build folder"):
        events("ninja: error: unknown target 'x'\n")


# With a Ninja of our own


@pytest.fixture
def tree(tmp_path, monkeypatch) -> Tree:
    """A build folder, and first on the PATH a place for a Ninja."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "build").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    return Tree(tmp_path, tmp_path, tmp_path / "build", "debug")


def ninja(tree: Tree, script: str) -> None:
    file = tree.source / "bin" / "ninja"
    file.write_text("#!/bin/sh\n" + textwrap.dedent(script))
    file.chmod(0o755)


def test_ninja_is_called_for_what_is_wanted_and_goes_on_after_failures(tree):
    ninja(tree, 'printf "%s\\n" "$@" > "$TMPDIR/called"; echo "@@1/1@@ done"')
    assert list(build.build(tree, ["ch01_01_a", "ch01_02_b"], 3)) == [Step(1, 1)]
    called = (tree.folder / "tmp" / "called").read_text().split("\n")
    assert called[:4] == ["-C", str(tree.folder), "-k", "0"]
    assert called[4:] == ["-j", "3", "ch01_01_a", "ch01_02_b", ""]


def test_nothing_wanted_is_nothing_built(tree):
    ninja(tree, 'echo "@@1/1@@ everything"')
    assert list(build.build(tree, [], None)) == []


def test_the_compilers_temporary_files_stay_out_of_tmp(tree):
    ninja(tree, 'echo "@@1/1@@ Linking CXX executable $TMPDIR"')
    [_, step] = build.build(tree, ["x"], None)
    assert step.ready == str(tree.folder / "tmp")
    assert Path(step.ready).is_dir()


def test_failures_are_yielded_and_are_no_error(tree):
    (tree.source / "said").write_text(COMPILE_ERROR)
    ninja(tree, f"cat {tree.source / 'said'}; exit 1")
    assert [failure.target for failure in build.all_of(tree, ["x"], None)] == ["ch01_01_a"]


@pytest.mark.parametrize("end", ["exit 1", "kill -KILL $$"])
def test_a_ninja_that_stops_without_a_failure_is_an_error(tree, end):
    ninja(tree, f'echo "@@1/9@@ Linking CXX executable a"; {end}')
    with pytest.raises(BuildError, match="try again"):
        list(build.build(tree, ["x"], None))


def test_messages_that_are_not_utf_8_are_kept_readable(tree):
    ninja(tree, r'printf "@@1/1@@ x\nFAILED: ch01/a\nc++\nbad \377 byte\n"; exit 1')
    [failure] = build.all_of(tree, ["x"], None)
    assert failure.messages == "bad \ufffd byte"


def test_waiting_time_is_used(tree):
    ninja(tree, 'echo "@@1/2@@ a"; sleep 0.5; printf "@@2/2@@ b"')
    calls = []
    assert len(list(build.build(tree, ["x"], None, lambda: calls.append(1)))) == 2
    assert len(calls) > 2


def test_a_build_that_is_left_is_ended(tree):
    word = f"marker-{uuid.uuid4().hex}"
    ninja(tree, f'echo "@@1/2@@ a"; sh -c "sleep 200; : {word}"')
    building = build.build(tree, ["x"], None)
    next(building)
    assert until(lambda: alive(word))
    building.close()
    assert until(lambda: not alive(word))


def test_a_build_whose_tool_is_killed_is_ended(tree):
    word = f"marker-{uuid.uuid4().hex}"
    ninja(tree, "trap 'kill $!; exit 2' TERM; echo '@@1/2@@ a'; sleep 200 & wait")
    code = f"""
from pathlib import Path
from extract_and_test.build import Tree, build
tree = Tree(Path({str(tree.source)!r}), Path({str(tree.source)!r}), Path({str(tree.folder)!r}), "")
for step in build(tree, [{word!r}], None): pass
"""
    environment = os.environ | {"PYTHONPATH": str(Path(build.__file__).parents[1])}
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, env=environment) as tool:
        assert until(lambda: len(alive(word)) == 2)  # the tool and its Ninja
        tool.send_signal(signal.SIGKILL)
        tool.wait(60)
        assert until(lambda: not alive(word))


def test_what_is_up_to_date(tree):
    ninja(
        tree, 'case "$*" in *-n*done) echo "ninja: no work to do." ;; *) echo "@@1/1@@ x" ;; esac'
    )
    assert build.up_to_date(tree, "done")
    assert not build.up_to_date(tree, "not")


def test_a_refresh_that_fails_says_what_cmake_said(tree):
    said = "CMake Error at CMakeLists.txt:3 (find_package):\n\n  No Boost here,\n  none.\n\n"
    (tree.source / "said").write_text(said)
    ninja(tree, f"cat {tree.source / 'said'}; exit 1")
    with pytest.raises(BuildError) as raised:
        build.refresh(tree)
    assert str(raised.value) == (
        "CMake could not read the listings: No Boost here, none.; "
        "tools/setup installs what is missing"
    )


def test_a_missing_tool_is_said_with_its_mend(tree, monkeypatch):
    monkeypatch.setenv("PATH", str(tree.source / "bin"))
    with pytest.raises(BuildError, match="ninja is missing: run tools/setup"):
        build.refresh(tree)
    with pytest.raises(BuildError, match="cmake is missing: run tools/setup"):
        build.configure(tree)


def test_a_folder_that_cmake_can_not_set_up_is_an_error(tree):
    (tree.source / "CMakeLists.txt").write_text("")
    with pytest.raises(BuildError, match="could not set up the preset 'debug'"):
        build.configure(tree)


def test_a_folder_that_is_set_up_is_left_as_it_is(tree, monkeypatch):
    (tree.folder / "build.ninja").touch()
    monkeypatch.setenv("PATH", "/nowhere")
    build.configure(tree)


def test_what_was_left_out_of_the_build_is_known_with_its_reason(tree):
    assert tree.skipped() == {}
    text = "ch01/01_a.cpp: needs OpenSSL\nch02/03_b.cpp: needs: this\n\n"
    (tree.folder / "skipped.txt").write_text(text)
    assert tree.skipped() == {"ch01/01_a": "needs OpenSSL", "ch02/03_b": "needs: this"}


def test_build_folders_can_be_put_elsewhere(monkeypatch, tmp_path):
    monkeypatch.delenv("LISTINGS_BUILD", raising=False)
    assert build.folder_for(tmp_path) == tmp_path / "build"
    monkeypatch.setenv("LISTINGS_BUILD", "/elsewhere")
    assert build.folder_for(tmp_path) == Path("/elsewhere")

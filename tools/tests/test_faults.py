"""Faults in the tool's surroundings: it says in one line what is wrong, and leaves nothing half done."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from project import MARKER, REPOSITORY, Project, alive, main, make, output, listing, until

from extract_and_test import build, report

TOTALS = r"\d+ passed, \d+ failed, \d+ skipped"
MOMENTS = 5
"""Random moments at which each signal is sent."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project of its own, with ch01 built, below a path that is not plain ASCII."""
    made = make(tmp_path_factory.mktemp("grün & 'so'"))
    done, results = made.tested("ch01", "--python")
    assert (done.returncode, results["passed"]) == (0, 12)
    return made


def one_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """That it could not run, and said so in one line with these words."""
    assert done.returncode == 2
    assert re.fullmatch(r"listings: .*\n", done.stderr)
    assert all(word in done.stderr for word in words), done.stderr


def apart(script: str, project: Project, **more: str) -> subprocess.CompletedProcess[str]:
    """What came of a shell script in a mount namespace, where $d is a folder to mount on."""
    command = ["unshare", "--user", "--map-root-user", "--mount"] if os.getuid() else []
    command = command or ["unshare", "--mount"]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system gives no mount namespaces")
    folder = project.root / "mounted"
    folder.mkdir(exist_ok=True)
    return subprocess.run(
        [*command, "sh", "-c", f"{{ {script}\n}}"],
        cwd=project.root,
        env=os.environ | {"d": str(folder)} | more,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


# Disks


def test_a_full_disk_is_told_and_with_room_it_goes_on(small):
    full = 'mount -t tmpfs -o size=200k none "$d" && export LISTINGS_BUILD="$d/b" && '
    test = "tools/listings test ch01/01"
    done = apart(full + test, small)
    one_line(done, "no space is left for", "set LISTINGS_BUILD to another disk")
    done = apart(f'{full} {test} 2> /dev/null; mount -o remount,size=50m "$d"; {test}', small)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("1 passed, 0 failed, 0 skipped\n")


@pytest.mark.parametrize("option", ["--json", "--junit"])
def test_results_are_written_whole_or_not_at_all(small, option):
    done = apart(
        'mount -t tmpfs -o size=8k none "$d"; echo before > "$d/file"; '
        'head -c 9000 /dev/zero > "$d/full" 2> /dev/null; '
        f'tools/listings test --no-build ch01 {option} "$d/file"; status=$?; '
        'cat "$d/file"; ls -A "$d"; exit $status',
        small,
    )
    one_line(done, "No space left on device", "mounted/file")
    assert done.stdout.endswith("8 passed, 0 failed, 0 skipped\nbefore\nfile\nfull\n")


def test_what_replaces_a_file_does_so_at_once(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_text("before")
    with pytest.raises(UnicodeEncodeError):
        report.write_whole(file, "much" * 10_000 + "\udc80")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("file", "before")]


READ_ONLY = 'mount --bind . "$PWD" && mount -o remount,ro,bind "$PWD" && cd "$PWD" && '


def test_a_read_only_checkout_builds_elsewhere(small):
    done = apart(READ_ONLY + "tools/listings test ch01/01", small)
    one_line(done, "build can't be written to", "set LISTINGS_BUILD to a folder that can")
    elsewhere = 'mount -t tmpfs none "$d" && export LISTINGS_BUILD="$d/b" && '
    done = apart(READ_ONLY + elsewhere + "tools/listings test --python ch01/01", small)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("2 passed, 0 failed, 0 skipped\n")


def test_in_a_read_only_checkout_what_is_built_can_be_run(small):
    done = apart(READ_ONLY + "tools/listings test --no-build ch01/01", small)
    assert (done.returncode, done.stderr) == (0, "")


# Compilers


def test_a_failing_compiler_is_told_and_forgotten(small, tmp_path):
    environment = os.environ | {"LISTINGS_BUILD": str(tmp_path)}
    done = small.listings("test", "ch01/01", env=environment | {"CXX": "/bin/false"})
    one_line(done, 'The C++ compiler "/bin/false" is not able to compile', "tools/setup")
    done = small.listings("test", "ch01/01", env=environment)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("lacking", ["cmake", "ninja", "c++"])
def test_what_is_not_installed_is_told(small, tmp_path, lacking):
    for tool in {"cmake", "ninja", "c++", "sh", "dirname", "python3"} - {lacking}:
        (tmp_path / tool).symlink_to(shutil.which(tool))
    done = small.listings("test", "ch01/01", env=os.environ | {"PATH": str(tmp_path)})
    one_line(done, f"missing: {lacking}; run tools/setup")


def test_a_compiler_that_takes_too_long_is_stopped(small, monkeypatch):
    monkeypatch.setattr(build, "COMPILE_SECONDS", 1)
    tree = build.Tree(small.root, small.root, small.root / "build" / "debug", "debug")
    failures = build.all_of(tree, ["ch03_03_slow_to_compile", "ch01_01_plain"], None)
    assert [failure.target for failure in failures] == ["ch03_03_slow_to_compile"]
    assert "CPU time limit exceeded" in failures[0].messages


def test_a_compiler_that_takes_too_much_memory_is_stopped(small, monkeypatch):
    monkeypatch.setattr(build, "COMPILE_BYTES", 200 << 20)
    tree = build.Tree(small.root, small.root, small.root / "build" / "debug", "debug")
    text = main("static constexpr std::array<int, 90'000'000> x{1};\n    return x[7];", "array")
    with small.changed("ch04/01_grows.cpp", listing("ch04/01_grows.cpp", text, output())):
        build.refresh(tree)
        [failure] = build.all_of(tree, ["ch04_01_grows", "ch01_01_plain"], None)
    assert failure.target == "ch04_01_grows"
    assert re.search("memory|alloc", failure.messages)


# Several at once


def test_three_at_once_in_one_build_folder_wait_for_each_other(small):
    for source in small.root.glob("ch01/*.cpp"):
        os.utime(source)
    shutil.rmtree(small.root / "build" / "debug")
    tests = [
        subprocess.Popen(
            small.command("test", "ch01"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(3)
    ]
    outputs = [test.communicate(timeout=300) for test in tests]
    assert [test.returncode for test in tests] == [0, 0, 0]
    assert all(out.endswith("8 passed, 0 failed, 0 skipped\n") for out, _ in outputs)
    waited = f"listings: waiting for another build in {small.root}/build/debug\n"
    assert {err for _, err in outputs} <= {"", waited}
    assert [err for _, err in outputs].count(waited) >= 1


# Surroundings in words


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "de_DE.ISO-8859-1", "PYTHONIOENCODING": "latin-1"},
    ],
)
def test_the_locale_is_no_matter(small, environment):
    text = main('puts("“grün” – ½");')
    one = listing("ch04/01_words.cpp", text, output("“grün” – ¼"))
    with small.changed("ch04/01_words.cpp", one):
        environment = {k: v for k, v in os.environ.items() if k != "LANG"} | environment
        done = small.listings("test", "ch04", env=environment)
        shown = small.listings("show", "ch04/01", env=environment)
    assert (done.returncode, done.stderr) == (1, "")
    assert "“grün” – ½" in done.stdout
    assert "“grün” – ¼" in shown.stdout


# Ended at any moment


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whenever_it_is_ended_nothing_remains_and_the_next_run_works(small, number):
    for moment in range(MOMENTS):
        for source in list(small.root.glob("ch01/*.cpp"))[: moment % 3]:
            os.utime(source)
        with subprocess.Popen(
            small.command("test", "ch01", "ch03/02", "--python", "--chaos", "--repeat", "3"),
            cwd=small.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        ) as test:
            time.sleep(random.uniform(0.05, 2.5))
            processes = psutil.Process(test.pid).children(recursive=True)
            test.send_signal(number)
            out, err = test.communicate(timeout=120)
        assert until(lambda: not any(map(running, processes)))
        assert until(lambda: not alive(MARKER) and not alive(str(small.root)))
        if number != signal.SIGKILL and test.returncode == 130 and out:
            assert re.search(rf"interrupted: .*\n{TOTALS}\n\Z", out)
        # Python itself may be hit while it starts, before the tool has begun.
        assert "Traceback" not in err or "extract_and_test" not in err
    done, results = small.tested("ch01", "--python")
    assert (done.returncode, results["passed"]) == (0, 12)
    left = [p.name for p in small.root.rglob(".*") if p.name not in (".debug.lock",)]
    assert [name for name in left if not name.startswith(".ninja")] == []


def running(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False

"""Runs that are shaken: what they find, how their seeds are told, and what stays undisturbed."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from project import REPOSITORY, Project, listing, make, output, until

from extract_and_test import chaos
from extract_and_test.chaos import Shake, Shaker

LUCK = REPOSITORY / "tools" / "tests" / "luck.md"
"""Listings that hold nearly always, though nothing guarantees it."""
ROUNDS, RUNS = 12, 25


@pytest.fixture(scope="module")
def shaken(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small project of its own, below a path that LD_PRELOAD could not take."""
    root = tmp_path_factory.mktemp("a b ü")
    return make(root)


@pytest.fixture(scope="module")
def library(shaken: Project) -> Path:
    """The library, built."""
    done, results = shaken.tested("--chaos", "ch01/01")
    assert (done.returncode, results["passed"]) == (0, 1)
    return shaken.root / "build" / "debug" / "chaos" / "liblistings_chaos.so"


def test_what_holds_by_luck_alone_is_found(shaken):
    """Of these, 200 plain runs each find but a few; see tools/README.md."""
    every = set(re.findall(r"^// (luck/\w+)\.cpp$", LUCK.read_text(), re.MULTILINE))
    assert len(every) >= 8
    found: dict[str, dict] = {}
    for part in range(ROUNDS):
        _, results = shaken.tested("--seed", 1 + part * RUNS, "--repeat", RUNS, LUCK)
        found |= {r["listing"]: r for r in results["results"] if r["status"] == "failed"}
        if found.keys() == every:
            break
    assert found.keys() == every
    for one in found.values():
        assert f"on the schedule of seed {one['seed']}: test --chaos" in one["report"]


def test_what_holds_holds_when_shaken_and_so_do_counterparts(shaken):
    done, results = shaken.tested("--chaos", "--repeat", "4", "--python", "ch01")
    assert (done.returncode, done.stderr) == (0, "")
    assert results["passed"] == 12
    assert re.match(r"chaos: schedules from seed \d+ on\n", done.stdout)


def test_a_seed_is_told_and_can_be_given(shaken):
    done, results = shaken.tested("--seed", "7", "--repeat", "3", "ch02/15")
    [one] = results["results"]
    assert done.stdout.startswith("chaos: schedules from seed 7 on\n")
    assert one["seed"] == 7 + int(re.search(r"first in run (\d)", done.stdout)[1]) - 1
    done, results = shaken.tested("--chaos", "ch02/15")
    seed = int(re.match(r"chaos: schedules from seed (\d+) on", done.stdout)[1])
    assert results["results"][0]["seed"] == seed


@pytest.mark.parametrize("preset", ["tsan", "asan"])
def test_a_sanitizer_is_refused_in_one_line(shaken, preset):
    done = shaken.listings("test", "--chaos", "--preset", preset, "ch01/01")
    assert done.returncode == 2
    assert done.stderr == (
        f"listings: --chaos and the preset '{preset}' stand in front of the same calls: "
        "test with one or the other\n"
    )


def test_a_library_that_is_not_built_is_told(shaken):
    done = shaken.listings("test", "--chaos", "--no-build", "--preset", "release", "ch01/01")
    assert done.returncode == 2
    assert "liblistings_chaos.so has not been built: leave out --no-build" in done.stderr


# The library itself

DRAWS = """
import os, subprocess, sys, threading, time

def timed(deep):
    began = time.monotonic()
    for _ in range(300):
        os.write(2, b".")
    print(deep, f"{time.monotonic() - began:.3f}", os.environ["LISTINGS_CHAOS"], flush=True)

timed("here")
if os.fork() == 0:
    timed("forked")
    os._exit(0)
os.wait()
if len(sys.argv) == 1:
    subprocess.run([sys.executable, "-S", __file__, "child"], check=True)
    subprocess.run([sys.executable, "-S", __file__, "child"], check=True)
"""


def seeds(library: Path, script: Path, seed: int) -> list[str]:
    """The seeds that a program and those it starts have, in the order told."""
    environment = os.environ | {"LD_PRELOAD": str(library), "LISTINGS_CHAOS": str(seed)}
    done = subprocess.run(
        ["/usr/bin/python3", "-S", str(script)], env=environment, capture_output=True, check=True
    )
    return [line.split()[2] for line in done.stdout.decode().splitlines()]


def test_child_processes_have_seeds_of_their_own_that_follow_from_the_first(library, tmp_path):
    script, link = tmp_path / "draws.py", tmp_path / "chaos.so"
    script.write_text(DRAWS)
    link.symlink_to(library)
    first, again, other = (seeds(link, script, seed) for seed in (5, 5, 6))
    assert len(first) == 6
    assert len(set(first)) == 3  # a forked child keeps its parent's variable
    assert first == again
    assert not set(first) & set(other)


def test_without_a_seed_nothing_is_delayed_and_nothing_lost(library, tmp_path):
    link = tmp_path / "chaos.so"
    link.symlink_to(library)
    command = ["sh", "-c", "seq 1000 | sort -n | tail -n 1; exit 3"]
    for more in ({}, {"LISTINGS_CHAOS": ""}, {"LISTINGS_CHAOS": "9"}):
        environment = os.environ | {"LD_PRELOAD": str(link)} | more
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (3, b"1000\n", b"")


SPENDS = """
#include <pthread.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void* use(void*) {
    for (int i = 0; i < 100'000; ++i) {
        pthread_mutex_lock(&lock);
        pthread_mutex_unlock(&lock);
    }
    return nullptr;
}

int main() {
    timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    pthread_t threads[4];
    for (pthread_t& thread : threads)
        pthread_create(&thread, nullptr, use, nullptr);
    for (pthread_t thread : threads)
        pthread_join(thread, nullptr);
    clock_gettime(CLOCK_MONOTONIC, &after);
    return after.tv_sec - before.tv_sec > 20;
}
"""


def test_a_program_that_locks_a_lot_is_not_held_up_for_long(shaken):
    text = listing("ch04/01_spends.cpp", SPENDS, output(), "Platform: posix", "Timeout: 20")
    with shaken.changed("ch04/01_spends.cpp", text):
        done, results = shaken.tested("--chaos", "--repeat", "6", "ch04")
    assert (done.returncode, results["passed"]) == (0, 1)
    assert results["results"][0]["seconds"] < 6 * 20


# Where runs are placed


def test_runs_rotate_through_one_processor_two_and_busy_ones():
    kinds = [Shake(seed, "") for seed in range(30)]
    every = os.sched_getaffinity(0)
    seen = []
    for one in kinds:
        with one.placed():
            seen.append((len(os.sched_getaffinity(0)), one.busy))
        assert os.sched_getaffinity(0) == every
    two = min(2, len(every))
    assert seen[:3] == [(1, False), (two, False), (two, True)]
    assert seen == seen[:3] * 10


@pytest.fixture
def shaker(tmp_path: Path) -> Iterator[Shaker]:
    with Shaker(tmp_path, 10) as one:
        yield one


def states(shaker: Shaker) -> set[str]:
    return {psutil.Process(load.pid).status() for load in shaker._loads}


def test_the_processors_are_busy_when_wanted_and_yield_to_all(shaker):
    assert len(shaker._loads) == len(os.sched_getaffinity(0))
    assert {psutil.Process(load.pid).nice() for load in shaker._loads} == {19}
    assert until(lambda: states(shaker) == {psutil.STATUS_STOPPED})
    shaker.load(True)
    assert until(lambda: states(shaker) == {psutil.STATUS_RUNNING})
    shaker.load(False)
    assert until(lambda: states(shaker) == {psutil.STATUS_STOPPED})


def test_the_busy_processes_end_with_the_context(tmp_path):
    with Shaker(tmp_path / "a b", 1) as shaker:
        shaker.load(True)
        pids, folders = [load.pid for load in shaker._loads], shaker.keep
        assert not set(" :").intersection(str(shaker.library))
        assert shaker.library.readlink() == tmp_path / "a b" / "chaos" / "liblistings_chaos.so"
    assert not any(map(psutil.pid_exists, pids))
    assert not any(folder.exists() for folder in folders)


def test_the_busy_processes_end_with_the_tool_however_it_ends(tmp_path):
    program = """
import sys, time
from pathlib import Path
from extract_and_test.chaos import Shaker
with Shaker(Path(sys.argv[1]), 1) as shaker:
    print(*[load.pid for load in shaker._loads], flush=True)
    time.sleep(60)
"""
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY / "tools")}
    command = ["/usr/bin/python3", "-c", program, str(tmp_path)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as tool:
        pids = [int(word) for word in tool.stdout.readline().split()]
        tool.kill()
    assert pids
    assert until(lambda: not any(map(psutil.pid_exists, pids)))


def test_the_seeds_go_up_by_one(shaker):
    assert [shaker.shake(number).seed for number in (1, 2, 3)] == [10, 11, 12]
    assert shaker.shake(2).environment == {
        "LD_PRELOAD": str(shaker.library),
        "LISTINGS_CHAOS": "11",
    }


def test_a_test_without_a_seed_gets_one():
    assert len({chaos.new_seed() for _ in range(20)}) > 1

"""How long items took: what is kept, and how listings are split by it."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract_and_test import durations
from extract_and_test.session import Item, Result


def listing(name):
    return SimpleNamespace(name=name, target=name.replace("/", "_"))


def result(name, seconds, runs=1, variant=""):
    return Result(Item(listing(name), variant), "passed", runs=runs, seconds=seconds)


def test_what_runs_took_is_kept_for_each_item_by_itself(tmp_path):
    durations.record(tmp_path, [result("a", 6.0, 3), result("b", 1.0)])
    durations.record(tmp_path, [result("b", 2.0), result("a", 1.0, variant="python")])
    assert durations.recorded(tmp_path) == {"a": 2.0, "b": 2.0, "a (python)": 1.0}


def test_what_was_not_run_has_no_duration(tmp_path):
    durations.record(tmp_path, [result("a", 0.0, 0)])
    assert not list(tmp_path.iterdir())
    durations.record(tmp_path / "none", [result("a", 1.0)])
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": "x"}', '{"a": []}', "\0"])
def test_a_record_that_can_not_be_read_is_none(tmp_path, text):
    (tmp_path / "durations.json").write_text(text)
    assert durations.recorded(tmp_path) == {}


def test_what_a_target_took_to_build_is_the_last_of_each_of_its_steps(tmp_path):
    lines = [
        "# ninja log v5",
        "0\t9000\t1\tCMakeFiles/ch05_03_lock.dir/ch05/03_lock.cpp.o\tab",
        "100\t2100\t1\tCMakeFiles/ch05_03_lock.dir/ch05/03_lock.cpp.o\tab",
        "2100\t2600\t1\tch05/03_lock\tcd",
        "0\t100\t1\tbuild.ninja\tef",
        "nonsense",
    ]
    (tmp_path / ".ninja_log").write_text("\n".join(lines))
    assert durations.compiling(tmp_path) == {"ch05_03_lock": 2.5, "build_ninja": 0.1}
    assert durations.compiling(tmp_path / "none") == {}


def test_what_is_written_is_read(tmp_path):
    (tmp_path / ".ninja_log").write_text("0\t1500\t1\tch01/01_a\tab\n")
    durations.record(tmp_path, [result("ch01/01_a", 0.25), result("ch01/01_a", 0.5, 1, "python")])
    file = tmp_path / "durations.tsv"
    durations.write(file, tmp_path, [listing("ch01/01_a"), listing("ch01/02_b")])
    assert durations.read(file) == {"ch01/01_a": 2.25, "ch01/02_b": 0.0}
    assert durations.read(tmp_path / "none") == {}


@given(st.lists(st.floats(0, 100), max_size=30), st.integers(1, 6))
def test_parts_hold_everything_once_and_are_about_equally_long(seconds, of):
    listings = [listing(f"ch01/{number:02}") for number in range(len(seconds))]
    taken = {one.name: seconds_ for one, seconds_ in zip(listings, seconds)}
    parts = [durations.part(listings, taken, number, of) for number in range(1, of + 1)]
    names = [one.name for part in parts for one in part]
    assert sorted(names) == [one.name for one in listings]
    assert all(part == sorted(part, key=listings.index) for part in parts)
    sums = [sum(taken[one.name] for one in part) for part in parts]
    # Each listing went to the part that had least: none is ahead by more than one.
    assert max(sums) - min(sums) <= max(seconds, default=0) + 1e-9


def test_what_is_not_recorded_counts_as_usual():
    listings = [listing(name) for name in "abcd"]
    parts = [durations.part(listings, {"a": 2.0}, number, 2) for number in (1, 2)]
    assert [[one.name for one in part] for part in parts] == [["a", "c"], ["b", "d"]]

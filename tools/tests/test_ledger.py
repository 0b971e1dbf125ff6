"""What has been tested as it stands: only that is published."""

from pathlib import Path

import pytest
from project import listing, main, output

from extract_and_test import ledger, listing as listing_format
from extract_and_test.listing import Listing
from extract_and_test.session import Result
from extract_and_test.trial import Item

PATH = "ch01/01_x.cpp"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "ch01" / "python").mkdir(parents=True)
    (tmp_path / "ch01" / "python" / "01_x.py").write_text("print()\n")
    return tmp_path


def read(*header: str, code: str = "return 0;") -> Listing:
    text = listing(PATH, main(code), output(), *header)
    return listing_format.parse(
        text.replace("// Counterpart: none, because this is a test.\n", ""), PATH
    )


def recorded(root: Path, one: Listing, status: str = "passed", *variants: str) -> None:
    results = [Result(Item(one, variant), status) for variant in variants or ("", "python")]
    ledger.record(root, root / "build", results)


def untested(root: Path, one: Listing) -> bool:
    return ledger.untested(root, root / "build", [one]) == (one,)


def test_nothing_is_tested_at_first(root):
    assert untested(root, read())


def test_what_passed_is_tested(root):
    recorded(root, read())
    assert not untested(root, read())


def test_a_listing_needs_its_counterpart_to_pass(root):
    recorded(root, read(), "passed", "")
    assert untested(root, read())
    recorded(root, read(), "passed", "python")
    assert not untested(root, read())


def test_a_data_race_needs_its_report(root):
    one = read("Expect: data race", "Counterpart: none, because it is a test.")
    recorded(root, one, "passed", "")
    assert untested(root, one)
    recorded(root, one, "passed", "tsan")
    assert not untested(root, one)


def test_without_a_counterpart_the_listing_is_enough(root):
    one = read("Counterpart: none, because it is a test.")
    recorded(root, one, "passed", "")
    assert not untested(root, one)


@pytest.mark.parametrize("status", ["failed"])
def test_what_fails_later_is_not_tested_any_more(root, status):
    recorded(root, read())
    recorded(root, read(), status, "")
    assert untested(root, read())


def test_what_is_skipped_changes_nothing(root):
    recorded(root, read())
    recorded(root, read(), "skipped")
    assert not untested(root, read())


def test_a_change_has_to_be_tested(root):
    recorded(root, read())
    assert untested(root, read(code="return 1;"))


@pytest.mark.parametrize("path", ["ch01/python/01_x.py", "ch01/python/pool.py", "ch01/pool.hpp"])
def test_a_change_of_what_it_uses_has_to_be_tested(root, path):
    recorded(root, read())
    (root / path).write_text("changed\n")
    assert untested(root, read())


@pytest.mark.parametrize("path", ["ch01/python/02_y.py", "ch01/python/bench.py", "ch02/pool.hpp"])
def test_a_change_of_something_else_has_not(root, path):
    recorded(root, read())
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text("changed\n")
    assert not untested(root, read())


@pytest.mark.parametrize("text", ["", "{", "[]", "\xff"])
def test_a_spoilt_ledger_is_an_empty_one(root, text):
    recorded(root, read())
    (root / "build" / ledger.FILE).write_text(text, encoding="latin-1")
    assert untested(root, read())
    recorded(root, read())
    assert not untested(root, read())

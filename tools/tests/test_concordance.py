"""Where each Python name is answered."""

from pathlib import Path

import pytest
from project import listing, main, output

from extract_and_test import catalogue, concordance
from extract_and_test.concordance import Name

NAMES = """# a comment
# chapter\tname\trole

ch01\tthreading.Thread\tclass
ch01\tthreading.Thread.join\tmethod
ch01\tthreading.stack_size\tfunction
ch02\tthreading.Lock\tclass
ch02\tthreading.RLock\tclass
"""
PAGE = """# One

| Python | C++ |
|---|---|
| `threading.Lock` | this is no reason |

## No counterpart

| Name | Why |
|---|---|
| `threading.stack_size` | The caller sets it. |
| `threading.RLock`, `threading.Lock` | They \\| it. |
| no name | nothing |

### More

| `threading.Thread` | not in the table |

## No Counterpart

| `threading.Thread.join` | |
"""


@pytest.fixture
def root(tmp_path) -> Path:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "python-names.tsv").write_text(NAMES)
    for path, names in (
        ("ch01/01_a.cpp", "threading.Thread, time.sleep"),
        ("ch01/02_b.cpp", "threading.Thread, sys.argv"),
        ("ch02/01_c.cpp", "threading.Thread.join, time.sleep"),
    ):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        text = listing(path, main("return 0;"), output(), f"Python: {names}")
        (tmp_path / path).write_text(text)
    (tmp_path / "ch01" / "README.md").write_text(PAGE)
    return tmp_path


def test_the_names_are_read(root):
    names = concordance.names(root)
    assert len(names) == 5
    assert names[0] == Name("ch01", "threading.Thread", "class")


def test_the_reasons_are_those_of_the_table(root):
    rows = [(row.line, row.names, row.text) for row in concordance.reasons(root)]
    assert rows == [
        (11, ("threading.stack_size",), "The caller sets it."),
        (12, ("threading.RLock", "threading.Lock"), "They \\| it."),
        (21, ("threading.Thread.join",), ""),
    ]
    assert {row.page for row in concordance.reasons(root)} == {"ch01/README.md"}


def test_a_page_that_is_not_utf_8_has_its_reasons(root):
    (root / "ch02" / "README.md").write_bytes(b"\xff\n## No counterpart\n\n| `x` | because |\n")
    assert concordance.reasons(root)[-1].names == ("x",)


def test_each_name_has_its_answer(root):
    answers = {a.name.name: a for a in concordance.answers(catalogue.read(root))}
    assert [a.name for a in answers.values()] == list(concordance.names(root))
    kinds = {name: answer.kind for name, answer in answers.items()}
    assert kinds == {
        "threading.Thread": "listed",
        "threading.Thread.join": "listed",
        "threading.stack_size": "without counterpart",
        "threading.Lock": "without counterpart",
        "threading.RLock": "without counterpart",
    }
    assert answers["threading.Thread"].listings == ("ch01/01_a", "ch01/02_b")
    (root / "ch01" / "README.md").unlink()
    answers = concordance.answers(catalogue.read(root))
    assert [a.kind for a in answers].count("missing") == 3


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("threading.Thread", ["threading.Thread"]),
        ("THREADING.thread", ["threading.Thread"]),
        ("join", ["threading.Thread.join"]),
        ("Thread.join", ["threading.Thread.join"]),
        ("lock", ["threading.Lock"]),
        ("loc", ["threading.Lock", "threading.RLock"]),
        ("sleep", ["time.sleep"]),
        ("sys.argv", ["sys.argv"]),
        ("nothing", []),
    ],
)
def test_a_name_is_found_whole_by_its_end_or_by_a_part(root, wanted, found):
    answers = concordance.find(catalogue.read(root), wanted)
    assert [answer.name.name for answer in answers] == found


def test_a_name_outside_the_list_is_found_with_its_listings(root):
    [answer] = concordance.find(catalogue.read(root), "time.sleep")
    assert answer.listings == ("ch01/01_a", "ch02/01_c")
    assert answer.kind == "listed"

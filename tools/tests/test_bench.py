"""The chapters' measurements: what is run, in which order, and what the pages show of it."""

import json
import sys
import time
import xml.etree.ElementTree as ElementTree
from argparse import Namespace

import psutil
import pytest

from extract_and_test import bench, chart, rates
from extract_and_test.bench import BenchError, Chapter, Row
from extract_and_test.chart import rounded, times

ROWS = (
    Row("pipe", (100.0, 200.0)),
    Row("apply/1", (50.0, 50.0), (10.0, 5.0), "pipe"),
    Row("map", (3.0, 1.0), (2.0, 1.0)),
)
CHAPTER = Chapter("ch08", ROWS)


def google(name, real_time=1e6, unit="ns", **more):
    """A benchmark as Google Benchmark writes it."""
    return {"name": name, "run_type": "iteration", "real_time": real_time, "time_unit": unit} | more


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Writes the two programs of ch08: what each prints, in turn with a log of who ran."""
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    (tmp_path / "ch08" / "python").mkdir(parents=True)

    def make(cpp, python, status=0):
        log = tmp_path / "log"
        program = tmp_path / "bench"
        said = json.dumps({"benchmarks": cpp})
        program.write_text(f"#!/bin/sh\necho cpp >> {log}\ncat <<'E'\n{said}\nE\nexit {status}\n")
        program.chmod(0o755)
        lines = "\n".join(json.dumps(record) for record in python)
        (tmp_path / "ch08" / "python" / "bench.py").write_text(
            f"open({str(log)!r}, 'a').write('python\\n')\nprint({lines!r})\n"
        )
        return program, log

    return make


def twin(name, rate):
    return {"name": name, "items_per_second": rate}


def test_both_run_in_turn_and_are_held_against_each_other(programs):
    program, log = programs(
        [
            google("pipe/real_time", 1e6),
            google("apply/1/real_time", items_per_second=400.0, label="limit: pipe"),
        ],
        [twin("apply/1", 100)],
    )
    found = bench.measured(program, "ch08", 3)
    assert log.read_text().split() == ["cpp", "python"] * 3
    pipe, apply = found.rows
    assert pipe == Row("pipe", (1000.0,) * 3)
    assert apply == Row("apply/1", (400.0,) * 3, (100.0,) * 3, "pipe")
    assert (apply.ratios, found.slowdown(apply)) == ([4.0] * 3, 2.5)
    assert found.slowdown(pipe) is None


def test_what_sums_up_repetitions_is_no_measurement(programs):
    program, _ = programs([google("a"), google("a_mean", run_type="aggregate")], [twin("a", 1)])
    assert [row.name for row in bench.measured(program, "ch08", 1).rows] == ["a"]


@pytest.mark.parametrize(
    ("cpp", "python", "status", "why"),
    [
        ([google("a")], [twin("b", 1)], 0, "measures what bench.cpp does not: b"),
        ([google("a", label="limit: b")], [], 0, "'a' has no limit 'b'"),
        ([google("a", error_occurred=True, error_message="no pipe")], [], 0, "a: no pipe"),
        ([google("a"), google("b")], [], 0, "ch08/bench.cpp measures .* no row's limit: a, b$"),
        ([google("a"), google("a/real_time")], [], 0, "ch08/bench.cpp measures 'a' twice"),
        ([google("a")], [twin("a", 1), twin("a", 2)], 0, "python/bench.py measures 'a' twice"),
        ([google("a")], [twin("a", 0)], 0, "python/bench.py: 'a' does 0 items per second"),
        ([google("a")], [twin("a", "fast")], 0, 'no measurement: {"name": "a", "items'),
        ([google("a")], ["a"], 0, 'no measurement: "a"'),
        ([google("a/real_time")], [], 3, "ch08/bench.cpp ended with 3 after 'a': without a word"),
        ([], [], 3, "ch08/bench.cpp ended with 3: without a word"),
    ],
)
def test_what_does_not_fit_is_an_error(programs, cpp, python, status, why):
    program, _ = programs(cpp, python, status)
    with pytest.raises(BenchError, match=why):
        bench.measured(program, "ch08", 1)


def test_what_is_not_json_is_an_error(programs):
    program, _ = programs([google("a")], [])
    program.write_text("#!/bin/sh\necho a child was here\n")
    with pytest.raises(BenchError, match="prints more than Google Benchmark's JSON"):
        bench.measured(program, "ch08", 1)


def test_a_round_that_differs_from_the_first_is_an_error(programs, tmp_path):
    program, log = programs([google("a")], [])
    (tmp_path / "ch08" / "python" / "bench.py").write_text(
        "import json, pathlib\n"
        f"again = 'seen' in pathlib.Path({str(log)!r}).read_text()\n"
        f"open({str(log)!r}, 'a').write('seen\\n')\n"
        "print(json.dumps({'name': 'a', 'items_per_second': 1}) if not again else '')\n"
    )
    with pytest.raises(BenchError, match="ch08: round 2 and the first differ in a"):
        bench.measured(program, "ch08", 2)


def test_a_signal_is_named_and_a_warning_is_not_the_last_word(programs):
    program, _ = programs([google("a")], [])
    program.write_text("#!/bin/sh\necho '***WARNING*** debug' >&2\nkill -SEGV $$\n")
    with pytest.raises(BenchError, match="bench.cpp was ended by SIGSEGV: without a word"):
        bench.measured(program, "ch08", 1)


def test_what_does_not_end_is_ended_with_all_it_has_started(programs, tmp_path, monkeypatch):
    program, _ = programs([google("a")], [])
    child = tmp_path / "child"
    program.write_text(
        f"#!/bin/sh\nsleep 1000 &\necho $! > {child}.new\nmv {child}.new {child}\nwait\n"
    )
    monkeypatch.setattr(rates, "SECONDS_AT_MOST", 0.5)
    with pytest.raises(BenchError, match="bench.cpp was still running after 0.5 s"):
        bench.measured(program, "ch08", 1)
    # Killed, it ends as soon as it gets a processor.
    for _ in range(3000):
        if not child.exists() or not _runs(int(child.read_text())):
            return
        time.sleep(0.01)
    pytest.fail("what the program has started still runs")


def _runs(number):
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_twin_that_fails_is_named_with_its_last_word(programs, tmp_path):
    program, _ = programs([google("a")], [])
    (tmp_path / "ch08" / "python" / "bench.py").write_text("raise SystemExit('no pool')")
    with pytest.raises(BenchError, match=r"bench.py ended with 1: no pool"):
        bench.measured(program, "ch08", 1)


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (0, "0"),
        (0.01234, "0.0123"),
        (1.5, "1.50"),
        (123.4, "123"),
        (1234.5, "1,230"),
        (9_876_543.0, "9,880,000"),
        (float("inf"), "0"),
    ],
)
def test_a_rate_has_three_figures(rate, text):
    assert rounded(rate) == text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(0.754, "0.75"), (3.0, "3"), (99.4, "99"), (99.6, "100"), (247.1, "250"), (12345.0, "12,000")],
)
def test_a_ratio_has_two_figures_and_is_written_out(ratio, text):
    assert times(ratio) == text


def test_the_table_has_the_ratio_its_spread_and_the_distance_to_the_limit():
    lines = chart.as_text(CHAPTER).splitlines()
    assert lines[0] == "ch08"
    assert lines[2].split() == ["pipe", "150/s"]
    assert lines[3].split() == "apply/1 50.0/s 7.50/s 7.5× (5–10) 3× pipe".split()
    assert lines[4].split() == "map 2.00/s 1.50/s 1.2× (1–1.5)".split()


def page(folder, text):
    (folder / "README.md").write_text(text)
    chart.write(folder, CHAPTER, "a machine")
    return (folder / "README.md").read_text()


def test_a_page_gets_its_table_before_the_last_section_and_then_in_its_place(tmp_path):
    first = page(tmp_path, "# Eight\n\nText.\n\n## No counterpart\n\nNone.\n")
    assert first.startswith("# Eight\n\nText.\n\n## Measured\n\n<!-- measured:")
    assert first.endswith("<!-- /measured -->\n\n## No counterpart\n\nNone.\n")
    assert "| `apply/1` | 50.0/s | 7.50/s | 7.5× (5–10) | 3× pipe |" in first
    assert "the median of 2 rounds in turn; a machine." in first
    assert page(tmp_path, first) == first
    remark = first.replace("<!-- /measured -->", "old\n<!-- /measured -->\n\nWhy so slow.")
    again = page(tmp_path, remark)
    assert again == first.replace("<!-- /measured -->", "<!-- /measured -->\n\nWhy so slow.")


def test_a_page_that_has_words_on_it_gets_its_table_below_them(tmp_path):
    text = "# Eight\n\n## Measured\n\nThe same calls.\n\n## Inside\n\nMore.\n\n## No counterpart\n"
    first = page(tmp_path, text)
    assert "## Measured\n\nThe same calls.\n\n<!-- measured:" in first
    assert first.endswith("<!-- /measured -->\n\n## Inside\n\nMore.\n\n## No counterpart\n")
    assert page(tmp_path, first) == first


def test_the_chart_is_well_formed_and_has_a_bar_for_each_ratio(tmp_path):
    page(tmp_path, "# Eight\n")
    root = ElementTree.fromstring((tmp_path / "bench.svg").read_text())
    space = "{http://www.w3.org/2000/svg}"
    bars = root.findall(f"{space}rect")
    assert len(bars) == 2
    longer, shorter = (float(bar.get("width")) for bar in bars)
    assert longer > shorter > 0
    texts = [text.text for text in root.findall(f"{space}text")]
    assert {"apply/1", "7.5×", "map", "1.2×"} <= set(texts)
    assert root.find(f"{space}title").text


def test_a_bar_goes_to_the_left_where_python_is_faster():
    rows = (Row("run", (1.0,), (4.0,)), Row("read", (40.0,), (1.0,)), Row("same", (1.0,), (1.0,)))
    root = ElementTree.fromstring(chart.as_svg(Chapter("ch10", rows)))
    space = "{http://www.w3.org/2000/svg}"
    axis = float(root.find(f"{space}line").get("x1"))
    slow, fast, same = (
        (float(bar.get("x")), float(bar.get("width"))) for bar in root.findall(f"{space}rect")
    )
    assert slow[0] + slow[1] == pytest.approx(axis, abs=0.2)
    assert fast[0] == same[0] == axis
    assert fast[1] > slow[1] > same[1] == 1


def test_one_round_is_no_median():
    only = Chapter("ch10", (Row("run", (1.0,), (4.0,)),))
    assert "Items per second, one round; a machine." in chart.as_markdown(only, "a machine")


@pytest.mark.parametrize("names", [["ch99"], ["ch08", "ch01"]])
def test_a_chapter_that_measures_nothing_is_refused(tmp_path, monkeypatch, names):
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    (tmp_path / "ch01").mkdir()
    with pytest.raises(bench.UsageError, match="no chapter has a bench.cpp"):
        bench._selected([])
    (tmp_path / "ch08" / "python").mkdir(parents=True)
    (tmp_path / "ch08" / "bench.cpp").touch()
    with pytest.raises(bench.UsageError, match="ch08 has a bench.cpp and no python/bench.py"):
        bench._selected(["ch08"])
    (tmp_path / "ch08" / "python" / "bench.py").touch()
    with pytest.raises(bench.UsageError, match="has no bench.cpp; these have: ch08"):
        bench._selected(names)
    assert bench._selected([]) == bench._selected(["ch08"]) == ["ch08"]


def test_a_chapter_that_fails_is_told_and_the_next_is_measured(monkeypatch, capsys):
    def measured(program, name, rounds):
        if name == "ch07":
            raise BenchError("ch07/bench.cpp ended with 1: no queue")
        return Chapter(name, ROWS)

    monkeypatch.setattr(bench.session, "missing_tools", lambda: "")
    monkeypatch.setattr(bench, "_selected", lambda selectors: ["ch07", "ch08"])
    monkeypatch.setattr(bench, "_built", lambda tree, names: None)
    monkeypatch.setattr(bench, "measured", measured)
    options = Namespace(selectors=[], rounds=1, json=False, write=False)
    assert bench.command(options) == bench.FAILED
    said = capsys.readouterr()
    assert said.err == "listings: ch07/bench.cpp ended with 1: no queue\n"
    assert said.out.startswith("ch08\n")


def test_the_machine_is_named():
    assert f"Python {sys.version.split()[0]}" in bench.machine()

"""ch10/python/bench.py
How many programs subprocess runs in a second, and what goes through pipes to
and from them, under the names of ch10/bench.cpp. One JSON object a line: the
name and the rate, in items per second.
"""

import json
import subprocess
import time
from collections.abc import Callable
from subprocess import PIPE

SECONDS = 1.0


def rate(work: Callable[[], object], items: int) -> float:
    """How many items per second work does, each call of it doing items."""
    work()
    calls, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < SECONDS:
        work()
        calls += 1
    return calls * items / passed


def run() -> float:
    def work() -> None:
        assert subprocess.run(["/bin/true"]).returncode == 0

    return rate(work, 1)


def captured_output() -> float:
    def work() -> None:
        completed = subprocess.run(
            ["/bin/echo", "hello"], stdout=PIPE, stderr=PIPE, text=True
        )
        assert completed.returncode == 0 and completed.stdout == "hello\n"

    return rate(work, 1)


def pipeline() -> float:
    def work() -> None:
        sort = subprocess.Popen(
            ["/usr/bin/sort", "-r"], stdin=PIPE, stdout=PIPE, text=True
        )
        tr = subprocess.Popen(
            ["/usr/bin/tr", "A-Z", "a-z"],
            stdin=PIPE,
            stdout=sort.stdin,
            text=True,
        )
        assert sort.stdin is not None
        sort.stdin.close()
        sort.stdin = None

        tr.communicate("Fig\nPEAR\napple\n")
        output, _ = sort.communicate()
        assert output == "pear\nfig\napple\n"

    return rate(work, 1)


def conversation() -> float:
    line = "what is 12 squared?\n"
    with subprocess.Popen(
        ["/bin/cat"], stdin=PIPE, stdout=PIPE, text=True
    ) as child:
        assert child.stdin is not None and child.stdout is not None
        stdin, stdout = child.stdin, child.stdout

        def work() -> None:
            for _ in range(100):
                stdin.write(line)
                stdin.flush()
                assert stdout.readline() == line

        return rate(work, 100)


def large_output() -> float:
    much = 8 << 20
    dd = ["/bin/dd", "if=/dev/zero", "bs=65536", "count=128", "status=none"]

    def work() -> None:
        completed = subprocess.run(dd, stdout=PIPE)
        assert completed.returncode == 0 and len(completed.stdout) == much

    return rate(work, much)


def communicate() -> float:
    text = b"x" * 4_000_000

    def work() -> None:
        with subprocess.Popen(["/bin/cat"], stdin=PIPE, stdout=PIPE) as cat:
            copy, _ = cat.communicate(text)
        assert copy == text

    return rate(work, len(text))


def main() -> None:
    benchmarks = {
        "run": run,
        "captured_output": captured_output,
        "pipeline": pipeline,
        "conversation": conversation,
        # What bench.cpp does in two ways is one here.
        "conversation_blocking": conversation,
        "large_output": large_output,
        "large_output_appended": large_output,
        "communicate": communicate,
    }
    for name, measure in benchmarks.items():
        result = {"name": name, "items_per_second": measure()}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()

"""A small project to try the command on, and fixtures of what came of testing it.

It holds the tool itself and tiny listings that compile in no time: those of
ch01 hold, those of ch02 fail, each in its own way, ch03 is for interrupting.
Nothing in it is changed by a test, unless the test puts it back.
"""

import functools
import json
import os
import re
import shutil
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

REPOSITORY = Path(__file__).parents[2]
LONG = 300.0
"""Seconds that no test waits for, unless what it tests hangs."""
MARKER = f"marker-{uuid.uuid4().hex}"
"""A word in the command line of what the listings of ch03 are run as."""


@dataclass(frozen=True)
class Project:
    """The project's folder, and its command."""

    root: Path

    def command(self, *arguments: object) -> list[str]:
        return [str(self.root / "tools" / "listings"), *map(str, arguments)]

    def listings(
        self, *arguments: object, cwd: Path | None = None, **more: object
    ) -> subprocess.CompletedProcess[str]:
        """What came of tools/listings with these arguments."""
        return subprocess.run(
            self.command(*arguments),
            cwd=cwd or self.root,
            capture_output=True,
            encoding="utf-8",
            timeout=LONG,
            check=False,
            **more,
        )

    def tested(self, *arguments: object) -> tuple[subprocess.CompletedProcess[str], dict]:
        """What came of a test, and its JSON."""
        file = self.root / f"{uuid.uuid4().hex}.json"
        done = self.listings("test", *arguments, "--json", file)
        try:
            return done, json.loads(file.read_text()) if file.exists() else {}
        finally:
            file.unlink(missing_ok=True)

    @contextmanager
    def changed(self, path: str, text: str | None) -> Iterator[Path]:
        """Has a file with another text, or none, for a while; its time is put back too."""
        file = self.root / path
        before = (file.read_bytes(), file.stat()) if file.exists() else None
        try:
            if text is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
            yield file
        finally:
            file.unlink(missing_ok=True)
            if before:
                file.write_bytes(before[0])
                os.utime(file, ns=(before[1].st_atime_ns, before[1].st_mtime_ns))


def alive(word: str) -> list[psutil.Process]:
    """The processes, this one aside, with `word` in their command line."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        words = process.info["cmdline"] or ()
        dead = process.pid == os.getpid() or process.info["status"] == psutil.STATUS_ZOMBIE
        if not dead and any(word in each for each in words):
            found.append(process)
    return found


def until(condition: Callable[[], object], seconds: float = 60.0) -> bool:
    """Whether the condition came to hold within a time that is never needed."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def once(make: Callable) -> Callable:
    """`make`, done but once, however many modules import it as a fixture."""
    made: list[object] = []

    @functools.wraps(make)
    def first(*arguments: object, **named: object) -> object:
        if not made:
            made.append(make(*arguments, **named))
        return made[0]

    return first


def listing(path: str, code: str, blocks: str, *header: str) -> str:
    """The text of a listing; `header` are its directives, less what goes without saying."""
    directives = [f"// {line}" for line in header]
    if not any(line.startswith("Python:") for line in header):
        directives.append("// Python: none")
    if "/python/" not in path and not any(line.startswith("Counterpart:") for line in header):
        if f"{path.removesuffix('.cpp')}.py".replace("/", "/python/") not in COUNTERPARTS:
            directives.append("// Counterpart: none, because this is a test.")
    lines = [f"// {path}", "// It is a test.", *directives, "", code.strip(), "", blocks.strip()]
    return "\n".join(lines) + "\n"


SAY = r"""
#include <pthread.h>
#include <cstdio>

static void* say(void* name) {
    for (int i = 1; i <= 3; ++i)
        dprintf(1, "%s %d\n", static_cast<const char*>(name), i);
    return nullptr;
}

int main() {
    char names[][2] = {"A", "B"};
    pthread_t threads[2];
    dprintf(1, "started\n");
    for (int i = 0; i < 2; ++i)
        pthread_create(&threads[i], nullptr, say, names[i]);
    for (pthread_t thread : threads)
        pthread_join(thread, nullptr);
    dprintf(1, "done\n");
}
"""
LANES = """/* Output:
started
a| A 1
a| A 2
a| A 3
b| B 1
b| B 2
b| B 3
done
*/"""
EVERYTHING = r"""
#include <cstdio>

int main(int argc, char* argv[]) {
    for (int i = 1; i < argc; ++i)
        printf("<%s>\n", argv[i]);
    for (int c; (c = getchar()) != EOF;)
        putchar(c == '\n' ? '\n' : c + 1);
    fprintf(stderr, "warning: %d arguments\n", argc - 1);
    return 3;
}
"""
RACE = r"""
#include <pthread.h>
#include <cstdio>

static int counter = 0;

static void* add(void*) {
    for (int i = 0; i < 1000; ++i)
        ++counter;
    return nullptr;
}

int main() {
    pthread_t threads[2];
    for (pthread_t& thread : threads)
        pthread_create(&thread, nullptr, add, nullptr);
    for (pthread_t thread : threads)
        pthread_join(thread, nullptr);
    puts(counter > 0 ? "counted" : "not counted");
}
"""


def main(body: str, *headers: str) -> str:
    """A program with this main."""
    includes = "\n".join(f"#include <{header}>" for header in ("cstdio", *headers))
    return f"{includes}\n\nint main() {{\n    {body}\n}}"


def output(*lines: str) -> str:
    return "\n".join(["/* Output:", *lines, "*/"])


SAY_PYTHON = """
import threading

lock = threading.Lock()


def say(name):
    for i in range(1, 4):
        with lock:
            print(name, i, flush=True)


print("started", flush=True)
threads = [threading.Thread(target=say, args=(name,)) for name in "AB"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
"""
EVERYTHING_PYTHON = """
import sys

for argument in sys.argv[1:]:
    print(f"<{argument}>")
for line in sys.stdin:
    print("".join(chr(ord(c) + 1) for c in line.rstrip()))
raise SystemExit("Python's own message")
"""
COUNTERPARTS = {
    f"ch01/python/{name}.py": f'"""ch01/python/{name}.py\nIt is a test.\n"""\n{text}'
    for name, text in {
        "01_plain": '\nprint("one")\nprint("two")\n',
        "02_lanes": SAY_PYTHON,
        "03_everything": EVERYTHING_PYTHON,
        "06_deadlock": '\nimport signal\n\nprint("waiting", flush=True)\nsignal.pause()\n',
    }.items()
}

# What holds, and what does not: path, code, blocks, directives.
HOLD = [
    (
        "ch01/01_plain.cpp",
        main('puts("one");\n    puts("two");'),
        output("one", "two"),
        "Python: threading.Thread, threading.Thread.start",
    ),
    (
        "ch01/02_lanes.cpp",
        SAY,
        LANES,
        "Python: threading.Thread.join",
        "Platform: posix",
    ),
    (
        "ch01/03_everything.cpp",
        EVERYTHING,
        "/* Input:\nHAL\nfin\n*/\n\n/* Errors:\nwarning: {{\\d}} arguments\n*/\n\n"
        + output("<two words>", "<three>", "IBM", "gjo"),
        "Python: sys.argv",
        "Args: 'two words' three",
        "Exit: 3",
        "Timeout: 30",
    ),
    (
        "ch01/04_signal.cpp",
        main('puts("before");\n    fflush(stdout);\n    abort();', "cstdlib"),
        output("before"),
        "Exit: SIGABRT",
    ),
    (
        "ch01/05_must_not_compile.cpp",
        main("return no_such_name;"),
        "/* Errors:\n...\n{{.*}}error: {{.*}}no_such_name{{.*}}\n...\n*/",
        "Expect: compile error",
    ),
    (
        "ch01/06_deadlock.cpp",
        main('puts("waiting");\n    fflush(stdout);\n    pause();', "unistd.h"),
        output("waiting"),
        "Expect: deadlock",
        "Platform: posix",
        "Timeout: 60",
    ),
    (
        "ch01/07_data_race.cpp",
        RACE,
        output("counted"),
        "Expect: data race",
        "Platform: posix",
    ),
]
FAIL = [
    ("ch02/01_wrong_line.cpp", main('puts("one");\n    puts("two");'), output("one", "too")),
    (
        "ch02/02_reordered.cpp",
        SAY,
        LANES.replace("a| A 1\na| A 2\n", "a| A 2\na| A 1\n"),
    ),
    (
        "ch02/03_hangs.cpp",
        main('puts("waiting");\n    fflush(stdout);\n    pause();', "unistd.h"),
        output("waiting"),
        "Timeout: 1",
    ),
    ("ch02/04_prints_without_end.cpp", main('for (;;)\n        puts("again");'), output("...")),
    (
        "ch02/05_leaves_a_process.cpp",
        main('puts("left");\n    return system("setsid sleep 77 &");', "cstdlib"),
        output("left"),
    ),
    (
        "ch02/06_leaves_memory.cpp",
        main(
            'close(shm_open("/left-memory", O_CREAT | O_RDWR, 0600));\n'
            "    shmget(IPC_PRIVATE, 100, IPC_CREAT | 0600);\n"
            '    fclose(fopen("/tmp/left-file", "w"));',
            "fcntl.h",
            "sys/ipc.h",
            "sys/mman.h",
            "sys/shm.h",
            "unistd.h",
        ),
        output(),
    ),
    (
        "ch02/07_unexpected_signal.cpp",
        main('puts("before");\n    fflush(stdout);\n    raise(SIGSEGV);', "csignal"),
        output("before"),
    ),
    ("ch02/08_does_not_compile.cpp", main("return missing_name;"), output()),
    (
        "ch02/09_does_not_link.cpp",
        'extern "C" int missing_function();\n\n' + main("return missing_function();"),
        output(),
    ),
    (
        "ch02/10_compiles.cpp",
        main('puts("it does");'),
        "/* Errors:\n...\n{{.*}}error{{.*}}\n...\n*/",
        "Expect: compile error",
    ),
    ("ch02/11_no_deadlock.cpp", main('puts("x");'), output("x"), "Expect: deadlock"),
    (
        "ch02/12_spins.cpp",
        main('puts("x");\n    fflush(stdout);\n    volatile bool on = true;\n    while (on) {}'),
        output("x"),
        "Expect: deadlock",
        "Timeout: 2",
    ),
    (
        "ch02/13_no_race.cpp",
        main('puts("x");'),
        output("x"),
        "Expect: data race",
    ),
    ("ch02/14_writes_errors.cpp", main('fputs("oh\\n", stderr);'), output()),
    ("ch02/15_exit_code.cpp", main("return 7;"), output(), "Exit: 3"),
    (
        "ch02/16_other_diagnostics.cpp",
        main("return missing_name;"),
        "/* Errors:\n...\n{{.*}}error: expected{{.*}}\n...\n*/",
        "Expect: compile error",
    ),
    (
        "ch02/17_not_text.cpp",
        main(r'printf("%c\xff\xfe|%c[31mred%c|\n", 0, 27, 7);'),
        output("text"),
    ),
]
SLOW_TO_COMPILE = """
constexpr unsigned sum(unsigned seed) {
    for (unsigned i = 0; i < 700'000; ++i)
        seed = seed * 31 + i;
    return seed;
}

template <unsigned N>
struct Sums {
    static constexpr unsigned value = sum(N) + Sums<N - 1>::value;
};

template <>
struct Sums<0> {
    static constexpr unsigned value = 0;
};

int main() {
    return Sums<200>::value == 0;
}
"""
INTERRUPT = [
    ("ch03/01_quick.cpp", main('puts("quick");'), output("quick")),
    (
        "ch03/02_sleeps.cpp",
        main("if (fork() == 0)\n        setsid();\n    sleep(300);", "unistd.h"),
        output(),
        f"Args: {MARKER}",
        "Timeout: 200",
    ),
    ("ch03/03_slow_to_compile.cpp", SLOW_TO_COMPILE, output()),
]
NAMES = """# chapter\tname\trole
ch01\tthreading.Thread\tclass
ch01\tthreading.Thread.start\tmethod
ch01\tthreading.Thread.join\tmethod
ch01\tthreading.stack_size\tfunction
ch02\tthreading.Lock\tclass
"""
PAGE = """# Chapter 1

## Tests

{passages}
## No counterpart

| Name | Why |
|---|---|
| `threading.stack_size` | Nobody needs to set it here. |
"""


def page() -> str:
    """The page of ch01, with all it must have."""
    passages = []
    for path, code, *_ in HOLD:
        name = path.removeprefix("ch01/")
        counterpart = path.replace("/", "/python/").replace(".cpp", ".py")
        other = f" · [Python](python/{Path(counterpart).name})" * (counterpart in COUNTERPARTS)
        quoted = next(line for line in code.splitlines() if "main(" in line)
        passages.append(
            f"### It is — [{name}]({name}){other}\n\n```cpp\n// {path}\n{quoted}\n```\n"
        )
    return PAGE.format(passages="\n".join(passages))


def make(root: Path) -> Project:
    """The project, made below `root`."""
    for name in ("CMakeLists.txt", "CMakePresets.json"):
        shutil.copy(REPOSITORY / name, root)
    tools = root / "tools"
    for name in ("chaos", "cmake", "extract_and_test"):
        shutil.copytree(
            REPOSITORY / "tools" / name, tools / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(REPOSITORY / "tools" / "listings", tools)
    files = {path: listing(path, *rest) for path, *rest in (*HOLD, *FAIL, *INTERRUPT)}
    files |= COUNTERPARTS | {"tools/python-names.tsv": NAMES, "ch01/README.md": page()}
    files |= {"README.md": "# Test\n\nSee [chapter 1](ch01/README.md).\n"}
    files |= {"tools/README.md": "# Tools\n\nSee [the names](python-names.tsv).\n"}
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return Project(root)


@pytest.fixture(scope="session")
@once
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project, not built yet."""
    return make(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
@once
def held(project: Project) -> tuple[subprocess.CompletedProcess[str], dict]:
    """What came of testing ch01 with its counterparts, and its JSON."""
    return project.tested("ch01", "--python", "--junit", project.root / "held.xml")


@pytest.fixture(scope="session")
@once
def failed(project: Project) -> tuple[subprocess.CompletedProcess[str], dict]:
    """What came of testing ch02, and its JSON."""
    return project.tested("ch02", "--junit", project.root / "failed.xml")


def report_on(tested: tuple[subprocess.CompletedProcess[str], dict], name: str) -> str:
    """What the test printed on that listing, its first line included."""
    lines = tested[0].stdout.splitlines()
    start = next(i for i, line in enumerate(lines) if re.match(rf"{name} ", line))
    rest = (i for i in range(start + 1, len(lines)) if not lines[i].startswith(" "))
    return "\n".join(lines[start : next(rest)])

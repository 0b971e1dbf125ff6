"""Makes the reading edition, once, for the tests that open it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
sys.path.insert(0, str(REPOSITORY / "tools"))
LONG = 1800.0
"""Seconds that no test waits for, unless what it tests hangs."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--draft", action="store_true", help="try what has not been tested too")
    parser.addoption("--book", type=Path, metavar="DIR", help="try this one as it stands")


def needed(*commands: str) -> None:
    """Skips what can't be tried here, and says why."""
    if missing := [name for name in commands if shutil.which(name) is None]:
        pytest.skip(f"{', '.join(missing)} missing: run tools/setup --book")


@pytest.fixture(scope="session")
def book(request: pytest.FixtureRequest) -> Path:
    """The folder of the site and the EPUB, made anew where something has changed."""
    if there := request.config.getoption("book"):
        return there.absolute()
    options = ["--draft"] if request.config.getoption("draft") else []
    done = subprocess.run(
        [REPOSITORY / "tools" / "listings", "book", *options],
        capture_output=True,
        encoding="utf-8",
        timeout=LONG,
        check=False,
    )
    if done.returncode == 2 and "tools/setup --book" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stdout + done.stderr
    place = re.search(r"pages: (.*)/site/index\.html$", done.stdout, re.MULTILINE)
    return Path(place[1])

"""ch10/python/21_find_executable.py
A name is looked up in the folders of PATH. A missing program, a folder and a
file without its run bit can't be started: each raises an error.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path


def start(program: Path) -> None:
    try:
        subprocess.run([program])
    except OSError as error:
        print(f"{program.name}: {error.strerror}")


def main() -> None:
    print(f"found: {Path(shutil.which('sort') or '').name}")
    print(f'found: "{shutil.which("no such program") or ""}"')

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start(folder / "missing")

        (folder / "folder").mkdir()
        start(folder / "folder")

        (folder / "unmarked").write_text("#!/bin/sh\necho ran\n")
        start(folder / "unmarked")


if __name__ == "__main__":
    main()

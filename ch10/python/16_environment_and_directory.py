"""ch10/python/16_environment_and_directory.py
A child gets its parent's environment and directory, or others made for it.
"""

import os
import subprocess
import sys


def report(label: str) -> None:
    greeting = os.environ.get("GREETING", "not set")
    path = "set" if "PATH" in os.environ else "not set"
    place = "the root" if os.getcwd() == "/" else "main's directory"
    print(f"{label}: GREETING is {greeting}, PATH is {path}, in {place}")


def main() -> None:
    command = [sys.executable, os.path.abspath(__file__)]
    subprocess.run([*command, "inherited"])
    subprocess.run([*command, "elsewhere"], cwd="/")
    subprocess.run([*command, "replaced"], env={"GREETING": "hello"})
    subprocess.run(
        [*command, "extended"], env=os.environ | {"GREETING": "good morning"}
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        report(sys.argv[1])
    else:
        main()

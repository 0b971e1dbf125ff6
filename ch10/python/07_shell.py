"""ch10/python/07_shell.py
A shell takes its command apart, so a name can become a command. Arguments are
never taken apart: the same name stays a name.
"""

import subprocess


def main() -> None:
    name = "Ada; echo and now: anything"

    print("a shell computes:", flush=True)
    subprocess.run("echo $((6 * 7)) | tr 4 5", shell=True)

    print("the name in a command:", flush=True)
    subprocess.run(f"echo hello {name}", shell=True)

    print("the name as an argument:", flush=True)
    subprocess.run(["/bin/echo", "hello", name])

    print("the name as a shell's argument:", flush=True)
    subprocess.run(["/bin/sh", "-c", 'echo hello "$1"', "sh", name])


if __name__ == "__main__":
    main()

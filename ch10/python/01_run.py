"""ch10/python/01_run.py
The program starts another one, waits until it has ended, and gets the number
that it returned.
"""

import subprocess


def main() -> None:
    print("running echo", flush=True)
    echo = subprocess.run(["/bin/echo", "hello,", "two  spaces"])
    print(f"echo returned {echo.returncode}", flush=True)

    shell = subprocess.run(["/bin/sh", "-c", "exit 3"])
    arguments = " ".join(f"[{argument}]" for argument in shell.args)
    print(f"{arguments} returned {shell.returncode}")


if __name__ == "__main__":
    main()

"""ch10/python/08_older_calls.py
The older functions are one start of a program with different ends: a number,
an exception, the output, or number and output.
"""

import subprocess


def main() -> None:
    print("call:", subprocess.call("exit 3", shell=True))
    try:
        subprocess.check_call("exit 4", shell=True)
    except subprocess.CalledProcessError as error:
        print(f"check_call: exit status {error.returncode}")

    output = subprocess.check_output("echo all of it", shell=True, text=True)
    print(f"check_output: {output}", end="")
    try:
        subprocess.check_output("echo a part; exit 5", shell=True, text=True)
    except subprocess.CalledProcessError as error:
        print(f"check_output: exit status {error.returncode}", end="")
        print(f", {error.output}", end="")

    status, output = subprocess.getstatusoutput("echo wrong >&2; exit 6")
    print(f"getstatusoutput: {status}, {output}")
    print("getoutput:", subprocess.getoutput("echo right"))


if __name__ == "__main__":
    main()

"""ch10/python/06_timeout.py
A child, and a helper that it started, take too long. When the time is up, both
are killed, and what they had written until then is kept.
"""

import os
import signal
import subprocess
import sys
from subprocess import PIPE


def work(role: str) -> int:
    print(f"{role}: half done", flush=True)
    if role == "leader":
        helper = [sys.executable, __file__, "helper"]
        return subprocess.run(helper).returncode
    print("both at work", file=sys.stderr, flush=True)
    sys.stdin.read(1)
    return 0


def run(timeout: float) -> None:
    with subprocess.Popen(
        [sys.executable, __file__, "leader"],
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        process_group=0,
    ) as child:
        # communicate would close it, and the helper would end.
        held, child.stdin = child.stdin, None
        assert held is not None and child.stderr is not None
        begun = child.stderr.readline()
        try:
            child.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as expired:
            # run() would kill the leader only and leave the helper running.
            os.killpg(child.pid, signal.SIGKILL)
            output, errors = child.communicate()
            held.close()
            raise subprocess.TimeoutExpired(
                expired.cmd, timeout, output, begun + errors
            ) from None


def main() -> None:
    try:
        run(0.05)
    except subprocess.TimeoutExpired as error:
        print(
            f"{error.cmd[-1]}: timeout expired"
            f" after {error.timeout * 1000:.0f} ms"
        )
        assert error.stdout is not None and error.output == error.stdout
        print(f"output so far:\n{error.stdout.decode()}", end="")
        print(f"errors so far:\n{error.stderr.decode()}", end="")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(work(sys.argv[1]))
    main()

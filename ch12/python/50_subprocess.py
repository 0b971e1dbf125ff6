"""ch12/python/50_subprocess.py
A coroutine talks to a child through its three pipes and awaits its end.
Three more children wait at the same time, and a signal each ends them.
"""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE


def child(role: str) -> int:
    lines = 0
    for line in sys.stdin:
        print(role, "got", line, end="")
        lines += 1
    print(lines, "lines", file=sys.stderr)
    return lines


async def write_all(pipe: asyncio.StreamWriter, text: bytes) -> None:
    pipe.write(text)
    await pipe.drain()
    pipe.close()


async def communicate() -> None:
    reader = await asyncio.create_subprocess_exec(
        sys.executable,
        __file__,
        "reader",
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
    )
    assert reader.stdin and reader.stdout and reader.stderr
    print("process", reader.pid)
    # All at the same time: no full pipe can stop the others.
    _, out, err = await asyncio.gather(
        write_all(reader.stdin, b"one\ntwo\n"),
        reader.stdout.read(),
        reader.stderr.read(),
    )
    await reader.wait()
    print("output:", out.decode(), end="")
    print("errors:", err.decode(), end="")
    print("returned", reader.returncode)


async def end_by_signal(number: int) -> None:
    sleeper = await asyncio.create_subprocess_exec(
        sys.executable, __file__, "sleeper", stdin=PIPE
    )
    if number == signal.SIGKILL:
        sleeper.kill()
    elif number == signal.SIGTERM:
        sleeper.terminate()
    else:
        sleeper.send_signal(number)
    print("ended by signal", -await sleeper.wait())


async def main() -> None:
    await communicate()
    await asyncio.gather(
        end_by_signal(signal.SIGALRM),
        end_by_signal(signal.SIGTERM),
        end_by_signal(signal.SIGKILL),
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(child(sys.argv[1]))
    asyncio.run(main())

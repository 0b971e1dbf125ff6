"""ch12/python/51_subprocess_shell.py
Three command lines run in shells at the same time. What they write, to
output or errors, comes through one pipe; there is nothing for them to read.
"""

import asyncio
import shlex
from asyncio.subprocess import DEVNULL, PIPE, STDOUT


async def shell(command: str) -> str:
    child = await asyncio.create_subprocess_shell(
        command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT
    )
    text, _ = await child.communicate()
    return f"{text.decode()}returned {child.returncode}\n"


async def main() -> None:
    name = "Ada; echo and now: anything"
    pipeline, mixed, quoted = await asyncio.gather(
        shell("echo one two | tr a-z A-Z; exit 3"),
        shell("echo output; cat; echo an error >&2"),
        shell(f"echo hello {shlex.quote(name)}"),
    )
    print(pipeline, mixed, quoted, sep="", end="")


asyncio.run(main())

"""ch12/python/71_subprocess_protocol.py
A protocol is told what a child process writes, when its pipes close and
when it ends; one child ends by itself, the others are ended.
"""

import asyncio
import os
import signal
import sys
from collections import defaultdict
from collections.abc import Callable


class Report(asyncio.SubprocessProtocol):
    def __init__(
        self, when_ready: Callable[[asyncio.SubprocessTransport], None]
    ) -> None:
        self.when_ready = when_ready
        self.received: defaultdict[int, str] = defaultdict(str)
        self.lost = asyncio.Event()

    def connection_made(self, transport: asyncio.SubprocessTransport) -> None:
        self.transport = transport

    def pipe_data_received(self, descriptor: int, data: bytes) -> None:
        self.received[descriptor] += data.decode()
        if descriptor == 1 and self.received[1].endswith("\n"):
            self.when_ready(self.transport)

    def pipe_connection_lost(
        self, descriptor: int, error: Exception | None
    ) -> None:
        text = self.received[descriptor]
        if text == f"{self.transport.get_pid()}\n":
            text = "its process id\n"
        if descriptor != 0:
            print("output:" if descriptor == 1 else "errors:", text, end="")

    def process_exited(self) -> None:
        print(f"ended: {self.transport.get_returncode()}")

    def connection_lost(self, error: Exception | None) -> None:
        self.lost.set()


def child() -> None:
    print(os.getpid(), flush=True)
    sys.stdin.read(1)  # until the pipe is closed
    print("nobody asks", file=sys.stderr)
    sys.exit(3)


async def main() -> None:
    loop = asyncio.get_running_loop()
    print("main: closes its input")
    transport, protocol = await loop.subprocess_exec(
        lambda: Report(lambda child: child.get_pipe_transport(0).close()),
        sys.executable,
        __file__,
        "child",
    )
    await protocol.lost.wait()
    transport.close()

    for doing, action in (
        ("terminates it", lambda child: child.terminate()),
        ("sends a signal", lambda child: child.send_signal(signal.SIGALRM)),
        ("kills it", lambda child: child.kill()),
    ):
        print(f"main: {doing}")
        transport, protocol = await loop.subprocess_shell(
            lambda: Report(action), "echo silence >&2; echo $$; exec cat"
        )
        await protocol.lost.wait()
        transport.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child()
    else:
        asyncio.run(main())

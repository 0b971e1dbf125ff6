"""ch12/python/62_flow_control.py
The receiver doesn't read at first: what is unsent piles up to a limit, the
sender pauses, and goes on when enough of it has gone.
"""

import asyncio
import os
import socket
import tempfile
from pathlib import Path

CHUNK = 1024


def lower(value: bool) -> str:
    return str(value).lower()


class Receiver(asyncio.Protocol):
    def __init__(self, lost: asyncio.Future[None]) -> None:
        self.received = 0
        self.lost = lost

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        transport.pause_reading()

    def data_received(self, data: bytes) -> None:
        self.received += len(data)

    def connection_lost(self, error: Exception | None) -> None:
        print(f"receiver: {self.received} bytes")
        self.lost.set_result(None)


class Sender(asyncio.Protocol):
    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver
        self.paused = False
        self.left, self.pauses, self.most = 1000, 0, 0

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        transport.set_write_buffer_limits(low=4 * CHUNK, high=16 * CHUNK)
        low, high = transport.get_write_buffer_limits()
        print(f"sender: pauses above {high} bytes, goes on at {low}")

    def produce(self) -> None:
        while not self.paused and self.left > 0:
            self.left -= 1
            self.transport.write(b"x" * CHUNK)
            size = self.transport.get_write_buffer_size()
            self.most = max(self.most, size)
        if self.left == 0:
            # Not from inside resume_writing: the transport is still sending.
            asyncio.get_running_loop().call_soon(self.transport.close)

    def pause_writing(self) -> None:
        self.paused = True
        self.pauses += 1
        if self.pauses > 1:
            return
        reader = self.receiver.transport
        print(f"sender: pauses, receiver reads: {lower(reader.is_reading())}")
        reader.resume_reading()

    def resume_writing(self) -> None:
        self.paused = False
        if self.pauses == 1:
            reads = self.receiver.transport.is_reading()
            print(f"sender: goes on, receiver reads: {lower(reads)}")
        self.produce()


async def main() -> None:
    loop = asyncio.get_running_loop()
    lost = loop.create_future()
    connected = asyncio.Event()
    receiver = Receiver(lost)

    def accept() -> Receiver:
        loop.call_soon(connected.set)
        return receiver

    path = Path(tempfile.gettempdir(), f"ch12_62_{os.getpid()}")
    try:
        server = await loop.create_unix_server(accept, path)
        transport, sender = await loop.create_unix_connection(
            lambda: Sender(receiver), path
        )
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 * CHUNK)
        async with server:
            await connected.wait()
            sender.produce()
            await lost
    finally:
        path.unlink(missing_ok=True)
    print(f"main: at most {sender.most} bytes were unsent")


if __name__ == "__main__":
    asyncio.run(main())

"""ch12/python/63_buffered_protocol.py
The protocol lends its own memory to the transport, which reads straight
into it: first the length of a message, then the message.
"""

import asyncio
import socket


class Messages(asyncio.BufferedProtocol):
    def __init__(self, lost: asyncio.Future[None]) -> None:
        self.length = bytearray(2)
        self.message = bytearray()
        self.filled = 0
        self.in_message = False
        self.lost = lost

    def get_buffer(self, size_hint: int) -> memoryview:
        whole = self.message if self.in_message else self.length
        return memoryview(whole)[self.filled :]

    def buffer_updated(self, count: int) -> None:
        self.filled += count
        if not self.in_message and self.filled == len(self.length):
            self.message = bytearray(int.from_bytes(self.length, "big"))
            self.in_message = True
            self.filled = 0
        if self.in_message and self.filled == len(self.message):
            print(f"a message of {self.filled} bytes, sum {sum(self.message)}")
            self.in_message = False
            self.filled = 0

    def eof_received(self) -> None:
        print("the end")

    def connection_lost(self, error: Exception | None) -> None:
        self.lost.set_result(None)


async def send(port: int) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    for size in (3, 60_000):
        writer.write(size.to_bytes(2, "big") + b"\2" * size)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main() -> None:
    loop = asyncio.get_running_loop()
    lost = loop.create_future()
    with socket.create_server(("127.0.0.1", 0)) as acceptor:
        acceptor.setblocking(False)
        sending = asyncio.create_task(send(acceptor.getsockname()[1]))
        accepted, _ = await loop.sock_accept(acceptor)
        await loop.connect_accepted_socket(lambda: Messages(lost), accepted)
        await lost
        await sending


if __name__ == "__main__":
    asyncio.run(main())

"""ch12/python/60_protocol_server.py
A transport reads and writes, a protocol is told what happens: the server
makes a pair of them for each client, and cuts off the one with a line too
long.
"""

import asyncio
from contextlib import suppress


class Shout(asyncio.Protocol):
    def __init__(self, lost: asyncio.Queue[None]) -> None:
        self.line = b""
        self.lost = lost

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        address, _ = transport.get_extra_info("peername")
        print(f"server: a client from {address}")

    def data_received(self, data: bytes) -> None:
        *lines, self.line = (self.line + data.upper()).split(b"\n")
        for line in lines:
            self.transport.write(line + b"\n")
        if len(self.line) > 80:
            print("server: a line is too long")
            self.transport.abort()

    def eof_received(self) -> None:
        print("server: a client has said all")
        self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        closing = str(self.transport.is_closing()).lower()
        print(
            f"server: a connection ends, {error or 'no error'}, "
            f"closing: {closing}"
        )
        self.lost.put_nowait(None)


async def talk(port: int, text: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(text.encode())
    answer = b""
    with suppress(ConnectionResetError):
        answer = await reader.readline()
    if answer:
        print(f"client: receives {answer.decode()}", end="")
    else:
        print("client: is cut off")
    writer.close()
    with suppress(ConnectionResetError):
        await writer.wait_closed()


async def main() -> None:
    loop = asyncio.get_running_loop()
    lost: asyncio.Queue[None] = asyncio.Queue()
    server = await loop.create_server(lambda: Shout(lost), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        texts = ("ahoy\n", "hello\n", "x" * 99)
        await asyncio.gather(*(talk(port, text) for text in texts))
        for _ in texts:
            await lost.get()


if __name__ == "__main__":
    asyncio.run(main())

"""ch12/python/61_protocol_client.py
A client's connection changes its protocol on the way: the first one logs
in, the second one sends two lines and the end, and waits for the answer.
"""

import asyncio


class Talk(asyncio.Protocol):
    def __init__(self, lost: asyncio.Future[None]) -> None:
        self.answer = b""
        self.lost = lost

    def data_received(self, data: bytes) -> None:
        self.answer += data

    def connection_lost(self, error: Exception | None) -> None:
        print(f"talk: the server answers {self.answer.decode()}")
        self.lost.set_result(None)


class Login(asyncio.Protocol):
    def __init__(self, lost: asyncio.Future[None]) -> None:
        self.greeting = b""
        self.lost = lost

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        transport.write(b"Ada\n")

    def data_received(self, data: bytes) -> None:
        self.greeting += data
        if not self.greeting.endswith(b"\n"):
            return
        print(f"login: the server says {self.greeting.decode()}", end="")
        self.transport.set_protocol(Talk(self.lost))
        same = self.transport.get_protocol() is self
        print(f"login: replaced: {'no' if same else 'yes'}")
        self.transport.writelines([b"one\n", b"two\n"])
        if self.transport.can_write_eof():
            self.transport.write_eof()


async def serve(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    writer.write(b"welcome " + await reader.readline())
    rest = await reader.read()
    writer.write(f"{len(rest)} bytes".encode())
    writer.close()
    await writer.wait_closed()


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        lost = loop.create_future()
        await loop.create_connection(lambda: Login(lost), "127.0.0.1", port)
        await lost


if __name__ == "__main__":
    asyncio.run(main())

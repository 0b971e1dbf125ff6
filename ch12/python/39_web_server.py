"""ch12/python/39_web_server.py
A web server answers all that comes: also what is no request, is too long or
never ends. With a port as argument it serves there; curl can talk to it.
"""

import asyncio
import sys
from asyncio import StreamReader, StreamWriter
from contextlib import suppress
from dataclasses import dataclass


@dataclass
class Response:
    status: str
    body: str = ""
    keep_alive: bool = False
    with_body: bool = True

    def __bytes__(self) -> bytes:
        body = self.body or self.status + "\n"
        close = "" if self.keep_alive else "Connection: close\r\n"
        return (
            f"HTTP/1.1 {self.status}\r\nContent-Type: text/plain\r\n"
            f"Content-Length: {len(body)}\r\n{close}\r\n"
            f"{body if self.with_body else ''}"
        ).encode()


def respond(head: str) -> Response:
    malformed = Response("400 Bad Request")
    first, *lines = head.removesuffix("\r\n\r\n").split("\r\n")
    match first.split():
        case method, target, version if version.startswith("HTTP/1."):
            pass
        case _:
            return malformed

    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        name = name.lower()
        if not colon or " " in name or "\t" in name:
            return malformed
        if name == "host" and name in headers:
            return malformed
        headers.setdefault(name, value.strip())
    newer = version != "HTTP/1.0"
    if newer and "host" not in headers:
        return malformed
    # Left unread, a body would be taken for the next request.
    if "content-length" in headers or "transfer-encoding" in headers:
        return Response("413 Content Too Large")
    if method not in ("GET", "HEAD"):
        return Response("501 Not Implemented")

    response = Response("404 Not Found")
    if target == "/":
        response = Response("200 OK", "Hello from a coroutine.\n")
    response.keep_alive = (
        newer and headers.get("connection", "").lower() != "close"
    )
    response.with_body = method == "GET"
    return response


class Server:
    """Nobody makes it wait for longer than its patience."""

    def __init__(self, patience: float) -> None:
        self.patience = patience

    async def handle(self, reader: StreamReader, writer: StreamWriter) -> None:
        with suppress(TimeoutError, ConnectionError):
            if await self.answer(reader, writer):
                # To close with input unread resets the connection, and the
                # client can lose the answer: first the client has to see its
                # end and close.
                writer.write_eof()
                async with asyncio.timeout(self.patience):
                    while await reader.read(4096):
                        pass
        writer.close()

    async def answer(self, reader: StreamReader, writer: StreamWriter) -> bool:
        keep_alive = True
        while keep_alive:
            try:
                async with asyncio.timeout(self.patience):
                    head = await reader.readuntil(b"\r\n\r\n")
                response = respond(head.decode("latin-1"))
            except asyncio.IncompleteReadError:
                return False
            except asyncio.LimitOverrunError:
                response = Response("431 Request Header Fields Too Large")
            except TimeoutError:
                response = Response("408 Request Timeout")
            writer.write(bytes(response))
            async with asyncio.timeout(self.patience):
                await writer.drain()
            keep_alive = response.keep_alive
        return True


Connection = tuple[StreamReader, StreamWriter]


async def send(port: int, text: str) -> Connection:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(text.encode())
    return reader, writer


async def print_status(connection: Connection, name: str) -> None:
    reader, writer = connection
    answers = (await reader.read()).decode()
    for line in answers.split("\r\n"):
        _, protocol, status = line.rpartition("HTTP/1.1 ")
        if protocol:
            print(f"{name}: {status}")
    writer.close()
    await writer.wait_closed()


async def ask(port: int) -> None:
    host = " HTTP/1.1\r\nHost: localhost\r\n"
    requests = {
        "two in one": f"GET /{host}\r\nGET /no{host}Connection: close\r\n\r\n",
        "no request": "HELLO\r\n\r\n",
        "no host": "GET / HTTP/1.1\r\n\r\n",
        "another method": f"DELETE /{host}\r\n",
        "a body": f"POST /{host}Content-Length: 2\r\n\r\nhi",
        "too long": f"GET /{host}Cookie: " + "x" * 10000,
    }
    for name, text in requests.items():
        await print_status(await send(port, text), name)


async def start(
    patience: float, port: int = 0, start_serving: bool = True
) -> asyncio.Server:
    return await asyncio.start_server(
        Server(patience).handle,
        "127.0.0.1",
        port,
        limit=8192,
        start_serving=start_serving,
    )


async def main() -> None:
    if len(sys.argv) > 1:
        server = await start(10, int(sys.argv[1]))
        await server.serve_forever()
    async with await start(30) as server:
        await ask(server.sockets[0].getsockname()[1])
    async with await start(0.05) as impatient:
        port = impatient.sockets[0].getsockname()[1]
        await print_status(await send(port, "GET / HT"), "slow")


with suppress(KeyboardInterrupt):
    asyncio.run(main())

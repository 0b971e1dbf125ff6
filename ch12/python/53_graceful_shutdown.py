"""ch12/python/53_graceful_shutdown.py
A signal stops a server that has clients: none is accepted from then on, what
has begun is answered, what is idle is closed. With a port it waits for curl.
"""

import asyncio
import os
import signal
import socket
import sys
from asyncio import StreamReader, StreamWriter
from signal import SIGINT, SIGTERM

BODY = b"done\n"


class Server:
    def __init__(self, slow: float) -> None:
        self.stopping = asyncio.Event()
        # How long the answer to /slow takes.
        self.slow = slow
        self.handlers: set[asyncio.Task] = set()

    async def accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.handlers.add(task)
        try:
            await self.handle(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.handlers.discard(task)
            writer.close()

    async def next_head(self, reader: StreamReader) -> str:
        first = asyncio.create_task(reader.read(1))
        stop = asyncio.create_task(self.stopping.wait())
        await asyncio.wait([first, stop], return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        # No request has begun: the server stops, or the client has gone.
        if not first.done():
            first.cancel()
            return ""
        if not first.result():
            return ""
        head = first.result() + await reader.readuntil(b"\r\n\r\n")
        return head.decode("latin-1")

    async def handle(self, reader: StreamReader, writer: StreamWriter) -> None:
        keep_alive = True
        while keep_alive and (head := await self.next_head(reader)):
            if head.startswith("GET /slow "):
                await asyncio.sleep(self.slow)
            keep_alive = (
                not self.stopping.is_set()
                and " HTTP/1.1\r\n" in head
                and "\r\nconnection: close\r\n" not in head.lower()
            )
            connection = "keep-alive" if keep_alive else "close"
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: "
                + f"{connection}\r\n\r\n".encode()
                + BODY
            )
            await writer.drain()


class Client:
    def __init__(self, name: str) -> None:
        self.name = name

    async def connect(self, address: tuple[str, int]) -> None:
        connection = socket.socket()
        try:
            connection.connect(address)
        except ConnectionRefusedError as refused:
            connection.close()
            print(f"{self.name}: {os.strerror(refused.errno)}")
            return
        self.reader, self.writer = await asyncio.open_connection(
            sock=connection
        )

    def send(self, text: str) -> None:
        self.writer.write(text.encode())

    async def receive(self) -> None:
        try:
            received = await self.reader.readuntil(BODY)
            status = received.decode().split("\r\n")[0]
        except asyncio.IncompleteReadError:
            status = "the end"
            self.writer.close()
        print(f"{self.name}: {status}")


async def run_clients(address: tuple[str, int]) -> None:
    head = " HTTP/1.1\r\nHost: localhost\r\n\r\n"
    slow, idle, half = Client("slow"), Client("idle"), Client("half")
    last, late = Client("last"), Client("late")
    await slow.connect(address)
    slow.send("GET /slow" + head)
    await idle.connect(address)
    idle.send("GET /" + head)
    await idle.receive()
    await half.connect(address)
    half.send("GET /" + head + "GET /ha")
    await half.receive()

    await last.connect(address)
    signal.raise_signal(SIGTERM)
    last.send("GET /" + head)
    await last.receive()
    await idle.receive()
    await late.connect(address)
    half.send("lf" + head)
    await half.receive()
    await half.receive()
    await slow.receive()
    for client in (last, slow):
        client.writer.close()


async def main(port: int) -> None:
    server = Server(slow=5 if port else 0.05)
    listening = await asyncio.start_server(server.accept, "127.0.0.1", port)
    signalled = asyncio.Event()
    for number in (SIGINT, SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, signalled.set)
    clients = asyncio.create_task(asyncio.sleep(0))
    if not port:
        address = listening.sockets[0].getsockname()
        clients = asyncio.create_task(run_clients(address))

    await signalled.wait()
    # The system has accepted clients that the program has not seen yet: a turn
    # of the loop takes them in.
    for _ in range(3):
        await asyncio.sleep(0)
    listening.close()
    await listening.wait_closed()
    print("server: accepts nobody any more")
    server.stopping.set()
    if server.handlers:
        await asyncio.wait(server.handlers, timeout=10)
    await clients
    print("server: done")


asyncio.run(main(int((sys.argv[1:] or ["0"])[0])))

"""ch12/python/46_chat_server.py
What one says, all others get. Some say goodbye by vanishing, and one stops
reading: nobody else has to wait for them, and no memory fills up.
"""

import asyncio
import socket
import struct
from asyncio import StreamReader, StreamWriter
from contextlib import suppress


class Member:
    def __init__(self, reader: StreamReader, writer: StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.outbox: asyncio.Queue[bytes] = asyncio.Queue(16)
        self.name = ""


Room = set[Member]


def tell(room: Room, sender: Member | None, text: str) -> None:
    for member in room:
        if member is not sender and not member.writer.is_closing():
            try:
                member.outbox.put_nowait(text.encode())
            except asyncio.QueueFull:
                # A member who is sixteen messages behind has to go.
                member.writer.transport.abort()


async def listen_to(member: Member, room: Room) -> None:
    with suppress(ConnectionError, ValueError):
        while (line := await member.reader.readline()).endswith(b"\n"):
            if not member.name:
                member.name = line.decode().strip()
                room.add(member)
                tell(room, None, f"{member.name} has come\n")
            else:
                tell(room, member, f"{member.name}: {line.decode()}")


async def speak_to(member: Member) -> None:
    with suppress(ConnectionError):
        while True:
            member.writer.write(await member.outbox.get())
            await member.writer.drain()


async def converse(member: Member, room: Room) -> None:
    tasks = [
        asyncio.create_task(listen_to(member, room)),
        asyncio.create_task(speak_to(member)),
    ]
    # When one of them ends, the other is cancelled.
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    member.writer.close()
    if member in room:
        room.remove(member)
        tell(room, None, f"{member.name} has gone\n")


class Client:
    def __init__(self, name: str) -> None:
        self.name = name

    async def connect(self, address: tuple[str, int]) -> None:
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        connection.connect(address)
        self.reader, self.writer = await asyncio.open_connection(
            sock=connection
        )

    async def say(self, line: str) -> None:
        self.writer.write(f"{line}\n".encode())
        await self.writer.drain()

    async def hear(self) -> None:
        line = await self.reader.readline()
        print(f"{self.name} hears: {line.decode()}", end="")

    def vanish(self) -> None:
        # No end of the stream: a reset, as if the client had crashed.
        linger = struct.pack("ii", 1, 0)
        connection = self.writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.writer.transport.abort()


async def chat(address: tuple[str, int]) -> None:
    ann, bob, cat = Client("Ann"), Client("Bob"), Client("Cat")
    present: list[Client] = []
    for client in (ann, bob, cat):
        await client.connect(address)
        await client.say(client.name)
        present.append(client)
        for listener in present:
            await listener.hear()
    await ann.say("hello")
    await bob.hear()
    await cat.hear()

    bob.vanish()
    await ann.hear()
    # From here on Cat doesn't read, however much there is.
    for _ in range(2000):
        await ann.say("." * 1000)
    await ann.hear()
    for client in (ann, cat):
        client.writer.close()


async def main() -> None:
    room: Room = set()
    conversations: set[asyncio.Task] = set()

    def accept(reader: StreamReader, writer: StreamWriter) -> None:
        member = Member(reader, writer)
        task = asyncio.create_task(converse(member, room))
        conversations.add(task)
        task.add_done_callback(conversations.discard)

    async with await asyncio.start_server(
        accept, "127.0.0.1", limit=1024
    ) as server:
        # Inherited by each connection.
        server.sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65536)
        await chat(server.sockets[0].getsockname())
    await asyncio.gather(*conversations)


asyncio.run(main())

"""ch12/python/64_udp_server_and_client.py
A client asks in datagrams, and the server answers to where each came from;
a datagram that is too long never leaves.
"""

import asyncio

Address = tuple[str, int]


class Server(asyncio.DatagramProtocol):
    def connection_made(self, transport: asyncio.DatagramTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, sender: Address) -> None:
        print(f"server: receives {data.decode()}")
        self.transport.sendto(data[::-1], sender)


class Client(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.answers: asyncio.Queue[tuple[bytes, Address]] = asyncio.Queue()

    def datagram_received(self, data: bytes, sender: Address) -> None:
        self.answers.put_nowait((data, sender))

    def error_received(self, error: OSError) -> None:
        print(f"client: {error.strerror}")


async def main() -> None:
    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(
        Server, local_addr=("127.0.0.1", 0)
    )
    address = server.get_extra_info("sockname")
    client, protocol = await loop.create_datagram_endpoint(
        Client, local_addr=("127.0.0.1", 0)
    )
    for text in (b"stressed", b"drawer"):
        client.sendto(text, address)
        answer, sender = await protocol.answers.get()
        origin = "the server" if sender == address else "elsewhere"
        print(f"client: receives {answer.decode()} from {origin}")
    client.sendto(b"x" * 70_000, address)
    server.abort()
    client.close()


if __name__ == "__main__":
    asyncio.run(main())

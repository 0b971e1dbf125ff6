"""ch12/python/65_broadcast.py
One datagram to the loopback network's broadcast address reaches everybody
who listens there; it may be sent only by a socket that asked for the right.
"""

import asyncio
import socket


class Listener(asyncio.DatagramProtocol):
    def __init__(self, name: str) -> None:
        self.name = name
        self.asleep = asyncio.Event()

    def datagram_received(self, data: bytes, sender: tuple[str, int]) -> None:
        print(f"{self.name} hears {data.decode()}")
        if data == b"good night":
            self.asleep.set()


class Station(asyncio.DatagramProtocol):
    def error_received(self, error: OSError) -> None:
        print(f"station: {error.strerror}")


async def main() -> None:
    loop = asyncio.get_running_loop()
    station, _ = await loop.create_datagram_endpoint(
        Station, local_addr=("127.0.0.1", 0)
    )
    _, port = station.get_extra_info("sockname")
    everybody = ("127.255.255.255", port)

    listening = []
    for name in ("Ada", "Bob"):
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(everybody)
        listening.append(
            await loop.create_datagram_endpoint(
                lambda: Listener(name), sock=sock
            )
        )

    station.sendto(b"good morning", everybody)
    station.get_extra_info("socket").setsockopt(
        socket.SOL_SOCKET, socket.SO_BROADCAST, 1
    )
    station.sendto(b"good morning", everybody)
    station.sendto(b"good night", everybody)
    for transport, listener in listening:
        await listener.asleep.wait()
        transport.close()
    station.close()


if __name__ == "__main__":
    asyncio.run(main())

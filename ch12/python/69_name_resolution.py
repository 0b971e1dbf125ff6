"""ch12/python/69_name_resolution.py
Names become addresses and addresses names while the loop goes on: the
system's own resolver, which blocks, runs in a thread beside it.
"""

import asyncio
import socket
from ipaddress import ip_address


async def main() -> None:
    loop = asyncio.get_running_loop()
    numeric = await loop.getaddrinfo("127.0.0.1", 8080, type=socket.SOCK_STREAM)
    *_, (host, port) = numeric[0]
    print(f"127.0.0.1 is {host}:{port}")

    found = await loop.getaddrinfo("localhost", 8080, type=socket.SOCK_STREAM)
    all_loopback = all(
        ip_address(address[0]).is_loopback for *_, address in found
    )
    print(f"localhost is on this machine: {str(all_loopback).lower()}")

    name, _ = await loop.getnameinfo(("127.0.0.1", 8080))
    print(f"127.0.0.1 is called {name}")

    refused = False
    try:
        await loop.getaddrinfo("localhost", 8080, flags=socket.AI_NUMERICHOST)
    except socket.gaierror as error:
        refused = error.errno == socket.EAI_NONAME
    print(f"localhost is no address: {str(refused).lower()}")


if __name__ == "__main__":
    asyncio.run(main())

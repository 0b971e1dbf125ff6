"""ch12/python/66_socket_calls.py
Plain sockets in coroutines, without a stream or a protocol between: each
call of the system's has an asynchronous twin.
"""

import asyncio
import socket


async def serve(acceptor: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    client, _ = await loop.sock_accept(acceptor)
    with client:
        print("server: accepts a connection")
        buffer = bytearray(65536)
        total = 0
        while length := await loop.sock_recv_into(client, buffer):
            total += length
        await loop.sock_sendall(client, f"{total} bytes".encode())


async def ask(server: tuple[str, int]) -> None:
    loop = asyncio.get_running_loop()
    with socket.socket() as sock:
        sock.setblocking(False)
        await loop.sock_connect(sock, server)
        await loop.sock_sendall(sock, b"x" * 1_000_000)
        sock.shutdown(socket.SHUT_WR)

        answer = b""
        while len(answer) < 13:
            answer += await loop.sock_recv(sock, 13 - len(answer))
        print(f"client: receives {answer.decode()}")


def datagram_socket() -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    sock.bind(("127.0.0.1", 0))
    return sock


async def ping() -> None:
    loop = asyncio.get_running_loop()
    with datagram_socket() as here, datagram_socket() as there:
        await loop.sock_sendto(here, b"ping", there.getsockname())
        buffer = bytearray(100)
        length, sender = await loop.sock_recvfrom_into(there, buffer)
        print(f"there: {buffer[:length].decode()}")

        await loop.sock_sendto(there, b"pong", sender)
        data, sender = await loop.sock_recvfrom(here, 100)
        print(f"here: {data.decode()}")


async def main() -> None:
    with socket.create_server(("127.0.0.1", 0)) as acceptor:
        acceptor.setblocking(False)
        await asyncio.gather(
            serve(acceptor), ask(acceptor.getsockname()), ping()
        )


if __name__ == "__main__":
    asyncio.run(main())

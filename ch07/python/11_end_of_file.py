"""ch07/python/11_end_of_file.py
A message may be longer than the buffer it is received into, there may be no
more messages, and the sender may die half-way through one.
"""

import multiprocessing
import os
import struct
from multiprocessing.connection import Connection


def child(way: str, connection: Connection) -> None:
    if way == "dies":
        # What send_bytes would write, but not all of it.
        header = struct.pack("!i", 100)
        os.write(connection.fileno(), header + b"0123456789")
        os._exit(3)
    connection.send_bytes(b"short")
    connection.send_bytes(b"far too long!")


def receive_from(connection: Connection) -> None:
    buffer = bytearray(8)
    while True:
        try:
            length = connection.recv_bytes_into(buffer)
            print(buffer[:length].decode(), flush=True)
        except multiprocessing.BufferTooShort as error:
            message = error.args[0].decode()
            print(f"buffer too short: {message}", flush=True)
        except EOFError:
            print("end of file", flush=True)
            return


if __name__ == "__main__":
    for way in ("ends", "dies"):
        connection, other_end = multiprocessing.Pipe()
        sender = multiprocessing.Process(target=child, args=(way, other_end))
        sender.start()
        other_end.close()
        try:
            receive_from(connection)
        except OSError:
            print("end of file in a message", flush=True)
        sender.join()
        print(f"exit code {sender.exitcode}", flush=True)

"""ch12/python/67_readers_and_writers.py
The loop only says when a descriptor can be read or written; reading and
writing is left to whoever owns it.
"""

import asyncio
import os
from contextlib import suppress


class Pipe:
    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()
        os.set_blocking(self.reader, False)
        os.set_blocking(self.writer, False)

    def fill(self) -> None:
        with suppress(BlockingIOError):
            while True:
                os.write(self.writer, bytes(4096))

    def drain(self) -> None:
        with suppress(BlockingIOError):
            while True:
                os.read(self.reader, 4096)

    def close(self) -> None:
        os.close(self.reader)
        os.close(self.writer)


def main() -> None:
    loop = asyncio.new_event_loop()
    pipe = Pipe()
    pipe.fill()
    print("main: the pipe is full")

    def can_write() -> None:
        print("writer: there is room")
        # Else it is called again and again, as long as there is room.
        loop.remove_writer(pipe.writer)
        loop.stop()

    def can_read() -> None:
        print("reader: there is something to read")
        pipe.drain()

    loop.add_writer(pipe.writer, can_write)
    loop.add_reader(pipe.reader, can_read)
    loop.run_forever()

    if loop.remove_reader(pipe.reader):
        print("reader: watches no more")
    loop.close()
    pipe.close()


if __name__ == "__main__":
    main()

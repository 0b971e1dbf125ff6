"""ch07/python/10_pipe_objects.py
Orders go through a pipe as text and become orders again at the other end.
What has been cut short or lies about its length is refused there.
"""

import multiprocessing
import pickle
from dataclasses import dataclass
from multiprocessing.connection import Connection


@dataclass
class Order:
    customer: str
    prices: list[int]


def child(connection: Connection) -> None:
    for _ in range(4):
        try:
            order: Order = connection.recv()
            print(f"{order.customer} pays {sum(order.prices)}", flush=True)
        except pickle.UnpicklingError:
            print("a malformed order", flush=True)


if __name__ == "__main__":
    connection, other_end = multiprocessing.Pipe()
    till = multiprocessing.Process(target=child, args=(other_end,))
    till.start()
    other_end.close()

    order = Order("Ada", [3, 4, 5])
    connection.send(order)
    # send pickles and sends the bytes; here the bytes are not a pickle.
    pickled = pickle.dumps(order)
    connection.send_bytes(pickled[: len(pickled) // 2])
    # A text of 2000000000 bytes, of which two are there.
    connection.send_bytes(b"X" + (2_000_000_000).to_bytes(4, "little") + b"Ad")
    connection.send(Order("Grace", []))
    till.join()

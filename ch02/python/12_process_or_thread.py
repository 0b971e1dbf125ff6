"""ch02/python/12_process_or_thread.py
The same function changes a global, first in a thread, then in a process:
main sees what the thread did, not what the process did.
"""

from multiprocessing import Process
from threading import Thread

message = "nothing yet"


def change(who: str) -> None:
    global message
    message = f"changed by the {who}"
    print(f"{who}: {message}", flush=True)


def main() -> None:
    global message
    print(f"main: {message}", flush=True)

    thread = Thread(target=change, args=("thread",))
    thread.start()
    thread.join()
    print(f"main: {message}", flush=True)

    message = "nothing again"
    child = Process(target=change, args=("process",))
    child.start()
    child.join()
    print(f"main: {message}")


if __name__ == "__main__":
    main()

"""ch11/python/18_shared_future.py
Three readers wait for the same piece of news. What has been read may or may
not be there to be read again.
"""

from concurrent.futures import Future
from threading import Thread


def main() -> None:
    news: Future[str] = Future()

    def read(name: str) -> None:
        print(f"{name} reads: {news.result()}\n", end="")

    readers = [
        Thread(target=read, args=(name,)) for name in ("Ann", "Bob", "Eve")
    ]
    for reader in readers:
        reader.start()
    print("main: publishes")
    news.set_result("it rains")
    for reader in readers:
        reader.join()

    letter: Future[str] = Future()
    letter.set_result("Dear all")
    print(f"main reads: {letter.result()}")
    print(f"the letter can be read again: {letter.done()}".lower())
    print(f"the news can be read again: {news.done()}".lower())


if __name__ == "__main__":
    main()

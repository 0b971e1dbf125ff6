"""ch11/python/05_io_bound.py
Four requests wait at the same time, on a pool of four threads. The server
answers nobody until all have asked: with fewer threads they would wait for
ever.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier


def main() -> None:
    pages = ["home", "news", "blog", "shop"]

    server = Barrier(
        len(pages), action=lambda: print("server: all are waiting\n", end="")
    )

    def fetch(page: str) -> str:
        print(f"{page}: asks\n", end="")
        server.wait()
        return f"{page}.html"

    with ThreadPoolExecutor(len(pages)) as pool:
        answers = [pool.submit(fetch, page) for page in pages]
        for answer in answers:
            print(f"main: has {answer.result()}")


if __name__ == "__main__":
    main()

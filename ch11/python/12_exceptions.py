"""ch11/python/12_exceptions.py
A task's exception stays in the future until somebody asks. What nobody asks
for is lost without a word.
"""

from concurrent.futures import ThreadPoolExecutor


class PageNotFound(RuntimeError):
    pass


def fetch(page: str) -> str:
    if page != "home":
        raise PageNotFound(f"no page {page}")
    return f"<h1>{page}</h1>"


def main() -> None:
    with ThreadPoolExecutor(2) as pool:
        home = pool.submit(fetch, "home")
        blog = pool.submit(fetch, "blog")
        shop = pool.submit(fetch, "shop")

    print(f"home failed: {'yes' if home.exception() else 'no'}")
    print(f"blog failed: {'yes' if blog.exception() else 'no'}")

    try:
        print(f"blog: {blog.result()}")
    except PageNotFound as error:
        print(f"blog: {error}")
    print(f"home: {home.result()}")


if __name__ == "__main__":
    main()

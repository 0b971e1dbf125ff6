"""ch02/python/15_callback_to_coroutine.py
One asynchronous function, one job of two steps, written three times: with
callbacks, with futures and as a coroutine.
"""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

ENTRIES = {"Ada": "London", "London": "England"}


def look_up(archive: ThreadPoolExecutor, key: str) -> Future[str]:
    return archive.submit(ENTRIES.__getitem__, key)


def with_callbacks(archive: ThreadPoolExecutor, done: Event) -> None:
    def got_city(future: Future[str]) -> None:
        city = future.result()

        def got_country(future: Future[str]) -> None:
            print(f"callbacks: {city}, {future.result()}")
            done.set()

        look_up(archive, city).add_done_callback(got_country)

    look_up(archive, "Ada").add_done_callback(got_city)


def with_futures(archive: ThreadPoolExecutor) -> None:
    city = look_up(archive, "Ada").result()
    country = look_up(archive, city).result()
    print(f"futures: {city}, {country}")


async def as_coroutine(archive: ThreadPoolExecutor) -> None:
    city = await asyncio.wrap_future(look_up(archive, "Ada"))
    country = await asyncio.wrap_future(look_up(archive, city))
    print(f"coroutine: {city}, {country}")


def main() -> None:
    with ThreadPoolExecutor(max_workers=1) as archive:
        done = Event()
        with_callbacks(archive, done)
        done.wait()
        with_futures(archive)
        asyncio.run(as_coroutine(archive))


if __name__ == "__main__":
    main()

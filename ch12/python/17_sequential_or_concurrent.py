"""ch12/python/17_sequential_or_concurrent.py
Two awaits in a row take turns, even if both coroutines were made before.
Only what has been started waits at the same time.
"""

import asyncio


async def wash(what: str) -> None:
    print(f"{what} in")
    await asyncio.sleep(0.01)
    print(f"{what} out")


async def program() -> None:
    print("one after the other")
    await wash("socks")
    await wash("shirts")

    print("made first, awaited later")
    socks = wash("socks")
    shirts = wash("shirts")
    await socks
    await shirts

    print("at the same time")
    await asyncio.gather(wash("socks"), wash("shirts"))


if __name__ == "__main__":
    asyncio.run(program())

"""ch12/python/58_executor.py
Blocking functions run in a pool's threads while the loop goes on; their
results and exceptions come back into the loop's thread.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import get_ident


def read_number(text: str) -> int:
    return int(text)


async def run(other: ThreadPoolExecutor) -> None:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(2))

    loop_thread = get_ident()
    default_thread = await loop.run_in_executor(None, get_ident)
    other_thread = await loop.run_in_executor(other, get_ident)
    different = len({loop_thread, default_thread, other_thread}) == 3
    print(f"three threads: {str(different).lower()}")

    for text in ("12", "twelve"):
        try:
            number = await loop.run_in_executor(None, read_number, text)
            print(f"read {number}")
        except ValueError:
            print(f"no number: {text}")
    print(f"back in the loop: {str(get_ident() == loop_thread).lower()}")
    await loop.shutdown_default_executor()


def main() -> None:
    with ThreadPoolExecutor(1) as other:
        asyncio.run(run(other))
    print("both pools have ended")


if __name__ == "__main__":
    main()

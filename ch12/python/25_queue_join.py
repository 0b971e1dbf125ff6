"""ch12/python/25_queue_join.py
Work is put in a queue and main waits until all of it is done. A worker that
is cancelled over its work has done with it too.
"""

import asyncio


async def work(name: str, queue: asyncio.Queue[str]) -> None:
    try:
        while True:
            item = await queue.get()
            try:
                print(f"{name}: begins the {item}")
                if item == "stone":
                    # Never done: nobody sets the event.
                    await asyncio.Event().wait()
                print(f"{name}: ends the {item}")
            finally:
                queue.task_done()
    except asyncio.CancelledError:
        print(f"{name}: cancelled")


async def main() -> None:
    queue: asyncio.Queue[str] = asyncio.Queue(maxsize=1)
    a = asyncio.create_task(work("A", queue))
    b = asyncio.create_task(work("B", queue))
    await asyncio.sleep(0)

    # A waits longest and gets the stone.
    for item in ("stone", "apple", "bread", "cheese"):
        await queue.put(item)
    a.cancel()
    await queue.join()
    print("all done")
    b.cancel()
    await asyncio.gather(a, b)


asyncio.run(main())

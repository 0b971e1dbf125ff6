"""ch12/python/10_as_completed.py
Results are taken in the order in which they come about: whoever is done
puts its outcome into a channel. Who gives up waiting takes nothing along.
"""

import asyncio


async def run(name: str, gate: asyncio.Event) -> str:
    await gate.wait()
    if name == "bert":
        raise RuntimeError("bert stumbled")
    return f"{name} arrived"


async def impatient(tasks: list[asyncio.Task[str]]) -> None:
    try:
        for first in asyncio.as_completed(tasks):
            await first
            print("impatient: served")
            break
    except asyncio.CancelledError:
        print("impatient: cancelled")
        raise


async def program() -> None:
    anna, bert, cleo = asyncio.Event(), asyncio.Event(), asyncio.Event()
    tasks = [
        asyncio.create_task(run("anna", anna)),
        asyncio.create_task(run("bert", bert)),
        asyncio.create_task(run("cleo", cleo)),
    ]

    waiter = asyncio.create_task(impatient(tasks))
    await asyncio.sleep(0)
    waiter.cancel()
    await asyncio.wait([waiter])

    # Its iterator counts who has asked, so the next one asks anew.
    outcomes = asyncio.as_completed(tasks)
    for gate, outcome in zip((cleo, bert, anna), outcomes):
        gate.set()
        try:
            print(await outcome)
        except RuntimeError as error:
            print(error)


if __name__ == "__main__":
    asyncio.run(program())

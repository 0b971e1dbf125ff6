"""ch12/python/30_async_context_manager.py
What has to wait while it cleans up does so at the end of an async with,
however that ends.
"""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType


class Connection:
    def __init__(self, name: str) -> None:
        self.name = name

    async def __aenter__(self) -> "Connection":
        await asyncio.sleep(0)
        print(f"{self.name}: opened")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await asyncio.sleep(0)
        print(f"{self.name}: closed")


async def use(connection: Connection) -> None:
    await asyncio.sleep(0)
    print(f"{connection.name}: used")


async def misuse(connection: Connection) -> None:
    await use(connection)
    raise RuntimeError("misused")


async def use_for_ever(connection: Connection) -> None:
    await use(connection)
    await asyncio.Event().wait()


async def run(name: str, body: Callable[[Connection], Awaitable[None]]) -> None:
    try:
        async with Connection(name) as connection:
            await body(connection)
        print(f"{name}: done")
    except asyncio.CancelledError:
        print(f"{name}: cancelled")
    except RuntimeError as error:
        print(f"{name}: {error}")


async def main() -> None:
    await run("A", use)
    await run("B", misuse)
    c = asyncio.create_task(run("C", use_for_ever))
    # Until it can't go on.
    for _ in range(3):
        await asyncio.sleep(0)
    c.cancel()
    await c


asyncio.run(main())

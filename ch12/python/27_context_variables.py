"""ch12/python/27_context_variables.py
A function that is told nothing knows whose request it works for: each task
has a context, which is set whenever a piece of it runs.
"""

import asyncio
from contextvars import ContextVar, Token, copy_context

request: ContextVar[str] = ContextVar("request")


def log(what: str) -> None:
    print(f"{request.get('nobody')}: {what}")


async def handle(who: str) -> None:
    log("before")
    request.set(who)
    log("begins")
    await asyncio.sleep(0)

    token = request.set(f"{who}'s friend")
    log("goes on")
    await asyncio.sleep(0)

    request.reset(token)
    log("ends")


async def handle_both() -> None:
    # Each task has a copy of the context that is current here.
    await asyncio.gather(handle("Ann"), handle("Bob"))


def visit() -> None:
    request.set("a guest")
    log("visits")


token = request.set("main")
missing = token.old_value is Token.MISSING
print(f"{request.name} was {'missing' if missing else 'set'}")
asyncio.run(handle_both())
log("ran both")

copy = copy_context()
copy.run(visit)
log("is alone again")

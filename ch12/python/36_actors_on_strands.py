"""ch12/python/36_actors_on_strands.py
Accounts as actors: each does what it is sent one message at a time. No lock,
and no deadlock when two pay each other.
"""

import asyncio
from collections.abc import Callable
from typing import Any


class Account:
    def __init__(self) -> None:
        self._balance = 100
        self._mailbox: asyncio.Queue[
            tuple[Callable[..., Any], int, asyncio.Future[Any]]
        ] = asyncio.Queue()

    async def run(self) -> None:
        while True:
            message, amount, answer = await self._mailbox.get()
            answer.set_result(message(amount))

    async def deposit(self, amount: int) -> None:
        await self._send(self._deposit, amount)

    async def withdraw(self, amount: int) -> bool:
        return await self._send(self._withdraw, amount)

    async def balance(self) -> int:
        return await self._send(lambda _: self._balance, 0)

    async def _send(self, message: Callable[[int], Any], amount: int) -> Any:
        answer = asyncio.get_running_loop().create_future()
        await self._mailbox.put((message, amount, answer))
        return await answer

    def _deposit(self, amount: int) -> None:
        self._balance += amount

    def _withdraw(self, amount: int) -> bool:
        granted = amount <= self._balance
        if granted:
            self._balance -= amount
        return granted


async def pay(who: str, source: Account, target: Account) -> None:
    paid = 0
    while paid < 50:
        if await source.withdraw(1):
            await target.deposit(1)
            paid += 1
    print(f"{who} has paid {paid}")


async def main() -> None:
    ann, bob = Account(), Account()
    actors = [asyncio.create_task(account.run()) for account in (ann, bob)]
    await asyncio.gather(pay("Ann", ann, bob), pay("Bob", bob, ann))
    print(f"Ann has {await ann.balance()}, Bob has {await bob.balance()}")
    granted = await ann.withdraw(1000)
    print("withdraw 1000:", "granted" if granted else "refused")
    for actor in actors:
        actor.cancel()


asyncio.run(main())

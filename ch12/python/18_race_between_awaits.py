"""ch12/python/18_race_between_awaits.py
One thread, and still a race: what was true before a wait need not be true
after it. Between two waits nobody interferes.
"""

import asyncio
from dataclasses import dataclass


@dataclass
class Account:
    balance: int = 100
    paid: int = 0


async def ask_for_leave() -> None:
    await asyncio.sleep(0)


async def careless(account: Account, amount: int) -> None:
    balance = account.balance
    await ask_for_leave()
    if balance >= amount:
        account.balance = balance - amount
        account.paid += amount


async def careful(account: Account, amount: int) -> None:
    await ask_for_leave()
    if account.balance >= amount:
        account.balance -= amount
        account.paid += amount


def tell(manner: str, account: Account) -> None:
    print(f"{manner}: paid {account.paid}, balance {account.balance}")


async def program() -> None:
    first = Account()
    await asyncio.gather(careless(first, 80), careless(first, 80))
    tell("careless", first)

    second = Account()
    await asyncio.gather(careful(second, 80), careful(second, 80))
    tell("careful", second)


if __name__ == "__main__":
    asyncio.run(program())

"""ch07/python/25_actors.py
An account is an actor: its balance belongs to its thread alone, and the
others can only put messages into its mailbox.
"""

from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Thread


@dataclass
class Deposit:
    amount: int


@dataclass
class Withdraw:
    amount: int
    granted: Future[bool] = field(default_factory=Future)


@dataclass
class Report:
    balance: Future[int] = field(default_factory=Future)


Message = Deposit | Withdraw | Report


class Account:
    def __init__(self) -> None:
        self._balance = 0
        self._mailbox: SimpleQueue[Message | None] = SimpleQueue()
        self._thread = Thread(target=self._run)
        self._thread.start()

    def __enter__(self) -> "Account":
        return self

    def __exit__(self, *exception) -> None:
        self._mailbox.put(None)
        self._thread.join()

    def send(self, message: Message) -> None:
        self._mailbox.put(message)

    def _run(self) -> None:
        while (message := self._mailbox.get()) is not None:
            match message:
                case Deposit(amount):
                    self._balance += amount
                case Withdraw(amount, granted):
                    enough = amount <= self._balance
                    if enough:
                        self._balance -= amount
                    granted.set_result(enough)
                case Report(balance):
                    balance.set_result(self._balance)


def pay_in(account: Account, name: str) -> None:
    for _ in range(50):
        account.send(Deposit(2))
    print(f"{name}: paid in 100\n", end="")


with Account() as account:
    a = Thread(target=pay_in, args=(account, "A"))
    b = Thread(target=pay_in, args=(account, "B"))
    a.start()
    b.start()
    a.join()
    b.join()

    for amount in (150, 100):
        withdraw = Withdraw(amount)
        account.send(withdraw)
        granted = withdraw.granted.result()
        print(f"withdraw {amount}: {'granted' if granted else 'refused'}")
    report = Report()
    account.send(report)
    print(f"balance {report.balance.result()}")

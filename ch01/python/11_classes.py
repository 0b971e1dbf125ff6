"""ch01/python/11_classes.py
A class with a constructor, methods, properties, equality and a repr.
"""


class Account:
    def __init__(self, owner: str, balance: int = 0) -> None:
        self._owner = owner
        self._balance = balance
        self._limit = 0

    @classmethod
    def parse(cls, text: str) -> "Account":
        owner, balance = text.split(":")
        return cls(owner, int(balance))

    @property
    def balance(self) -> int:
        return self._balance

    @property
    def limit(self) -> int:
        return self._limit

    @limit.setter
    def limit(self, limit: int) -> None:
        if limit < 0:
            raise ValueError("limit below zero")
        self._limit = limit

    def withdraw(self, amount: int) -> None:
        if amount > self._balance + self._limit:
            raise ValueError("not enough")
        self._balance -= amount

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Account):
            return NotImplemented
        return vars(self) == vars(other)

    def __repr__(self) -> str:
        return f"Account({self._owner}, {self._balance})"


account = Account("Ada", 100)
account.limit = 50
account.withdraw(120)
print(account, account.balance, account.limit)
try:
    account.withdraw(40)
except ValueError as error:
    print(error)

parsed = Account.parse("Alan:7")
print(parsed)
print("equal" if parsed == Account("Alan", 7) else "different")

"""ch09/python/11_exposed_methods.py
A client may call what its type exposes and nothing else, however it asks.
"""

from multiprocessing.managers import BaseManager, RemoteError


class Account:
    def __init__(self) -> None:
        self._balance = 0

    def deposit(self, amount: int) -> None:
        if amount <= 0:
            raise ValueError("an amount must be positive")
        self._balance += amount

    def balance(self) -> int:
        return self._balance

    def close(self) -> None:
        self._balance = 0


class Bank(BaseManager):
    pass


# Without `exposed`, all names that begin with no underscore are.
Bank.register("Account", Account, exposed=("deposit", "balance"))


def main() -> None:
    with Bank() as manager:
        account = manager.Account()
        account.deposit(50)
        try:
            account.deposit(-10)
        except ValueError as error:
            print(f"deposit: {error}")
        try:
            account._callmethod("close")
        except (AttributeError, RemoteError):
            print("close: not exposed")
        try:
            account.deposit("20")
        except TypeError:
            print("deposit: not with a string")
        print(f"balance: {account.balance()}")


if __name__ == "__main__":
    main()

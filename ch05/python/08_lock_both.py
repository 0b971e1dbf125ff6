"""ch05/python/08_lock_both.py
Two threads move money in opposite directions; each takes both locks, and
they never deadlock.
"""

import threading


class Account:
    def __init__(self, balance: int) -> None:
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source: Account, target: Account, amount: int) -> None:
    # Python has no call that takes several locks: any fixed order will do.
    first, second = sorted((source, target), key=id)
    with first.lock, second.lock:
        source.balance -= amount
        target.balance += amount


savings = Account(5000)
checking = Account(5000)


def save_less() -> None:
    for _ in range(1000):
        transfer(savings, checking, 3)


def save_more() -> None:
    for _ in range(1000):
        transfer(checking, savings, 1)


a = threading.Thread(target=save_less)
b = threading.Thread(target=save_more)
a.start()
b.start()
a.join()
b.join()

print(f"savings {savings.balance}")
print(f"checking {checking.balance}")

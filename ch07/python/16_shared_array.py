"""ch07/python/16_shared_array.py
Two processes move coins between the elements of one array. The lock spans
both elements of a move, so that no coin is ever missing.
"""

import multiprocessing
from multiprocessing import sharedctypes


def move_coins(source: int, moves: int, accounts, moved) -> None:
    missing = False
    for _ in range(moves):
        with accounts.get_lock():
            accounts[source] -= 1
            accounts[source + 1] += 1
            moved[source] += 1
            missing |= sum(accounts) != 300
    print(
        f"from {source}: {moves} moved, {'some' if missing else 'none'} missing",
        flush=True,
    )


if __name__ == "__main__":
    accounts = multiprocessing.Array("i", [100, 100, 100])
    # One lock for two arrays.
    moved = sharedctypes.Array("i", 2, lock=accounts.get_lock())
    children = [
        multiprocessing.Process(
            target=move_coins, args=(source, moves, accounts, moved)
        )
        for source, moves in ((0, 90), (1, 60))
    ]
    for child in children:
        child.start()
    for child in children:
        child.join()

    for account in accounts:
        print(account)
    print(f"moved {sum(moved)}")

"""ch12/python/59_pi_asyncio.py
Four tasks each sum a quarter of the Leibniz series for pi, in turns: after
every thousand terms a task lets the others have theirs.
"""

import asyncio

WORKERS = 4
TERMS = 1_000_000 // WORKERS


async def partial_pi(first: int, last: int) -> float:
    total = 0.0
    for k in range(first, last):
        total += (4.0 if k % 2 == 0 else -4.0) / (2.0 * k + 1.0)
        if k % 1000 == 999:
            await asyncio.sleep(0)
    return total


def main() -> None:
    loop = asyncio.new_event_loop()
    parts = [
        loop.create_task(partial_pi(worker * TERMS, (worker + 1) * TERMS))
        for worker in range(WORKERS)
    ]

    pi = 0.0
    for worker, part in enumerate(parts):
        pi += loop.run_until_complete(part)
        print(f"worker {worker}: {TERMS} terms")
    print(f"pi = {pi:.5f}")
    loop.close()


if __name__ == "__main__":
    main()

"""ch12/python/48_cpu_bound_in_processes.py
Four computations are shared out to two worker processes. The loop waits for
none of them: it tells each worker its next task when it is idle.
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def count_primes(limit: int) -> int:
    return sum(
        all(number % divisor for divisor in range(2, int(number**0.5) + 1))
        for number in range(2, limit)
    )


async def main() -> None:
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(2) as workers:
        counts = await asyncio.gather(
            *(
                loop.run_in_executor(workers, count_primes, limit)
                for limit in (10, 100, 1000, 10000)
            )
        )
    print(*counts, "primes")


if __name__ == "__main__":
    asyncio.run(main())

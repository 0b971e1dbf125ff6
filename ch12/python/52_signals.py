"""ch12/python/52_signals.py
Signals are awaited like anything else. None that comes while nobody waits is
lost; and removing one from the set gives it back to the system.
"""

import asyncio
import signal
from signal import SIGHUP, SIGINT, SIGTERM

Signals = asyncio.Queue[signal.Signals]


def has_default_action(number: signal.Signals) -> bool:
    return signal.getsignal(number) == signal.SIG_DFL


async def work() -> None:
    await asyncio.sleep(3600)


async def main() -> None:
    loop = asyncio.get_running_loop()
    reload: Signals = asyncio.Queue()
    stop: Signals = asyncio.Queue()
    loop.add_signal_handler(SIGHUP, reload.put_nowait, SIGHUP)
    for number in (SIGINT, SIGTERM):
        loop.add_signal_handler(number, stop.put_nowait, number)

    # Two of them, before anybody waits.
    signal.raise_signal(SIGHUP)
    signal.raise_signal(SIGHUP)
    for _ in range(2):
        number = await reload.get()
        print(f"{number.name}: the configuration is read again")

    signal.raise_signal(SIGTERM)
    tasks = [asyncio.create_task(work()), asyncio.create_task(stop.get())]
    done, pending = await asyncio.wait(
        tasks, return_when=asyncio.FIRST_COMPLETED
    )
    for task in pending:
        task.cancel()
    if tasks[1] in done:
        print(f"{tasks[1].result().name}: the work is cancelled")

    default = str(has_default_action(SIGHUP)).lower()
    print("SIGHUP has its default action:", default)
    loop.remove_signal_handler(SIGHUP)
    default = str(has_default_action(SIGHUP)).lower()
    print("and when it is removed:", default)


asyncio.run(main())

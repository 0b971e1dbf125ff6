"""ch12/python/49_another_event_loop.py
A window has a loop of its own and draws a frame every 10 ms. Until the next
one is due it lends the thread to asyncio, where a coroutine awaits its clicks.
"""

import asyncio
from collections.abc import Callable

Clicks = asyncio.Queue[str]


class Window:
    """Stands for a toolkit's: it only knows what to call on a click, and when
    it has nothing to do.
    """

    def __init__(self) -> None:
        self.label = ""
        self.open = True

    def main_loop(
        self,
        on_click: Callable[[str], None],
        on_idle: Callable[[float], None],
    ) -> None:
        # The user is a script: what is clicked on when what is shown.
        script = [
            ("ready", "load"),
            ("loading", "cancel"),
            ("cancelled", "load again"),
            ("loaded", "close"),
        ]
        while self.open:
            if script and script[0][0] == self.label:
                label, button = script.pop(0)
                print(f"shown: {label}\n  clicked: {button}")
                on_click(button)
            on_idle(0.01)


async def load(duration: float) -> None:
    await asyncio.sleep(duration)


async def application(window: Window, clicks: Clicks) -> None:
    window.label = "ready"
    await clicks.get()

    window.label = "loading"
    tasks = [
        asyncio.create_task(load(3600)),
        asyncio.create_task(clicks.get()),
    ]
    done, pending = await asyncio.wait(
        tasks, return_when=asyncio.FIRST_COMPLETED
    )
    for task in pending:
        task.cancel()
    window.label = "loaded" if tasks[0] in done else "cancelled"
    await clicks.get()

    await load(0.03)
    window.label = "loaded"
    await clicks.get()
    window.open = False


def main() -> None:
    window = Window()
    loop = asyncio.new_event_loop()
    clicks: Clicks = asyncio.Queue()
    running = loop.create_task(application(window, clicks))

    def run_for(duration: float) -> None:
        loop.call_later(duration, loop.stop)
        loop.run_forever()

    window.main_loop(clicks.put_nowait, run_for)
    loop.run_until_complete(running)
    loop.close()


main()

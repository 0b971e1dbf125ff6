"""ch11/python/11_continuations.py
Steps follow each other without a thread that waits between them. A step that
starts a task of its own is unwrapped; an exception goes to the chain's end.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any


class NoSuchUser(Exception):
    pass


def forward(source: Future[Any], target: Future[Any]) -> None:
    """Settle target as source has been settled."""
    error = source.exception()
    if error is not None:
        target.set_exception(error)
    else:
        target.set_result(source.result())


def then(
    executor: Executor, future: Future[Any], step: Callable[[Any], Any]
) -> Future[Any]:
    """Run step on the executor once future is done."""
    chained: Future[Any] = Future()
    future.add_done_callback(
        lambda done: executor.submit(
            lambda: step(done.result())
        ).add_done_callback(lambda after: forward(after, chained))
    )
    return chained


def unwrap(future: Future[Future[Any]]) -> Future[Any]:
    """The inner future's result, without the outer future around it."""
    unwrapped: Future[Any] = Future()

    def outer_done(outer: Future[Future[Any]]) -> None:
        if outer.exception() is not None:
            unwrapped.set_exception(outer.exception())
        else:
            outer.result().add_done_callback(
                lambda inner: forward(inner, unwrapped)
            )

    future.add_done_callback(outer_done)
    return unwrapped


def find_user(name: str) -> int:
    users = {"Ann": 7, "Bob": 8}
    if name not in users:
        raise NoSuchUser
    return users[name]


def find_city(user: int) -> str:
    return "Oslo" if user == 7 else "Rome"


def main() -> None:
    with ThreadPoolExecutor(2) as pool:

        def look_up(name: str) -> Future[str]:
            user = pool.submit(find_user, name)
            city = unwrap(
                then(pool, user, lambda user: pool.submit(find_city, user))
            )
            return then(pool, city, lambda city: f"{name} lives in {city}")

        for name in ("Ann", "Bob", "Eve"):
            answer = look_up(name)
            try:
                print(answer.result())
            except NoSuchUser:
                print(f"{name} is not known")


if __name__ == "__main__":
    main()

"""The same call for many things, several at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

T = TypeVar("T")
Result = TypeVar("Result")


def call_each(call: Callable[[T], Result], items: Iterable[T], *, limit: int) -> list[Result]:
    """Return what `call` makes of each item, in their order, with at most `limit` calls at a time.

    The first call that fails ends it: no further one is begun.
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(_checked(limit)) as pool:
        return list(pool.map(call, items))


async def call_each_async(call: Callable[[T], Awaitable[Result]], items: Iterable[T], *, limit: int) -> list[Result]:
    """Do as `call_each`, under whichever event loop runs; calls that go on when one fails are cancelled."""
    import anyio

    slots = anyio.Semaphore(_checked(limit))
    results: dict[int, Result] = {}
    failures: list[Exception] = []

    async def run(number: int, item: T) -> None:
        async with slots:
            try:
                results[number] = await call(item)
            except Exception as error:  # noqa: BLE001 - it is raised below, and not in a group of errors
                failures.append(error)
                group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        for number, item in enumerate(items):
            group.start_soon(run, number, item)
    if failures:
        raise failures[0]
    return [results[number] for number in sorted(results)]


def _checked(limit: int) -> int:
    if limit < 1:
        raise ValueError(f"max_concurrency must be positive, got {limit}")
    return limit

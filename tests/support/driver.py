"""One way to drive the sync and the async client of a generated package."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

from tests.support.server import Server


class Driver:
    """Runs the same test with either client: `run` a call, `collect` what it streams or lists.

    `defaults` are constructor arguments of every client it makes; the client talks to `server` unless told otherwise.
    """

    def __init__(self, package: Any, name: str, server: Server, *, asynchronous: bool, **defaults: Any) -> None:
        self._class = getattr(package, f"Async{name}" if asynchronous else name)
        self._defaults = {"base_url": server.url, **defaults}
        self.server = server
        self.asynchronous = asynchronous

    def client(self, **options: Any) -> Any:
        return self._class(**{**self._defaults, **options})

    def run(self, call: Callable[[Any], Any], **options: Any) -> Any:
        """Return the outcome of `call(client)`."""
        if not self.asynchronous:
            with self.client(**options) as client:
                return call(client)

        async def main() -> Any:
            async with self.client(**options) as client:
                outcome = call(client)
                return await outcome if inspect.isawaitable(outcome) else outcome

        return asyncio.run(main())

    def settle(self, outcome: Any) -> Any:
        """Return what a method of an answer gives, of which that of an asynchronous client is a coroutine."""

        async def awaited() -> Any:
            return await outcome

        return asyncio.run(awaited()) if inspect.isawaitable(outcome) else outcome

    def collect(self, call: Callable[[Any], Any], **options: Any) -> list[Any]:
        """Return all events of a stream, or all items of a list."""
        if not self.asynchronous:
            return self.run(lambda client: list(call(client)), **options)

        async def all_of(client: Any) -> list[Any]:
            outcome = call(client)
            if not hasattr(outcome, "__aiter__"):
                outcome = await outcome
            return [item async for item in outcome]

        return self.run(all_of, **options)

    def within(self, call: Callable[[Any], Any], use: Callable[[Any], Any], **options: Any) -> Any:
        """Return the outcome of `use` on what the context manager `call(client)` gives; iterators become lists."""
        if not self.asynchronous:

            def enter(client: Any) -> Any:
                with call(client) as value:
                    outcome = use(value)
                    return list(outcome) if hasattr(outcome, "__next__") else outcome

            return self.run(enter, **options)

        async def aenter(client: Any) -> Any:
            async with call(client) as value:
                outcome = use(value)
                if hasattr(outcome, "__aiter__"):
                    return [item async for item in outcome]
                return await outcome if inspect.isawaitable(outcome) else outcome

        return self.run(aenter, **options)

"""An HTTP client without a network: what it is asked to send is kept, and answered by a function."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import httpx2

Answer = Callable[[httpx2.Request], httpx2.Response]


class Recorded:
    """A client of either kind over an HTTP client that answers by `answer`; `sent` are the requests, in their order."""

    def __init__(self, package: ModuleType, name: str, answer: Answer, *, asynchronous: bool) -> None:
        self.package = package
        self.asynchronous = asynchronous
        self.kind = getattr(package, f"Async{name}" if asynchronous else name)
        self.answer = answer
        self.sent: list[httpx2.Request] = []

    def http(self, **settings: Any) -> Any:
        """Return an HTTP client; hooks may be plain functions."""
        hooks = settings.pop("event_hooks", {})
        if self.asynchronous:
            hooks = {when: [_awaited(hook) for hook in those] for when, those in hooks.items()}
        kind = httpx2.AsyncClient if self.asynchronous else httpx2.Client
        return kind(transport=httpx2.MockTransport(self._answer), trust_env=False, event_hooks=hooks, **settings)

    def client(self, *, http: Any = None, **options: Any) -> Any:
        """Return a client of the package."""
        return self.kind(**{"http_client": http or self.http(), "max_retries": 0, **options})

    def run(self, use: Callable[[Any], Any], *, http: Any = None, **options: Any) -> Any:
        """Return the outcome of `use(client)`."""
        return self.settle(lambda: use(self.client(http=http, **options)))

    def settle(self, use: Callable[[], Any]) -> Any:
        """Return the outcome of `use()`, which is awaited where it can be."""
        if not self.asynchronous:
            return use()

        async def main() -> Any:
            outcome = use()
            return await outcome if inspect.isawaitable(outcome) else outcome

        return asyncio.run(main())

    def urls(self) -> list[str]:
        """Return where the requests went."""
        return [str(request.url) for request in self.sent]

    def keys(self) -> list[str | None]:
        """Return the `Authorization` of the requests."""
        return [request.headers.get("authorization") for request in self.sent]

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.sent.append(request)
        return self.answer(request)


def _awaited(hook: Callable[[Any], Any]) -> Callable[[Any], Any]:
    async def awaited(value: Any) -> None:
        hook(value)

    return awaited

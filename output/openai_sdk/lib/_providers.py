"""Other services that speak this API: where they are, and how requests to them are authorized."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._exchange import Authorizer

__all__ = ["PLACEHOLDER", "Provider", "Service"]

PLACEHOLDER = "workload-identity-auth"
"""The `api_key` of clients that get theirs by exchange. Where a request would carry it, a real one takes its place."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Service:
    """A service as one client calls it."""

    base_url: str
    authorizer: Authorizer


class Provider:
    """What `OpenAI(provider=...)` takes. It shows nothing of what it was made with.

    `configure` returns the service for a client, of which it is told whether that is asynchronous; `factory` is the
    name of the function that makes such providers.
    """

    __slots__ = ("__weakref__", "configure", "factory")

    configure: Callable[[bool], Service]
    factory: str

    def __init__(self, factory: str, configure: Callable[[bool], Service]) -> None:
        self.factory = factory
        self.configure = configure

    def __repr__(self) -> str:
        return f"<Provider {self.factory}(...)>"

"""Asking the service again and again until it has finished its work on something."""

from __future__ import annotations

import time
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from .._http import sleep
from .._types import Omit, RequestOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Container

DEFAULT_INTERVAL_MS = 1000


class Work(Protocol):
    """Something that the service works on."""

    @property
    def status(self) -> str | None:
        """How far the work has come."""


WorkT = TypeVar("WorkT", bound=Work)
WorkT_co = TypeVar("WorkT_co", bound=Work, covariant=True)


class Answer(Protocol[WorkT_co]):
    """An answer as it came."""

    @property
    def headers(self) -> Any:
        """The headers."""

    def parse(self) -> WorkT_co:
        """Return what the service says of the work."""
        ...


class AsyncAnswer(Protocol[WorkT_co]):
    """An answer as it came, of an asynchronous client."""

    @property
    def headers(self) -> Any:
        """The headers."""

    def parse(self) -> WorkT_co | Awaitable[WorkT_co]:
        """Return what the service says of the work, which may have to be awaited."""
        ...


def poll(
    fetch: Callable[[], Answer[WorkT]],
    pending: Container[object],
    interval_ms: int | Omit,
    interval_header: str | None = None,
) -> WorkT:
    """Fetch the work until its status is none of `pending`, and return it.

    Between two calls lie `interval_ms` milliseconds, or what the service asks for in `interval_header`.
    """
    while True:
        answer = fetch()
        work = answer.parse()
        if work.status not in pending:
            return work
        time.sleep(_pause(answer, interval_ms, interval_header))


async def poll_async(
    fetch: Callable[[], Awaitable[AsyncAnswer[WorkT]]],
    pending: Container[object],
    interval_ms: int | Omit,
    interval_header: str | None = None,
) -> WorkT:
    """Do as `poll`, without holding up the event loop."""
    while True:
        answer = await fetch()
        parsed = answer.parse()
        work = await parsed if isinstance(parsed, Awaitable) else parsed
        if work.status not in pending:
            return work
        await sleep(_pause(answer, interval_ms, interval_header))


def _pause(answer: Answer[Work] | AsyncAnswer[Work], interval_ms: int | Omit, interval_header: str | None) -> float:
    """Return the seconds to wait after an answer."""
    if not isinstance(interval_ms, Omit):
        return interval_ms / 1000
    wanted: str = answer.headers.get(interval_header, "") if interval_header else ""
    return (int(wanted) if wanted.isascii() and wanted.isdigit() else DEFAULT_INTERVAL_MS) / 1000


def poll_options(options: RequestOptions, interval_ms: int | Omit) -> RequestOptions:
    """Return the options of calls that ask for the work that a call with `options` has begun.

    What was said of that call's body and of its repetition is said of no other.
    """
    headers = {"X-Stainless-Poll-Helper": "true", **(options.get("extra_headers") or {})}
    if not isinstance(interval_ms, Omit):
        headers["X-Stainless-Custom-Poll-Interval"] = str(interval_ms)
    kept = RequestOptions(extra_headers=headers)
    if "extra_query" in options:
        kept["extra_query"] = options["extra_query"]
    if "timeout" in options:
        kept["timeout"] = options["timeout"]
    return kept

"""Asking the service again and again until it has finished its work on something."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol, TypeVar

from .._http import sleep
from .._types import Omit, RequestOptions

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Container

    from .._legacy_response import LegacyAPIResponse

DEFAULT_INTERVAL_MS = 1000
INTERVAL_HEADER = "openai-poll-after-ms"


class Work(Protocol):
    """Something that the service works on."""

    @property
    def status(self) -> str | None:
        """How far the work has come."""


WorkT = TypeVar("WorkT", bound=Work)


def poll(fetch: Callable[[], LegacyAPIResponse[WorkT]], pending: Container[object], interval_ms: int | Omit) -> WorkT:
    """Fetch the work until its status is none of `pending`, and return it.

    Between two calls lie `interval_ms` milliseconds, or what the service asks for.
    """
    while True:
        answer = fetch()
        work = answer.parse()
        if work.status not in pending:
            return work
        time.sleep(_pause(answer, interval_ms))


async def poll_async(
    fetch: Callable[[], Awaitable[LegacyAPIResponse[WorkT]]], pending: Container[object], interval_ms: int | Omit
) -> WorkT:
    """Do as `poll`, without holding up the event loop."""
    while True:
        answer = await fetch()
        work = answer.parse()
        if work.status not in pending:
            return work
        await sleep(_pause(answer, interval_ms))


def _pause(answer: LegacyAPIResponse[WorkT], interval_ms: int | Omit) -> float:
    """Return the seconds to wait after an answer."""
    if not isinstance(interval_ms, Omit):
        return interval_ms / 1000
    wanted = answer.headers.get(INTERVAL_HEADER, "")
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

"""Asking the service again and again until it has finished its work on something."""

from __future__ import annotations

import time
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from .._http import sleep
from .._retry import retry_after
from .._types import Omit, RequestOptions, omit

if TYPE_CHECKING:
    from collections.abc import Callable, Container

DEFAULT_INTERVAL_MS = 1000


@dataclass(frozen=True)
class Progress:
    """How work tells that it goes on: while `field` is one of `pending`, or where none are given until it is one of
    `ends`.

    `header` is where an answer says the milliseconds until the next question, in place of `interval_ms`.
    """

    field: str
    pending: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    header: str | None = None
    interval_ms: int = DEFAULT_INTERVAL_MS

    def goes_on(self, work: object) -> bool:
        """Say whether there is more to wait for."""
        state = getattr(work, self.field, None)
        return state in self.pending if self.pending else state not in self.ends

    def pause(self, headers: Any, interval_ms: int | Omit) -> float:
        """Return the seconds until the next question: the caller's, else those of the answer, else the usual ones."""
        if not isinstance(interval_ms, Omit):
            return interval_ms / 1000
        wanted: str = headers.get(self.header, "") if self.header else ""
        if wanted.isascii() and wanted.isdigit():
            return int(wanted) / 1000
        asked = retry_after(headers)
        return self.interval_ms / 1000 if asked is None or asked < 0 else asked


class _Limit:
    """When waiting ends, whatever has become of the work; never where nobody says."""

    def __init__(self, progress: Progress, seconds: float | Omit) -> None:
        self._progress = progress
        self._seconds = seconds
        self._end = None if isinstance(seconds, Omit) else time.monotonic() + seconds

    def within(self, pause: float, work: object) -> float:
        """Return a pause that ends in time; raise `TimeoutError` where there is no time left."""
        if self._end is None:
            return pause
        left = self._end - time.monotonic()
        if left <= 0:
            state = getattr(work, self._progress.field, None)
            raise TimeoutError(f"{self._progress.field} is {state!r} after {self._seconds} seconds")
        return min(pause, left)


def wait(
    ask: Callable[..., Any],
    progress: Progress,
    options: RequestOptions,
    interval_ms: int | Omit = omit,
    max_wait: float | Omit = omit,
) -> Any:
    """Ask for the work until it is through, and return it. `options` are those of the call that asked for this.

    Raises `TimeoutError` where that takes more than `max_wait` seconds.
    """
    asking, limit = poll_options(options, interval_ms), _Limit(progress, max_wait)
    while True:
        answer = ask(**asking)
        work = answer.parse()
        if not progress.goes_on(work):
            return work
        time.sleep(limit.within(progress.pause(answer.headers, interval_ms), work))


async def wait_async(
    ask: Callable[..., Awaitable[Any]],
    progress: Progress,
    options: RequestOptions,
    interval_ms: int | Omit = omit,
    max_wait: float | Omit = omit,
) -> Any:
    """Do as `wait`, without holding up the event loop."""
    asking, limit = poll_options(options, interval_ms), _Limit(progress, max_wait)
    while True:
        answer = await ask(**asking)
        parsed = answer.parse()
        work = await parsed if isinstance(parsed, Awaitable) else parsed
        if not progress.goes_on(work):
            return work
        await sleep(limit.within(progress.pause(answer.headers, interval_ms), work))


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

"""Asking the service again and again until it has finished its work on something."""

from __future__ import annotations

import time
from dataclasses import dataclass
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from .._exceptions import OpenAIError
from .._http import sleep
from .._retry import retry_after
from .._types import Omit, RequestOptions, omit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Container

DEFAULT_INTERVAL_MS = 1000
LONGEST_PAUSE = 3600.0
"""The seconds after which work is asked for again, whatever an answer says."""


class WaitError(OpenAIError):
    """A method that waited has nothing to return. `work` is the last answer about the work."""

    def __init__(self, message: str, work: object) -> None:
        super().__init__(message)
        self.message = message
        self.work: Any = work

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.work)


class WorkFailedError(WaitError):
    """The work has failed."""


class WaitTimeoutError(WaitError, TimeoutError):
    """The work goes on after the time that the caller had for it."""


WorkT = TypeVar("WorkT")


@dataclass(frozen=True)
class Progress(Generic[WorkT]):
    """How work of one type tells that it goes on: while `field` is one of `pending`, or where none are given until it
    is one of `done` or `failed`. It has failed with one of the latter.

    `header` is where an answer says the milliseconds until the next question, in place of `interval_ms`.
    """

    field: str
    pending: Container[object] = ()
    done: Container[object] = ()
    failed: Container[object] = ()
    header: str | None = None
    interval_ms: int = DEFAULT_INTERVAL_MS

    def goes_on(self, work: WorkT) -> bool:
        """Say whether there is more to wait for; raise `WorkFailedError` where there is nothing any more."""
        state = getattr(work, self.field, None)
        if state in self.failed:
            raise WorkFailedError(f"the work has failed: {self.field} is {state!r}", work)
        return state in self.pending if self.pending else state not in self.done

    def pause(self, headers: Any, interval_ms: int | Omit) -> float:
        """Return the seconds until the next question: the caller's, else those of the answer, else the usual ones."""
        if not isinstance(interval_ms, Omit):
            return interval_ms / 1000
        wanted: str = headers.get(self.header, "") if self.header else ""
        asked = float(wanted) / 1000 if wanted.isascii() and wanted.isdigit() else retry_after(headers)
        return self.interval_ms / 1000 if asked is None or asked < 0 else min(asked, LONGEST_PAUSE)


class _Limit:
    """When waiting ends, whatever has become of the work; never where nobody says."""

    def __init__(self, progress: Progress[Any], seconds: float | Omit) -> None:
        self._progress = progress
        self._seconds = seconds
        self._end = None if isinstance(seconds, Omit) else time.monotonic() + seconds

    def within(self, pause: float, work: object) -> float:
        """Return a pause that ends in time; raise `WaitTimeoutError` where there is no time left."""
        if self._end is None:
            return pause
        left = self._end - time.monotonic()
        if left <= 0:
            field = self._progress.field
            message = f"{field} is {getattr(work, field, None)!r} after {self._seconds} seconds"
            raise WaitTimeoutError(message, work)
        return min(pause, left)


WorkT_co = TypeVar("WorkT_co", covariant=True)


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


def wait(
    ask: Callable[..., Any],
    progress: Progress[WorkT],
    options: RequestOptions,
    interval_ms: int | Omit = omit,
    max_wait: float | Omit = omit,
) -> WorkT:
    """Ask for the work until it is through, and return it. `options` are those of the call that asked for this.

    Raises `WorkFailedError` where it fails, and `WaitTimeoutError` where that takes more than `max_wait` seconds.
    """
    asking = poll_options(options, interval_ms)
    return _ask(lambda: ask(**asking), progress, interval_ms, max_wait)


async def wait_async(
    ask: Callable[..., Awaitable[Any]],
    progress: Progress[WorkT],
    options: RequestOptions,
    interval_ms: int | Omit = omit,
    max_wait: float | Omit = omit,
) -> WorkT:
    """Do as `wait`, without holding up the event loop."""
    asking = poll_options(options, interval_ms)
    return await _ask_async(lambda: ask(**asking), progress, interval_ms, max_wait)


def poll(
    fetch: Callable[[], Answer[WorkT]],
    pending: Container[object],
    interval_ms: int | Omit,
    interval_header: str | None = None,
) -> WorkT:
    """Fetch the work until its `status` is none of `pending`, and return it.

    Between two calls lie `interval_ms` milliseconds, or what the service asks for in `interval_header`.
    """
    return _ask(fetch, Progress("status", pending=pending, header=interval_header), interval_ms, omit)


async def poll_async(
    fetch: Callable[[], Awaitable[AsyncAnswer[WorkT]]],
    pending: Container[object],
    interval_ms: int | Omit,
    interval_header: str | None = None,
) -> WorkT:
    """Do as `poll`, without holding up the event loop."""
    return await _ask_async(fetch, Progress("status", pending=pending, header=interval_header), interval_ms, omit)


def _ask(
    fetch: Callable[[], Answer[WorkT]], progress: Progress[WorkT], interval_ms: int | Omit, max_wait: float | Omit
) -> WorkT:
    limit = _Limit(progress, max_wait)
    while True:
        answer = fetch()
        work = answer.parse()
        if not progress.goes_on(work):
            return work
        time.sleep(limit.within(progress.pause(answer.headers, interval_ms), work))


async def _ask_async(
    fetch: Callable[[], Awaitable[AsyncAnswer[WorkT]]],
    progress: Progress[WorkT],
    interval_ms: int | Omit,
    max_wait: float | Omit,
) -> WorkT:
    limit = _Limit(progress, max_wait)
    while True:
        answer = await fetch()
        parsed: Any = answer.parse()
        work: WorkT = (await parsed) if isawaitable(parsed) else parsed
        if not progress.goes_on(work):
            return work
        await sleep(limit.within(progress.pause(answer.headers, interval_ms), work))


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

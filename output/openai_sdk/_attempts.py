"""What callers may have asked at each try of their calls: before it, with its answer, and when it fails.

Only clients that were given such a function load this.
"""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import cache, partial
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from ._exceptions import APIStatusError, status_error
from ._exchange import Ask, Close, Retry, no_answer, try_once
from ._method_names import METHODS
from ._path import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from ._exceptions import OpenAIError
    from ._exchange import ExchangeSettings, Step
    from ._http import Request, Response
    from ._request import Call, PreparedRequest

BeforeRequest: TypeAlias = "Callable[[Attempt], None]"
AsyncBeforeRequest: TypeAlias = "Callable[[Attempt], Awaitable[None] | None]"
AfterResponse: TypeAlias = "Callable[[Attempt, Response], None]"
AsyncAfterResponse: TypeAlias = "Callable[[Attempt, Response], Awaitable[None] | None]"
OnError: TypeAlias = "Callable[[Attempt, Exception], None]"
AsyncOnError: TypeAlias = "Callable[[Attempt, Exception], Awaitable[None] | None]"


class Attempt:
    """One try of a call, as the client's hooks are told of it. All of one try are told with the same object.

    `number` counts the tries of a call from 1. `request` is what goes out, credentials included: its headers may be
    changed before it is sent. `will_retry` says, once the try has failed, whether another one follows. What hooks put
    into `state` is for those that come later in the same try.
    """

    __slots__ = ("_call", "_server", "number", "request", "state", "will_retry")

    number: int
    request: Request
    will_retry: bool
    state: dict[str, Any]

    def __init__(self, request: Request, call: Call, *, number: int, server: str) -> None:
        self.request = request
        self.number = number
        self.will_retry = False
        self.state = {}
        self._call = call
        self._server = server

    @property
    def method(self) -> str | None:
        """The method of the client that the call is one of, `pets.list`; None for a path without one."""
        return self._operation().method

    @property
    def operation_id(self) -> str | None:
        """The operation under the name that the API's description has for it; None where that has none."""
        return self._operation().operation_id

    def _operation(self) -> Operation:
        return operation_of(self._call.method, self._call.path.removeprefix(self._server))

    def __repr__(self) -> str:
        return f"<Attempt {self.number} of {self.method or self._call.method}>"


class CallHooks:
    """The functions that a client was given. Raises TypeError for what is none, or is to be awaited and cannot be."""

    def __init__(self, hooks: Mapping[str, Any], *, asynchronous: bool) -> None:
        for name, hook in hooks.items():
            if hook is not None and not callable(hook):
                raise TypeError(f"`{name}` must be a function, got {type(hook).__name__}")
            if iscoroutinefunction(hook) and not asynchronous:
                raise TypeError(f"`{name}` of a synchronous client must not be a coroutine function")
        self.given = {name: hook for name, hook in hooks.items() if hook is not None}

    def try_once(
        self, client: ExchangeSettings, call: Call, prepared: PreparedRequest, taken: int, *, stream: bool, last: bool
    ) -> Generator[Step, Any, Response | Retry]:
        """Send once and tell the hooks; what one raises ends the call."""
        request = client._http_request(prepared, taken)
        attempt = Attempt(request, call, number=taken + 1, server=client._base)
        yield from self._tell("before_request", attempt)
        try:
            outcome = yield from try_once(client, call, prepared, taken, stream=stream, last=last, request=request)
        except Exception as error:
            if isinstance(error, APIStatusError):
                yield from self._tell("after_response", attempt, error.response)
            yield from self._tell("on_error", attempt, error)
            raise
        if isinstance(outcome, Retry):
            attempt.will_retry = True
            yield from self._tell_failure(client, attempt, outcome)
        else:
            yield from self._tell_answer(attempt, outcome)
        return outcome

    def _tell_failure(self, client: ExchangeSettings, attempt: Attempt, outcome: Retry) -> Generator[Step, Any, None]:
        if outcome.response is not None:
            yield from self._tell("after_response", attempt, outcome.response)
        if "on_error" in self.given:
            yield from self._tell("on_error", attempt, _failure(client, attempt.request, outcome))

    def _tell_answer(self, attempt: Attempt, response: Response) -> Generator[Step, Any, None]:
        try:
            yield from self._tell("after_response", attempt, response)
        except BaseException:
            yield Close(response)
            raise

    def _tell(self, name: str, *arguments: object) -> Generator[Step, Any, None]:
        hook = self.given.get(name)
        if hook is not None:
            yield Ask(partial(hook, *arguments))


def _failure(client: ExchangeSettings, request: Request, outcome: Retry) -> OpenAIError:
    """Return what a try that is followed by another would have raised. The body of its answer was not read."""
    if outcome.response is not None:
        return status_error(outcome.response, None)
    error = no_answer(client, request, outcome.error)
    error.__cause__ = outcome.error
    return error


class Operation(NamedTuple):
    """What a call is one of: a method of the client, and the operation under the description's name."""

    method: str | None = None
    operation_id: str | None = None


class _Branch:
    """The paths that go on from a segment: by the next segment, where that is fixed, or by what it looks like."""

    __slots__ = ("fixed", "found", "open")

    def __init__(self) -> None:
        self.fixed: dict[str, _Branch] = {}
        self.open: dict[str, tuple[re.Pattern[str], _Branch]] = {}
        self.found: Operation | None = None

    def grown(self, segment: str) -> _Branch:
        """Return the branch behind a segment of a template."""
        if "{" not in segment:
            return self.fixed.setdefault(segment, _Branch())
        if segment not in self.open:
            around = PLACEHOLDER.split(segment)[::2]
            self.open[segment] = re.compile("[^?]*".join(map(re.escape, around))), _Branch()
        return self.open[segment][1]

    def search(self, segments: list[str]) -> Operation | None:
        """Return what stands at a path, of which these segments are left; fixed ones go before others."""
        if not segments:
            return self.found
        first, *others = segments
        branch = self.fixed.get(first)
        found = None if branch is None else branch.search(others)
        for pattern, behind in self.open.values():
            if found is None and pattern.fullmatch(first):
                found = behind.search(others)
        return found


@cache
def _tree() -> dict[str, _Branch]:
    tree: dict[str, _Branch] = {}
    for verb, path, method, operation_id in METHODS:
        branch = tree.setdefault(verb, _Branch())
        for segment in path.split("/"):
            branch = branch.grown(segment)
        branch.found = branch.found or Operation(method, operation_id or None)
    return tree


def operation_of(verb: str, path: str) -> Operation:
    """Return what a verb and a path stand for, without what only a query tells where no operation goes by that."""
    branch = _tree().get(verb)
    if branch is not None:
        for written in dict.fromkeys((path, path.partition("?")[0])):
            if (found := branch.search(written.split("/"))) is not None:
                return found
    return Operation()

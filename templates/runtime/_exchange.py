"""The course of one call, as steps that either kind of client carries out: ask for keys, send, wait, send again.

`exchange` is a generator: it yields what is to be done and is sent the outcome. So retries, redirects and errors are
written once.
"""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from logging import DEBUG
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from ._exceptions import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    SDKError,
    status_error,
)
from ._files import Content
from ._logs import shown_method
from ._request import HeaderSet, RequestSettings, authorize, build

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from logging import Logger

    from ._definition import SecurityScheme
    from ._http import URL, HTTPLibrary, Request, Response
    from ._request import Call, PreparedRequest

MAX_REDIRECTS = 20
BODY_STAYS = "The API redirects to another scheme, host or port, and the body of a request is not sent there."


# The steps are named tuples, as the making of that many dataclasses would be felt in the first call of a program.
class Ask(NamedTuple):
    """Call the caller's function for a credential; its outcome is the credential."""

    source: Callable[[], Any]


class Send(NamedTuple):
    """Send a request; its outcome is the response, with its body read unless `stream`.

    The HTTP client's own credentials go along only where `trusted`: to the host they were meant for. `via` is another
    HTTP client to send with than that of the SDK's client.
    """

    request: Request
    stream: bool
    trusted: bool = True
    via: Any = None


class Read(NamedTuple):
    """Read the rest of a response's body."""

    response: Response


class Close(NamedTuple):
    """Give up the rest of a response."""

    response: Response


class Wait(NamedTuple):
    """Do nothing for some seconds."""

    seconds: float


Step = Ask | Send | Read | Close | Wait


class TokenSource(Protocol):
    """What obtains the credentials of schemes for which the caller has given something else than the credential."""

    def can_obtain(self, client: ExchangeSettings, scheme: SecurityScheme) -> bool: ...
    def ways(self, scheme: SecurityScheme) -> tuple[tuple[str, ...], ...]: ...
    def obtain(self, client: ExchangeSettings, call: Call, scheme: SecurityScheme) -> Generator[Step, Any, str]: ...
    def drop(self, client: ExchangeSettings, scheme: SecurityScheme, token: str, sent: Mapping[str, str]) -> bool: ...


class Authorizer(Protocol):
    """What authorizes the requests of a client in a way of its own: it sees each one, those tried again too.

    Where it `owns_credentials`, no credential of the client's options goes along.
    """

    @property
    def owns_credentials(self) -> bool: ...
    @property
    def follows_redirects(self) -> bool: ...
    def authorize(self, client: ExchangeSettings, send: Send, /) -> Generator[Step, Any, Send]: ...
    def authorize_socket(self, client: ExchangeSettings, headers: HeaderSet, /) -> Generator[Step, Any, None]: ...
    def drop(self, request: Request, /) -> bool:
        """Give up what the API refused in `request`; say whether that was this one's own, and another may do."""
        ...


class Try(Protocol):
    """What sends once, as `try_once` does."""

    def __call__(
        self, client: ExchangeSettings, call: Call, prepared: PreparedRequest, taken: int, *, stream: bool, last: bool
    ) -> Generator[Step, Any, Response | Retry]: ...


class Attempts(Protocol):
    """What makes the tries of a client's calls in its own way."""

    def started(self) -> Try:
        """Return what makes the tries of a call that begins now."""
        ...


class ExchangeSettings(RequestSettings, Protocol):
    """What a client gives to the course of each of its calls."""

    _base: str
    _credential_sources: dict[str, Callable[[], Any]]
    _token_source: TokenSource | None
    _authorizer: Authorizer | None
    _logger: Logger
    _secret_names: frozenset[str]

    @property
    def user_agent(self) -> str: ...
    @property
    def _call_hooks(self) -> Attempts | None: ...
    @property
    def _library(self) -> HTTPLibrary: ...
    def _follows_redirects(self, call: Call) -> bool: ...
    def _choose_schemes(self, call: Call) -> tuple[SecurityScheme, ...]: ...
    def _retries_for(self, call: Call) -> int: ...
    def _may_retry(self, response: Response) -> bool: ...
    def _retry_delay(self, taken: int, headers: Mapping[str, str] | None) -> float: ...
    def _http_client(self) -> Any: ...
    def _error_data(self, call: Call, response: Response) -> object: ...
    def _http_request(self, prepared: PreparedRequest, taken: int) -> Request: ...


class Exchange(NamedTuple):
    """A successful exchange: the answer (status below 400), and what it took."""

    call: Call
    response: Response
    retries_taken: int


def exchange(client: ExchangeSettings, call: Call, *, stream: bool) -> Generator[Step, Any, Exchange]:
    """Bring about the answer to `call`; with `stream` its body is left to be read.

    Raises an `APIError` when there is none.
    """
    schemes = client._choose_schemes(call)
    values = yield from credentials(client, call, schemes)
    prepared = build(client, call, schemes, values)
    retries = client._retries_for(call) if prepared.replayable else 0
    attempt: Try = try_once if client._call_hooks is None else client._call_hooks.started()
    taken, renewed = 0, False
    while True:
        try:
            answer = yield from attempt(client, call, prepared, taken, stream=stream, last=taken >= retries)
        except AuthenticationError as error:
            again = None
            if client._authorizer is not None:
                again = prepared if client._authorizer.drop(error.request) and prepared.replayable else None
            elif not renewed and client._token_source is not None:
                sent = error.request.headers
                again = yield from _authorized_anew(client, call, prepared, schemes=schemes, values=values, sent=sent)
            if again is None or renewed:
                raise
            prepared, renewed = again, True
            continue
        if not isinstance(answer, Retry):
            return Exchange(call=call, response=answer, retries_taken=taken)
        seconds = client._retry_delay(taken, answer.headers)
        taken += 1
        _log_retry(client, seconds, taken, retries)
        yield Wait(seconds)
        prepared = yield from _asked_anew(client, call, prepared, schemes)


class UnusableCredentialError(SDKError, ValueError):
    """The caller's function gave no credential."""


class Retry(NamedTuple):
    """A try failed in a way that may pass. `headers` are those of the answer, None when there was none.

    `response` is that answer, closed; `error` is why there was none.
    """

    headers: Mapping[str, str] | None
    response: Response | None = None
    error: Exception | None = None


def credentials(
    client: ExchangeSettings, call: Call, schemes: tuple[SecurityScheme, ...]
) -> Generator[Step, Any, dict[str, str]]:
    """Return the values of the options that `schemes` need; functions of the caller are asked now."""
    values: dict[str, str] = {}
    for scheme in schemes:
        for option in scheme.options:
            source = client._credential_sources.get(option)
            if source is None:
                given = cast("str", getattr(client, option))
                if not given and client._token_source is not None:
                    given = yield from client._token_source.obtain(client, call, scheme)
                values[option] = given
                continue
            value = yield Ask(source)
            # The text itself: a class derived from `str` may show something else, or be empty in its own way.
            value = str.__str__(value) if isinstance(value, str) else ""
            if not value:
                raise UnusableCredentialError(f"Expected `{option}` argument to return a non-empty string.")
            setattr(client, option, value)
            values[option] = value
    return values


def _asked_anew(
    client: ExchangeSettings, call: Call, prepared: PreparedRequest, schemes: tuple[SecurityScheme, ...]
) -> Generator[Step, Any, PreparedRequest]:
    """Return the request for another try: with what the caller's functions give now, where there are any."""
    if not any(option in client._credential_sources for scheme in schemes for option in scheme.options):
        return prepared
    values = yield from credentials(client, call, schemes)
    return build(client, call, schemes, values, again=prepared)


def _authorized_anew(
    client: ExchangeSettings,
    call: Call,
    prepared: PreparedRequest,
    *,
    schemes: tuple[SecurityScheme, ...],
    values: Mapping[str, str],
    sent: Mapping[str, str],
) -> Generator[Step, Any, PreparedRequest | None]:
    """Return the request with another token than the one that the API refused; None where that was not fetched.

    What was `sent` may carry other credentials than `prepared`: those of the HTTP client, or none after a redirect.
    """
    source = cast("TokenSource", client._token_source)
    for scheme in schemes:
        if source.drop(client, scheme, values[scheme.options[0]], sent) and prepared.replayable:
            headers = HeaderSet(prepared.headers)
            authorize(scheme, [(yield from source.obtain(client, call, scheme))], headers, {}, {})
            return replace(prepared, headers=headers.values)
    return None


def try_once(
    client: ExchangeSettings,
    call: Call,
    prepared: PreparedRequest,
    taken: int,
    *,
    stream: bool,
    last: bool,
    request: Request | None = None,
) -> Generator[Step, Any, Response | Retry]:
    """Send once, redirects followed. Returns the answer, or why to try again; raises when this was the `last` try.

    `request` is the one to send, where it was made of `prepared` before.
    """
    told = client._logger.isEnabledFor(DEBUG)
    if told:
        method = shown_method(prepared.method)
        client._logger.debug("Building HTTP request: method=%s retries_taken=%i", method, taken)
    send = Send(client._http_request(prepared, taken) if request is None else request, stream)
    if client._authorizer is not None:
        send = yield from client._authorizer.authorize(client, send)
    request = send.request
    try:
        response = yield from _send(client, send, follows=client._follows_redirects(call), told=told)
        if response.status_code < 300:
            return response
        client._logger.debug("Encountered an HTTP status error: %i", response.status_code)
        if not last and client._may_retry(response):
            yield Close(response)
            client._logger.debug("Retrying due to status code %i", response.status_code)
            return Retry(response.headers, response=response)
        yield Read(response)
    except SDKError:
        raise
    except Exception as error:  # noqa: BLE001 - transports and hooks raise what they like
        return _failed(client, prepared.content, request, error, last=last)
    client._logger.debug("Re-raising status error")
    raise status_error(response, error_body(response), client._error_data(call, response))


def _failed(client: ExchangeSettings, content: object, request: Request, error: Exception, *, last: bool) -> Retry:
    """Say that a try came to no answer; raises when it was the `last`, and at once what the caller's content raised."""
    if isinstance(content, Content) and error is content.error:
        raise error
    failure = no_answer(client, request, error)
    kind = "timeout" if isinstance(failure, APITimeoutError) else "connection"
    told = "a timeout exception" if kind == "timeout" else "exception"
    client._logger.debug("Encountered %s: %s", told, type(error).__name__)
    if last:
        client._logger.debug("Raising %s error", kind)
        raise failure from error
    return Retry(None, error=error)


def no_answer(client: ExchangeSettings, request: Request, error: Exception | None) -> APIConnectionError:
    """Return what is raised where `error` of the HTTP library came in place of an answer."""
    if isinstance(error, client._library.timeout_error):
        return APITimeoutError(request)
    return APIConnectionError(request=request)


def error_body(response: Response) -> object:
    """Return the decoded body of an error answer, its text where it is no JSON."""
    import json

    text = response.text.strip()
    for form in (text, response.content):  # of bytes, the library finds out the encoding
        with suppress(ValueError):
            return cast("object", json.loads(form))
    return text


def _send(client: ExchangeSettings, send: Send, *, follows: bool, told: bool) -> Generator[Step, Any, Response]:
    """Send a request, and where it `follows` redirects, on to where they lead; each is `told` of in the log.

    Credentials, cookies and bodies stay with the origin they were meant for. Raises APIStatusError for a redirect that
    would take a body to another one, and APIConnectionError for too many redirects.
    """
    request = send.request
    if told:
        _log_request(client, request)
    response: Response = yield send
    if told:
        _log_response(client, response)
    trusted = send.trusted
    while follows and (following := response.next_request) is not None:
        if len(response.history) == MAX_REDIRECTS:
            yield Close(response)
            message = f"More than {MAX_REDIRECTS} redirects."
            cause = client._library.module.TooManyRedirects(message, request=request)
            raise APIConnectionError(message=message, request=request) from cause
        _keep_cookies(request, following)
        if not _same_origin(request.url, following.url):
            if _has_body(following):
                yield Read(response)
                raise APIStatusError(BODY_STAYS, response=response, body=error_body(response))
            trusted = False
            for name in client._secret_names:
                following.headers.pop(name, None)
        # The HTTP library makes credentials of what stands before the host: of a Location, nothing is taken for that.
        following.url = following.url.copy_with(userinfo=request.url.userinfo if trusted else b"")
        yield Close(response)
        request, history = following, [*response.history, response]
        if told:
            _log_request(client, request)
        response = yield send._replace(request=request, trusted=trusted)
        response.history = history
        if told:
            _log_response(client, response)
    return response


def _keep_cookies(request: Request, following: Request) -> None:
    """Have a request carry the cookies of the one before it: the HTTP library keeps its own alone."""
    kept = following.headers.get("cookie")
    own = request.headers.get("cookie", "").split("; ")
    known = {pair.partition("=")[0] for pair in (kept or "").split("; ")}
    added = [pair for pair in own if pair and pair.partition("=")[0] not in known]
    if added:
        following.headers["Cookie"] = "; ".join([*([kept] if kept else []), *added])


def _same_origin(old: URL, new: URL) -> bool:
    """Say whether scheme, host and port are the same. A host's https is as good as its http, on the usual ports."""
    if (old.scheme, old.host, old.port) == (new.scheme, new.host, new.port):
        return True
    return (old.scheme, new.scheme) == ("http", "https") and old.netloc == new.netloc and new.port is None


def _has_body(request: Request) -> bool:
    return request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers


def _log_request(client: ExchangeSettings, request: Request) -> None:
    client._logger.debug("Sending HTTP Request: %s", shown_method(request.method))


def _log_response(client: ExchangeSettings, response: Response) -> None:
    client._logger.debug("HTTP Response: %s %i", shown_method(response.request.method), response.status_code)
    client._logger.debug("request_id: %s", response.headers.get("x-request-id"))


def _log_retry(client: ExchangeSettings, seconds: float, taken: int, retries: int) -> None:
    """Tell of the try that comes, number `taken` of `retries`, after some seconds."""
    left = retries - taken + 1
    client._logger.debug("%i %s left", left, "retry" if left == 1 else "retries")
    client._logger.info("Retrying request in %f seconds (retry %i of %i)", seconds, taken, retries)

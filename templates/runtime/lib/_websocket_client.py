"""Opening websockets: where to, with which credentials, and the `websockets` library, which is imported only here."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urlsplit

from .._exceptions import SDKError
from .._exchange import credentials
from .._headers import cookie_header
from .._qs import stringify
from .._request import Call, HeaderSet, authorize

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from types import ModuleType

    from websockets.asyncio.client import ClientConnection as AsyncClientConnection
    from websockets.exceptions import ConnectionClosed, ConnectionClosedOK
    from websockets.sync.client import ClientConnection

    from .._base_client import BaseClient
    from .._exchange import Step
    from .._types import Headers, Query
    from .websocket_types import WebSocketConnectionOptions

SECURE = {"http": "ws", "ws": "ws", "https": "wss", "wss": "wss"}
CUT_OFF = 1006
OTHER_ORIGIN = "The API redirects to another scheme, host or port, and a websocket is not opened there"


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketCall:
    """A websocket of the API.

    `event` names the type of what the server sends, below the package's `types`; `query` and `headers` are its own.
    """

    client: BaseClient
    path: str
    event: str
    query: Mapping[str, object] = field(default_factory=dict[str, object])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class Opening(NamedTuple):
    """The request that opens a websocket."""

    url: str
    headers: list[tuple[str, str]]


def opening(call: SocketCall, extra_query: Query, extra_headers: Headers) -> Generator[Step, Any, Opening]:
    """Return the request that opens `call`, with what the caller adds. Functions that give keys are asked now."""
    client = call.client
    opening = Call("GET", call.path, extra_headers=extra_headers, extra_query=extra_query)
    schemes = client._choose_schemes(opening)
    values = yield from credentials(client, opening, schemes)
    headers = HeaderSet({})
    headers.set("User-Agent", client.user_agent)
    query: dict[str, object] = {}
    cookies: dict[str, object] = {}
    client._add_options(headers, query, cookies)
    for scheme in schemes:
        authorize(scheme, [values[option] for option in scheme.options], headers, query, cookies)
    headers.set("Cookie", cookie_header(cookies))
    for more in (dict(client._definition.default_headers), client._custom_headers, call.headers, extra_headers):
        headers.merge(more)
    if client._authorizer is not None:
        yield from client._authorizer.authorize_socket(client, headers)
    for parameters in (client._custom_query, client._socket_query(call.query), extra_query):
        query.update(parameters)
    return Opening(url=_url(client, call.path, query), headers=list(headers.values.values()))


def _url(client: BaseClient, path: str, query: Mapping[str, object]) -> str:
    definition = client._definition
    text = stringify(query, array_format=definition.array_format, nested_format=definition.nested_format)
    base = _socket_base(getattr(client, "websocket_base_url", None) or client._base)
    return f"{base}{path}?{text}" if text else f"{base}{path}"


def _socket_base(url: object) -> str:
    """Return a base URL with the scheme of websockets. Raises ValueError for what is none."""
    scheme, netloc, path, query, fragment = urlsplit(str(url))
    if scheme not in SECURE or not netloc or query or fragment:
        raise ValueError(f"a websocket's base URL is an absolute ws, wss, http or https URL without query, got {url!r}")
    return f"{SECURE[scheme]}://{netloc}{path.rstrip('/')}"


def open_socket(call: SocketCall, to: Opening, options: WebSocketConnectionOptions) -> ClientConnection:
    """Open a websocket; `options` are those of the library."""
    _log(call, options)
    library = _library("websockets.sync.client")
    connect = guarded(library.reconnect, follows=False) if hasattr(library, "reconnect") else library.connect
    made = connect(to.url, additional_headers=to.headers, user_agent_header=None, **options)
    return cast("ClientConnection", made.__enter__())


async def open_async_socket(
    call: SocketCall, to: Opening, options: WebSocketConnectionOptions
) -> AsyncClientConnection:
    """Open a websocket; `options` are those of the library."""
    _log(call, options)
    connect = guarded(_library("websockets.asyncio.client").connect, follows=True)
    made = await connect(to.url, additional_headers=to.headers, user_agent_header=None, **options)
    return cast("AsyncClientConnection", made)


@cache  # one entry per class of the library
def guarded(connect: Any, *, follows: bool) -> Any:
    """Return the class `connect` with no redirect to another origin, which would carry the credentials there.

    Unless it `follows`, one within the origin is an error too.
    """
    refused: type[Exception] = _library("websockets.exceptions").SecurityError

    class Guarded(connect):  # type: ignore[misc]  # a class of the library, which is not loaded before
        def process_redirect(self, exc: Exception) -> Exception | str:
            new: Exception | str = connect.process_redirect(self, exc) if follows else exc
            if isinstance(new, str) and _same_origin(self.uri, new):
                return _with_user(self.uri, new)
            return refused(OTHER_ORIGIN) if isinstance(new, (str, refused)) else new

    return Guarded


def _same_origin(old: str, new: str) -> bool:
    before, after = (_library("websockets.uri").parse_uri(url) for url in (old, new))
    return (before.secure, before.host, before.port) == (after.secure, after.host, after.port)


def _with_user(old: str, new: str) -> str:
    """Return the URL `new` with what stands before the host of `old`: a redirect names no credentials."""
    return urlsplit(new)._replace(netloc=urlsplit(old).netloc).geturl()


def closed_errors() -> tuple[type[ConnectionClosed], type[ConnectionClosedOK]]:
    """Return what the library raises when a connection is closed, and when it is closed in good order."""
    exceptions = _library("websockets.exceptions")
    return exceptions.ConnectionClosed, exceptions.ConnectionClosedOK


def close_code(error: ConnectionClosed) -> int:
    """Return the code that the server closed the connection with."""
    return CUT_OFF if error.rcvd is None else error.rcvd.code


def _library(module: str) -> ModuleType:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise SDKError("Websockets need the extra `realtime` of this package") from error


def _log(call: SocketCall, options: WebSocketConnectionOptions) -> None:
    call.client._logger.debug("Connecting to WebSocket API")
    if options:
        call.client._logger.debug("Custom WebSocket connection options provided")

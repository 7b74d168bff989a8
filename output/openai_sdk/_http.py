"""The HTTP library: imported here and nowhere else, and only when a client first needs it.

`httpx2` is the default; a caller's own `httpx` client is served through the `httpx` module it was made from.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from functools import lru_cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from ._defaults import (
    DEFAULT_CONNECT_TIMEOUT_SECONDS,
    DEFAULT_MAX_CONNECTIONS,
    DEFAULT_MAX_KEEPALIVE_CONNECTIONS,
    DEFAULT_TIMEOUT_SECONDS,
)

if TYPE_CHECKING:
    import os
    from asyncio import AbstractEventLoop
    from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping

    import httpx2
    from httpx2 import URL, AsyncBaseTransport, BaseTransport, Limits, Request, Response, Timeout

    DefaultHttpx2Client = httpx2.Client
    DefaultAsyncHttpx2Client = httpx2.AsyncClient
    DefaultHttpxClient = httpx2.Client
    DefaultAsyncHttpxClient = httpx2.AsyncClient
    DefaultAioHttpClient = httpx2.AsyncClient

__all__ = [
    "URL",
    "AsyncHTTPClient",
    "BaseTransport",
    "DefaultAioHttpClient",
    "DefaultAsyncHttpx2Client",
    "DefaultAsyncHttpxClient",
    "DefaultHttpx2Client",
    "DefaultHttpxClient",
    "HTTPClient",
    "HTTPLibrary",
    "Limits",
    "LoopClient",
    "Request",
    "Response",
    "Timeout",
    "aread_out",
    "check_client",
    "check_not_response",
    "default_async_client",
    "default_client",
    "default_limits",
    "default_timeout",
    "library_of",
    "read_in_thread",
    "read_out",
    "sleep",
    "timeout_parts",
    "write_in_thread",
]

LIBRARIES = ("httpx2", "httpx")
METHODS_WITH_BODY = ("POST", "PUT", "PATCH")
BODY_HEADERS = (b"content-length", b"transfer-encoding")
LINGER_SECONDS = 0.1


class HTTPClient(Protocol):
    """What a client needs of a caller's HTTP client; `httpx2.Client` and `httpx.Client` have it."""

    @property
    def is_closed(self) -> bool: ...
    @property
    def follow_redirects(self) -> bool: ...
    @property
    def timeout(self) -> Any: ...
    def build_request(
        self, method: str, url: str, *, content: Any = ..., headers: Any = ..., extensions: Any = ...
    ) -> Any: ...
    def send(self, request: Any, *, stream: bool = ..., auth: Any = ..., follow_redirects: bool = ...) -> Any: ...
    def close(self) -> None: ...


class AsyncHTTPClient(Protocol):
    """The asynchronous twin of `HTTPClient`: `httpx2.AsyncClient` and `httpx.AsyncClient` have it."""

    @property
    def is_closed(self) -> bool: ...
    @property
    def follow_redirects(self) -> bool: ...
    @property
    def timeout(self) -> Any: ...
    def build_request(
        self, method: str, url: str, *, content: Any = ..., headers: Any = ..., extensions: Any = ...
    ) -> Any: ...
    async def send(self, request: Any, *, stream: bool = ..., auth: Any = ..., follow_redirects: bool = ...) -> Any: ...
    async def aclose(self) -> None: ...


HeaderPairs = list[tuple[bytes, bytes]]


class HTTPLibrary:
    """One of the HTTP libraries: its errors, and requests made its way."""

    def __init__(self, name: str) -> None:
        self.module: Any = import_module(name)
        self.timeout_error: type[Exception] = self.module.TimeoutException
        # A transport of the caller's may raise what the operating system says.
        self.connection_errors: tuple[type[Exception], ...] = (self.module.RequestError, OSError)
        self._own_builders = (self.module.Client.build_request, self.module.AsyncClient.build_request)
        # A program calls few URLs again and again; those with ids in them push each other out.
        self._parsed_url: Callable[[str], URL] = lru_cache(maxsize=128)(self.module.URL)

    def build_request(
        self,
        client: HTTPClient | AsyncHTTPClient,
        *,
        method: str,
        url: str,
        headers: HeaderPairs,
        content: bytes | Iterable[bytes] | AsyncIterable[bytes] | None,
        timeout: Mapping[str, float | None],
    ) -> Request:
        """Return a request of this library.

        The headers, cookies and parameters that `client` was made with are merged in.
        """
        extensions = {"timeout": timeout}
        build: Any = client.build_request
        replaced = getattr(build, "__func__", None) not in self._own_builders
        if replaced or cast("Any", client).params or not isinstance(content, (bytes, type(None))):
            own = self._own_parameters(client, url)
            return cast("Request", build(method, url, content=content, headers=headers, extensions=extensions, **own))
        # The same request for a third of the cost: the library goes through all headers several times.
        content = content or b""
        target = self._parsed_url(url)
        request = self.module.Request(
            method,
            target,
            headers=_complete_headers(client, headers, method=method, host=target.netloc, length=len(content)),
            cookies=cast("Any", client).cookies,
            stream=self.module.ByteStream(content),
            extensions=extensions,
        )
        request.read()
        return cast("Request", request)

    def _own_parameters(self, client: object, url: str) -> dict[str, Any]:
        """Return the query of `url` as an argument: a client with parameters would put those in the place of it."""
        if not getattr(client, "params", None):
            return {}
        return {"params": self.module.QueryParams(url.partition("?")[2])}


def _complete_headers(client: Any, headers: HeaderPairs, *, method: str, host: bytes, length: int) -> HeaderPairs:
    """Return `headers` with those that the HTTP client adds, and those that every request must have."""
    names = {name.lower() for name, _ in headers}
    inherited = [pair for pair in client.headers.raw if pair[0].lower() not in names]
    names.update(name.lower() for name, _ in inherited)
    complete = [*inherited, *headers]
    if b"host" not in names:
        complete.insert(0, (b"Host", host))
    if (length or method in METHODS_WITH_BODY) and names.isdisjoint(BODY_HEADERS):
        complete.append((b"Content-Length", b"%d" % length))
    return complete


_library = lru_cache(maxsize=len(LIBRARIES))(HTTPLibrary)
_library_by_client_type: dict[type, HTTPLibrary] = {}


def library_of(client: object | None) -> HTTPLibrary:
    """Return the library that `client` (None: the default one) belongs to. Raises TypeError when it belongs to none."""
    client_type = type(client)
    library = _library_by_client_type.get(client_type)
    if library is None:
        library = _library(LIBRARIES[0] if client is None else _library_name(client_type))
        _library_by_client_type[client_type] = library
    return library


def _library_name(client_type: type) -> str:
    for base in client_type.__mro__:
        root = base.__module__.partition(".")[0]
        if root in LIBRARIES and base.__name__ in ("Client", "AsyncClient"):
            return root
    raise TypeError(f"http_client must be a client of {' or '.join(LIBRARIES)}, not {client_type.__name__}")


def check_client(client: object, *, asynchronous: bool) -> None:
    """Raise TypeError unless `client` is an HTTP client of the right kind."""
    wanted = "AsyncClient" if asynchronous else "Client"
    if not any(
        base.__name__ == wanted and base.__module__.partition(".")[0] in LIBRARIES for base in type(client).__mro__
    ):
        raise TypeError(
            f"Invalid `http_client` argument; Expected an instance of `httpx.{wanted}` or `httpx2.{wanted}`"
            f" but got {type(client)}"
        )


def check_not_response(cls: object) -> None:
    """Raise ValueError for a class derived from the responses of an HTTP library: nobody could make one."""
    if isinstance(cls, type) and any(
        base.__name__ == "Response" and base.__module__.partition(".")[0] in LIBRARIES for base in cls.__mro__[1:]
    ):
        raise ValueError("Subclasses of HTTP response classes cannot be passed to `cast_to`")


def default_limits() -> Limits:
    """Return the connection limits of a default client."""
    limits = library_of(None).module.Limits(
        max_connections=DEFAULT_MAX_CONNECTIONS, max_keepalive_connections=DEFAULT_MAX_KEEPALIVE_CONNECTIONS
    )
    return cast("Limits", limits)


def default_timeout(seconds: float) -> Timeout:
    """Return a timeout of `seconds` for each phase, with a short one for connecting."""
    connect = min(seconds, DEFAULT_CONNECT_TIMEOUT_SECONDS)
    told = int(seconds) if seconds == int(seconds) else seconds  # a header tells the API: `600`, as its SDKs have it
    return cast("Timeout", library_of(None).module.Timeout(told, connect=connect))


def timeout_parts(timeout: float | Timeout | None) -> dict[str, float | None]:
    """Return the timeout of each phase in seconds, from a number, a Timeout of either library, or None for no limit."""
    if timeout is None or isinstance(timeout, (int, float)):
        return {"connect": timeout, "read": timeout, "write": timeout, "pool": timeout}
    return {"connect": timeout.connect, "read": timeout.read, "write": timeout.write, "pool": timeout.pool}


@lru_cache(maxsize=1)
def _default_classes() -> tuple[type[httpx2.Client], type[httpx2.AsyncClient], type[httpx2.AsyncClient]]:
    """Return the client classes of the default library with this package's limits and timeout, following redirects."""
    import httpx2

    def with_defaults(arguments: dict[str, Any]) -> dict[str, Any]:
        own = {
            "limits": default_limits(),
            "timeout": default_timeout(DEFAULT_TIMEOUT_SECONDS),
            "follow_redirects": True,
        }
        return {**own, **arguments}

    class DefaultHttpx2Client(httpx2.Client):
        def __init__(self, **arguments: Any) -> None:
            super().__init__(**with_defaults(arguments))

    class DefaultAsyncHttpx2Client(httpx2.AsyncClient):
        def __init__(self, **arguments: Any) -> None:
            super().__init__(**with_defaults(arguments))

    class DefaultAioHttpClient(DefaultAsyncHttpx2Client):
        def __init__(self, **arguments: Any) -> None:
            if arguments.get("transport") is None:
                arguments["transport"] = _aiohttp_transport(arguments)
            super().__init__(**arguments)

    return DefaultHttpx2Client, DefaultAsyncHttpx2Client, DefaultAioHttpClient


def _aiohttp_transport(arguments: Mapping[str, Any]) -> AsyncBaseTransport:
    """Return the transport over aiohttp for a client with these arguments. Raises RuntimeError without the extra."""
    from httpx2 import create_ssl_context

    try:
        from ._aiohttp import AiohttpTransport
    except ModuleNotFoundError as error:
        raise RuntimeError("DefaultAioHttpClient needs the extra `aiohttp` of this package") from error
    trust_env = arguments.get("trust_env", True)
    return AiohttpTransport(
        limits=arguments.get("limits") or default_limits(),
        context=create_ssl_context(
            verify=arguments.get("verify", True), cert=arguments.get("cert"), trust_env=trust_env
        ),
        trust_env=trust_env,
    )


def default_client() -> httpx2.Client:
    """Return a new client with this package's defaults."""
    return _default_classes()[0]()


def default_async_client() -> httpx2.AsyncClient:
    """Return a new asynchronous client with this package's defaults."""
    return _default_classes()[1]()


class LoopClient:
    """A client that lasts as long as the event loop it is for, which runs now, and is closed with it.

    Of another loop than asyncio's (None) nothing is known to do that with.
    """

    def __init__(self, client: httpx2.AsyncClient, loop: AbstractEventLoop | None) -> None:
        self.client = client
        self._loop = loop
        self._lasting = None if loop is None else _begun(client)

    async def aclose(self) -> None:
        """Close the client."""
        await (self.client if self._lasting is None else self._lasting).aclose()

    def drop(self) -> None:
        """Let the loop close the client."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(lambda: loop.create_task(self.aclose()))


def _begun(client: httpx2.AsyncClient) -> AsyncGenerator[None, None]:
    """Return a generator that closes `client` at its end. A loop that ends goes to the end of all that have begun."""

    async def lasting() -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            await client.aclose()

    generator = lasting()
    with suppress(StopIteration):  # nothing has to be awaited
        generator.__anext__().__await__().__next__()
    return generator


async def sleep(seconds: float) -> None:
    """Wait, under whichever event loop runs."""
    import anyio

    await anyio.sleep(seconds)


def read_out(response: Response, rest: Iterator[bytes]) -> None:
    """Read the `rest` of an answer that said all, as far as it comes at once: so its connection can be used again.

    Nobody waits for a server that lets the connection stand.
    """
    stream: Any = response.extensions.get("network_stream")
    if stream is None or not _is_alone(response):
        return
    kind: Any = cast("object", type(stream))
    read = partial(cast("Callable[..., bytes]", kind.read), stream)
    reader, end = threading.get_ident(), time.monotonic() + LINGER_SECONDS

    def read_soon(max_bytes: int, timeout: float | None = None) -> bytes:
        if threading.get_ident() == reader:  # once all is read, the connection may be another's
            timeout = max(end - time.monotonic(), 0.001)
        return read(max_bytes, timeout)

    stream.read = read_soon
    try:
        for _ in rest:
            if time.monotonic() > end:
                break
    finally:
        cast("dict[str, object]", vars(stream)).pop("read", None)


async def aread_out(response: Response, rest: AsyncIterator[bytes]) -> None:
    """The asynchronous twin of `read_out`."""
    if not _is_alone(response):
        return
    import anyio

    end = time.monotonic() + LINGER_SECONDS
    with anyio.move_on_after(LINGER_SECONDS):
        async for _ in rest:
            if time.monotonic() > end:
                break


def _is_alone(response: Response) -> bool:
    """Say whether an answer that is still open has a connection for itself, which is lost if it is not read out."""
    version: bytes = response.extensions.get("http_version", b"")
    return version.startswith(b"HTTP/1") and not response.is_closed


async def read_in_thread(read: Callable[[int], bytes], size: int) -> bytes:
    """Read from a blocking file without holding up the event loop."""
    from anyio import to_thread

    return await to_thread.run_sync(read, size)


async def write_in_thread(file: str | os.PathLike[str], pieces: AsyncIterable[bytes]) -> None:
    """Write pieces to the file at that path without holding up the event loop."""
    from anyio import open_file

    async with await open_file(file, "wb") as target:
        async for piece in pieces:
            await target.write(piece)


PUBLIC = ("URL", "BaseTransport", "Limits", "Request", "Response", "Timeout")


def __getattr__(name: str) -> Any:
    """Give out the classes of the default library, which is imported now."""
    if name in PUBLIC:
        return getattr(library_of(None).module, name)
    if name in ("DefaultHttpx2Client", "DefaultHttpxClient"):
        return _default_classes()[0]
    if name in ("DefaultAsyncHttpx2Client", "DefaultAsyncHttpxClient"):
        return _default_classes()[1]
    if name == "DefaultAioHttpClient":
        return _default_classes()[2]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

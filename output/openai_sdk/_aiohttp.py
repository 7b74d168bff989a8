"""The transport of `DefaultAioHttpClient`: requests of the HTTP library, carried by aiohttp (the extra `aiohttp`)."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies, proxy_bypass

import httpx2

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator

# Whoever works without the extra can still check the types of this package.
aiohttp: Any = import_module("aiohttp")
yarl: Any = import_module("yarl")

# By aiohttp's error, the first that fits.
ERRORS: tuple[tuple[type[Exception], type[httpx2.TransportError]], ...] = (
    (aiohttp.ConnectionTimeoutError, httpx2.ConnectTimeout),
    (aiohttp.ServerTimeoutError, httpx2.ReadTimeout),
    (asyncio.TimeoutError, httpx2.ReadTimeout),
    (aiohttp.ClientProxyConnectionError, httpx2.ProxyError),
    (aiohttp.ClientConnectorError, httpx2.ConnectError),
    (aiohttp.InvalidURL, httpx2.UnsupportedProtocol),
    (aiohttp.ServerDisconnectedError, httpx2.RemoteProtocolError),
    (aiohttp.ClientPayloadError, httpx2.RemoteProtocolError),
    (aiohttp.ClientError, httpx2.ReadError),
    (OSError, httpx2.ReadError),
)
# What aiohttp would add by itself, or counts by itself.
AUTOMATIC = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
COUNTED = "transfer-encoding"


def _translated(error: Exception, request: httpx2.Request) -> Exception:
    """Return the error of the HTTP library that says what `error` says."""
    for kind, translation in ERRORS:
        if isinstance(error, kind):
            return translation(str(error) or type(error).__name__, request=request)
    return error


class _Body:
    """A streamed request body. It keeps the error of the caller's content, which aiohttp would hide in its own."""

    def __init__(self, request: httpx2.Request) -> None:
        self._request = request
        self.error: Exception | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        stream = self._request.stream
        if not isinstance(stream, httpx2.AsyncByteStream):
            raise TypeError("an asynchronous client needs an asynchronous body")
        try:
            async for piece in stream:
                yield piece
        except Exception as error:
            self.error = error
            raise


class _AnswerStream(httpx2.AsyncByteStream):
    """The body of an answer as it arrives."""

    def __init__(self, answer: Any, request: httpx2.Request) -> None:
        self._answer = answer
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._answer.content.iter_any():
                yield piece
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise _translated(error, self._request) from error

    async def aclose(self) -> None:
        self._answer.close()


class AiohttpTransport(httpx2.AsyncBaseTransport):
    """Sends through an aiohttp session, which is made in the event loop that first needs it."""

    def __init__(self, *, limits: httpx2.Limits, context: ssl.SSLContext, trust_env: bool) -> None:
        self._limits = limits
        self._context = context
        self._trust_env = trust_env
        self._session: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def _current_session(self) -> Any:
        loop = asyncio.get_running_loop()
        if self._session is None or self._session.closed or self._loop is not loop:
            connector = aiohttp.TCPConnector(
                limit=self._limits.max_connections or 0,
                keepalive_timeout=self._limits.keepalive_expiry,
                ssl=self._context,
            )
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
            )
            # aiohttp would send some requests a second time by itself, beyond what `max_retries` allows.
            self._session._retry_connection = False
            self._loop = loop
        return self._session

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send `request`; its answer's body is still to be read."""
        timeout = request.extensions.get("timeout", {})
        body = _body_of(request)
        try:
            answer = await self._current_session().request(
                request.method,
                yarl.URL(str(request.url), encoded=True),
                headers=[(name, value) for name, value in request.headers.multi_items() if name.lower() != COUNTED],
                data=body,
                skip_auto_headers=AUTOMATIC,
                allow_redirects=False,
                proxy=_proxy_for(request.url) if self._trust_env else None,
                server_hostname=request.extensions.get("sni_hostname"),
                timeout=aiohttp.ClientTimeout(
                    total=None,
                    connect=timeout.get("pool"),
                    sock_connect=timeout.get("connect"),
                    sock_read=timeout.get("read"),
                ),
            )
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            if isinstance(body, _Body) and body.error is not None:
                raise body.error from error
            raise _translated(error, request) from error
        version = f"HTTP/{answer.version.major}.{answer.version.minor}"
        return httpx2.Response(
            answer.status,
            headers=answer.raw_headers,
            stream=_AnswerStream(answer, request),
            extensions={"http_version": version.encode(), "reason_phrase": (answer.reason or "").encode()},
        )

    async def aclose(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()


def _body_of(request: httpx2.Request) -> bytes | _Body | None:
    try:
        return request.content or None
    except httpx2.RequestNotRead:
        return _Body(request)


def _proxy_for(url: httpx2.URL) -> str | None:
    """Return the proxy that the environment sets for `url`."""
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    return None if proxy is None or proxy_bypass(url.host) else proxy

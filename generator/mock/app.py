"""The mock as an ASGI application, and the server that it runs on."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from importlib import import_module
from typing import Any, Final

from generator.mock.engine import Answer, Engine, Exchange, Rule, received

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Told = Callable[[Exchange, Answer], None]

SERVER: Final = "uvicorn"
"""An extra, which other commands do without."""
_PATIENCE: Final = 1
"""How many seconds answers on their way have when the server is to end."""
BIGGEST: Final = 512 * 1024 * 1024
"""How many bytes a body may have: all of it is held in memory."""


class _GoneError(Exception):
    """Whoever asked does not wait for an answer."""


class App:
    """Answers what a server hands to it; `told` hears of each request."""

    def __init__(self, engine: Engine, *, rule: Rule | None, told: Told) -> None:
        self._engine = engine
        self._rule = rule
        self._told = told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        try:
            body = await _body(receive)
        except _GoneError:
            return
        if body is None:
            await _send(send, 413, (), (b"",))
            return
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
        path = scope.get("raw_path") or scope["path"].encode()
        query = scope.get("query_string") or b""
        target = (path + b"?" + query if query else path).decode("latin-1")
        request = received(scope["method"], target, headers, body)
        exchange, answer = self._engine.answer(request, origin=_origin(scope, headers), rule=self._rule)
        self._told(exchange, answer)
        await _send(send, answer.status, answer.headers, answer.chunks)


async def _body(receive: Receive) -> bytes | None:
    """All of a body; None for one that is too big. Raises _GoneError where the rest of it never comes."""
    pieces: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _GoneError
        piece = message.get("body", b"")
        size += len(piece)
        if size <= BIGGEST:
            pieces.append(piece)
        more = message.get("more_body", False)
    return b"".join(pieces) if size <= BIGGEST else None


async def _send(send: Send, status: int, headers: tuple[tuple[str, str], ...], chunks: tuple[bytes, ...]) -> None:
    pairs = [(name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers]
    if len(chunks) <= 1:
        pairs.append((b"content-length", str(sum(map(len, chunks))).encode()))
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    for chunk in chunks:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def _origin(scope: Scope, headers: tuple[tuple[str, str], ...]) -> str:
    host = next((value for name, value in headers if name == "host"), "127.0.0.1")
    return f"{scope.get('scheme', 'http')}://{host}"


def listening(host: str, port: int) -> socket.socket:
    """A socket that takes connections at an address. Raises OSError where that is taken, or is none."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    opened = socket.socket(family, kind, protocol)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind(address)
        opened.listen()
    except OSError:
        opened.close()
        raise
    return opened


def serve(app: App, opened: socket.socket) -> None:
    """Serve until interrupted."""
    uvicorn: Any = import_module(SERVER)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_PATIENCE,
    )
    uvicorn.Server(config).run(sockets=[opened])

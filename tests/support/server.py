"""A scripted HTTP/1.1 server on loopback: it keeps what it was sent and answers (or misbehaves) as told."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request as it arrived. Header names are in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer. `chunks` is a body sent in pieces, `pause` seconds apart; `cut` breaks the connection after them."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    chunks: tuple[bytes, ...] | None = None
    pause: float = 0.0
    before: float = 0.0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection is reset in place of an answer, after these bytes."""

    after: bytes = b""


Script = Reply | Reset | Callable[[Received], "Reply | Reset"]


def reply_json(value: object, *, status: int = 200, **headers: str) -> Reply:
    """Return an answer with a JSON body; underscores in header names stand for dashes."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(status=status, headers={"content-type": "application/json", **named}, body=json.dumps(value).encode())


def events(*chunks: bytes, pause: float = 0.0, cut: bool = False) -> Reply:
    """Return an answer that is a stream of events."""
    return Reply(headers={"content-type": "text/event-stream"}, chunks=chunks, pause=pause, cut=cut)


class Server:
    """The server. `received` are the requests so far; `connections` counts the sockets that were opened."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.connections = 0
        self._open: set[socket.socket] = set()
        self._script: deque[Script] = deque()
        self._routes: dict[str, Script] = {}
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def script(self, *replies: Script) -> None:
        """Answer the next requests in this order; the last answer is repeated."""
        self._script = deque(replies)

    def route(self, path: str, reply: Script) -> None:
        """Answer requests for `path` always like this."""
        self._routes[path] = reply

    @property
    def open_connections(self) -> int:
        """How many sockets are open now."""
        return len(self._open)

    def wait_until_idle(self) -> bool:
        """Say whether all sockets were closed by their clients within a second."""
        deadline = time.monotonic() + 1
        while self._open and time.monotonic() < deadline:
            time.sleep(0.005)
        return not self._open

    def close(self) -> None:
        self._listener.close()
        for connection in list(self._open):
            connection.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        reader = connection.makefile("rb")
        try:
            while (request := _read_request(reader)) is not None:
                self.received.append(request)
                if not _answer(connection, request, self._next(request)):
                    return
        except OSError:
            pass  # the client went away, which many tests want
        finally:
            self._open.discard(connection)
            reader.close()
            connection.close()

    def _next(self, request: Received) -> Reply | Reset:
        script = self._routes.get(request.path)
        if script is None:
            script = self._script.popleft() if len(self._script) > 1 else self._script[0]
        return script(request) if callable(script) else script


def _read_request(reader: Any) -> Received | None:
    line = reader.readline()
    if not line:
        return None
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (line := reader.readline().rstrip(b"\r\n")) != b"":
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    return Received(method=method, target=target, headers=headers, body=_read_body(reader, headers))


def _read_body(reader: Any, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding") != "chunked":
        return _read_whole(reader, int(headers.get("content-length", "0")))
    body = b""
    while size := int(reader.readline() or _gone(), 16):
        body += _read_whole(reader, size)
        reader.readline()
    reader.readline()
    return body


def _read_whole(reader: Any, size: int) -> bytes:
    content: bytes = reader.read(size)
    return content if len(content) == size else _gone()


def _gone() -> bytes:
    raise ConnectionError("the client left in the middle of its request")


def _answer(connection: socket.socket, request: Received, reply: Reply | Reset) -> bool:
    """Send an answer; say whether the connection goes on."""
    if isinstance(reply, Reset):
        connection.sendall(reply.after)
        _reset(connection)
        return False
    time.sleep(reply.before)
    headers = {name.lower(): value for name, value in reply.headers.items()}
    headers.setdefault("x-request-id", "req_1")
    if reply.chunks is not None:
        headers["transfer-encoding"] = "chunked"
    elif reply.status not in (204, 304):
        headers.setdefault("content-length", str(len(reply.body)))
    head = (
        f"HTTP/1.1 {reply.status} X\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
    )
    body = b"" if request.method == "HEAD" else reply.body
    connection.sendall(head.encode("latin-1") + (b"" if reply.chunks is not None else body))
    for chunk in reply.chunks or ():
        time.sleep(reply.pause)
        if chunk:
            connection.sendall(b"%x\r\n%b\r\n" % (len(chunk), chunk))
    if reply.cut:
        _reset(connection)
        return False
    if reply.chunks is not None:
        connection.sendall(b"0\r\n\r\n")
    return True


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()

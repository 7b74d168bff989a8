"""A scripted websocket server on loopback: it keeps what it was sent, and says (or breaks off) what it is told to."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A request that opened a websocket, or was to. Header names are in lower case."""

    target: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))


Talk = Callable[["WebSocketServer", ServerConnection], None]


def saying(*messages: object, close: int | None = None, cut: bool = False, after: int = 0) -> Talk:
    """Send these messages (bytes and text as they are, others as JSON) once `after` messages have come.

    Then close with the code `close`, or `cut` the line, or listen until the client closes.
    """

    def talk(server: WebSocketServer, connection: ServerConnection) -> None:
        for _ in range(after):
            server.received.append(connection.recv())
        for message in messages:
            connection.send(message if isinstance(message, (str, bytes)) else json.dumps(message))
        if cut:
            connection.socket.shutdown(socket.SHUT_RDWR)
        elif close is not None:
            connection.close(close, "told to")
        else:
            for message in connection:
                server.received.append(message)

    return talk


class WebSocketServer:
    """The server: one talk after the other, the last one repeated. The next `refusals` openings get `refusal`."""

    def __init__(self) -> None:
        self.opened: list[Opened] = []
        self.received: list[str | bytes] = []
        self.talks: list[Talk] = [saying()]
        self.refusals = 0
        self.refusal = Response(HTTPStatus.SERVICE_UNAVAILABLE, "Busy", Headers())
        quiet = logging.Logger("websockets.server", logging.CRITICAL)
        self._server = serve(self._talk, "127.0.0.1", 0, process_request=self._answer, logger=quiet)
        self.host = f"127.0.0.1:{self._server.socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def said(self) -> list[Any]:
        """What clients sent, decoded."""
        return [json.loads(message) for message in self.received]

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()

    def _answer(self, _: ServerConnection, request: Request) -> Response | None:
        headers = {name.lower(): value for name, value in request.headers.raw_items()}
        self.opened.append(Opened(target=request.path, headers=headers))
        if self.refusals:
            self.refusals -= 1
            return self.refusal
        return None

    def _talk(self, connection: ServerConnection) -> None:
        talk = self.talks.pop(0) if len(self.talks) > 1 else self.talks[0]
        with suppress(ConnectionClosed, OSError):  # the client went away, which many tests want
            talk(self, connection)

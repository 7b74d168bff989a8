"""An API that answers every request with the example its document gives, or with what a test has in its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generator.document.model import Document, MediaType, Operation
from generator.lower.contents import is_json
from tests.support.server import Received, Reply, reply_json

EVENTS = "text/event-stream"
_FORM_ASKS = re.compile(rb'name="stream"\r\n(?:[^\r\n]+\r\n)*\r\ntrue\r\n')


class MockAPI:
    """What a server does with a request; `answered` are the operations that were asked for, in order.

    `events` holds what each operation streams that can stream; `body` gives every other answer. A JSON object of no
    more than `event` and `data` is an event with that name.
    """

    def __init__(
        self,
        document: Document,
        events: Mapping[str, Sequence[Any]],
        body: Callable[[Operation, MediaType], Any] = lambda _, content: example(content),
    ) -> None:
        routes = [(_pattern(operation.path), operation) for operation in document.operations]
        # `/files/batch` is its own route beside `/files/{file_id}`: what is spelled out counts first.
        self._routes = sorted(routes, key=lambda route: route[0].groups)
        self._events = events
        self._body = body
        self.answered: list[str] = []

    def __call__(self, received: Received) -> Reply:
        operation = self.operation(received)
        if operation is None:
            return reply_json({"error": {"message": f"no route for {received.method} {received.path}"}}, status=404)
        name = operation.operation_id or ""
        self.answered.append(name)
        plain = next((answer for answer in success(operation) if answer.media_type != EVENTS), None)
        if name in self._events and (plain is None or _asks_for_events(received)):
            return _streamed(self._events[name])
        if plain is None:
            return Reply(status=204)
        last_page = any(name == "after" for name, _ in received.query)
        return _whole(plain, self._body(operation, plain), last_page=last_page)

    def operation(self, received: Received) -> Operation | None:
        """The operation that a request asks for."""
        fits = (
            operation
            for pattern, operation in self._routes
            if operation.verb == received.method.lower() and pattern.fullmatch(received.path)
        )
        return next(fits, None)


def success(operation: Operation) -> Sequence[MediaType]:
    """What an operation answers when all went well; nothing where such an answer has no body."""
    return next((r.content for r in operation.responses if r.status.startswith("2")), ())


def example(content: MediaType) -> Any:
    """The example of a body."""
    return content.examples[0].value


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"\{[^}]+\}", path)
    return re.compile("([^/]+)".join(map(re.escape, parts)))


def _asks_for_events(received: Received) -> bool:
    if ("stream", "true") in received.query:
        return True
    if received.headers.get("content-type", "").startswith("multipart/"):
        return _FORM_ASKS.search(received.body) is not None
    return bool(received.body) and received.json().get("stream") is True


def _streamed(events: Sequence[Any]) -> Reply:
    """The events, the first in two pieces, and the mark of the end."""
    first, *rest = map(_event, events)
    return Reply(headers={"content-type": EVENTS}, chunks=(first[:20], first[20:], *rest, b"data: [DONE]\n\n"))


def _event(event: Any) -> bytes:
    if event.keys() == {"event", "data"}:
        name, data = event["event"], event["data"]
    else:
        name, data = event.get("type"), event
    line = f"event: {name}\n" if name else ""
    return f"{line}data: {json.dumps(data)}\n\n".encode()


def _whole(content: MediaType, value: Any, *, last_page: bool) -> Reply:
    if is_json(content.media_type):
        return reply_json({**value, "data": [], "has_more": False} if last_page else value)
    return Reply(headers={"content-type": content.media_type}, body=str(value).encode())

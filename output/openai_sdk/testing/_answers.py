"""What the mock answers: what the document describes, in the media type that is asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from ._bodies import media_type_of
from ._checks import JSON_LINES, Checked, Fault, is_json, told
from ._contract import Contract, Received, Table
from ._json import encoded, is_array, is_object
from ._pages import Listed, Pager
from ._schemas import Schema
from ._styles import ABSENT
from ._values import EndlessError, Values

EVENTS = "text/event-stream"
_EVENT_MEMBERS = {"event", "data", "id", "retry", "comment"}
_LEFT_OUT = ("content-type", "content-length", "content-encoding", "transfer-encoding", "connection", "set-cookie")
_PREFERENCE = re.compile(r'\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^;,\s]*))')
_BODILESS = (204, 205, 304)
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back. `chunks` go out one after the other: each event of a stream is one.

    `events` are what a stream consists of, as JSON.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    chunks: tuple[bytes, ...] = ()
    events: tuple[Any, ...] = ()

    @property
    def body(self) -> bytes:
        """All that is sent."""
        return b"".join(self.chunks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a request prefers: a status, the name of an example, an answer made up rather than an example."""

    status: int | None = None
    example: str | None = None
    dynamic: bool | None = None


def wish_of(received: Received) -> Wish:
    """Return what the `Prefer` header of a request asks for: `code=404`, `example=name`, `dynamic=true`."""
    found = {
        name.lower(): quoted or plain for name, quoted, plain in _PREFERENCE.findall(received.header("prefer") or "")
    }
    code = found.get("code", "")
    return Wish(
        status=int(code) if code.isdecimal() and 200 <= int(code) <= 599 else None,
        example=found.get("example"),
        dynamic=found["dynamic"].lower() != "false" if "dynamic" in found else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request for an operation with what it says; `url` is the address that was asked, without its query."""

    operation: Table
    received: Received
    checked: Checked
    url: str

    @property
    def arguments(self) -> dict[str, Any]:
        """All values that were sent, by name."""
        body = self.checked.body
        return {**(body if is_object(body) else {}), **self.checked.parameters}


class Answers:
    """Makes the answers of one API: the same for the same request and seed."""

    def __init__(self, contract: Contract, *, seed: int, dynamic: bool, pages: int) -> None:
        self._contract = contract
        self._schemas = contract.schemas
        self._seed = seed
        self._dynamic = dynamic
        self._pager = Pager(contract, pages)
        self._made: dict[tuple[int, Wish, str | None], Any] = {}

    def of(self, asked: Asked, wish: Wish) -> Answer:
        """Return the answer to a request, as it is wished for."""
        operation, received = asked.operation, asked.received
        status, response = self._response(operation, wish.status)
        if response is None:
            return plain_error(status)
        content: Mapping[str, Any] = response.get("content") or {}
        headers = tuple(self._headers(response))
        if not content or status in _BODILESS:
            return Answer(status, headers)
        streams = status < 300 and self._streams(asked, content)
        described, media_type = self._media_type(content, received, streams=streams)
        if described is None:
            says = f"answers of the media types {', '.join(content)}"
            fault = Fault(place="header.Accept", rule="media-type", sent=received.header("accept"), says=says)
            return problem(406, (fault,))
        if streams:
            events = self._events(operation, content.get(described, {}), wish)
            return self.streamed(events, media_type=media_type, status=status, headers=headers)
        try:
            value = self._value(asked, content[described], wish)
            if status < 300 and "page" in operation:
                listed = Listed(
                    operation=operation,
                    received=received,
                    arguments=asked.arguments,
                    url=asked.url,
                    schema=content[described].get("schema", True),
                    value=value,
                )
                value = self._pager.page(listed, self._values(dynamic=self._dynamic))
        except EndlessError:
            return problem(500, (), title="No value of the answer's schema ends")
        return self.written(status, media_type, value, headers)

    def _response(self, operation: Table, wanted: int | None) -> tuple[int, Table | None]:
        """Return a status with what the document says of it; None where it says nothing."""
        responses: Mapping[str, Table] = operation.get("responses", {})
        if wanted is not None:
            described = (responses.get(key) for key in (str(wanted), f"{wanted // 100}XX", "default"))
            return wanted, next((response for response in described if response is not None), None)
        for key in sorted(responses):
            if key[:1] == "2":
                return (int(key) if key.isdecimal() else 200), responses[key]
        if "default" in responses:
            return 200, responses["default"]
        first = next((key for key in sorted(responses) if key.isdecimal() and key < "4"), None)
        return (200, {}) if first is None else (int(first), responses[first])

    def _media_type(self, content: Mapping[str, Any], received: Received, *, streams: bool) -> tuple[str | None, str]:
        """Return the described media type of an answer, and what that is called there: the one that the caller prefers,
        JSON among equals. None where the caller takes none of them."""
        if streams:
            framed = next((described for described in content if _is_framed(described)), EVENTS)
            return framed, framed
        ordered = sorted(content, key=lambda m: (_is_framed(m), not is_json(media_type_of(m))))
        accepted = _accepted(received.header("accept"))
        best = max(ordered, key=lambda described: _wanted(media_type_of(described), accepted)[0])
        quality, exact = _wanted(media_type_of(best), accepted)
        return (best if quality > 0 else None), (exact if "*" in best else best)

    def _headers(self, response: Table) -> Iterator[tuple[str, str]]:
        values = Values(self._schemas, direction="response")
        headers: Mapping[str, Any] = response.get("headers") or {}
        for name, schema in headers.items():
            if name.lower() in _LEFT_OUT:
                continue
            try:
                value = values.of(schema, name)
            except EndlessError:
                continue
            text = ",".join(map(_header_text, value)) if is_array(value) else _header_text(value)
            if text.isascii() and text.isprintable():
                yield name, text

    def _values(self, *, dynamic: bool) -> Values:
        return Values(self._schemas, seed=self._seed, direction="response", dynamic=dynamic)

    def _value(self, asked: Asked, media: Table, wish: Wish) -> Any:
        """Return the value of an answer, which is made once for all requests that want the same."""
        cases: Table = asked.operation.get("cases") or {"argument": None, "schemas": {}}
        case = asked.arguments.get(cases["argument"])
        key = (id(media), wish, case if isinstance(case, str) else None)
        if key not in self._made:
            own = {"schema": cases["schemas"][case]} if key[2] in cases["schemas"] else media
            self._made[key] = self._new_value(asked.operation, own, wish)
        return self._made[key]

    def _new_value(self, operation: Table, media: Table, wish: Wish) -> Any:
        """Return the example that is wished for, else the first that is one of the schema, else a value of that."""
        examples: Mapping[str, Any] = media.get("examples") or {}
        schema: Schema = media.get("schema", True)
        if wish.example is not None and wish.example in examples:
            return examples[wish.example]
        dynamic = self._dynamic if wish.dynamic is None else wish.dynamic
        if not dynamic:
            for example in examples.values():
                if self._schemas.is_described(schema, example) and self._schemas.fits(schema, example, "response"):
                    return example
        return self._values(dynamic=dynamic).of(schema, operation["id"])

    # Streams

    @staticmethod
    def _streams(asked: Asked, content: Mapping[str, Any]) -> bool:
        """Say whether a request asks for a stream: by its argument where the method has one for that."""
        framed = [media_type_of(described) for described in content if _is_framed(described)]
        if framed and len(framed) == len(content):
            return True
        stream: Table = asked.operation.get("stream") or {}
        argument = stream.get("argument")
        if argument is not None:
            return asked.arguments.get(argument) is True
        accepted = asked.received.header("accept") or ""
        return any(media_type in accepted for media_type in framed)

    def _events(self, operation: Table, media: Table, wish: Wish) -> list[Any]:
        """Return the events of a stream, which are made once, too."""
        key = (id(operation), wish, None)
        if key not in self._made:
            self._made[key] = self._new_events(operation, media, wish)
        events: list[Any] = self._made[key]
        return events

    def _new_events(self, operation: Table, media: Table, wish: Wish) -> list[Any]:
        """Return an event of each kind that a stream can have, and two where there is but one."""
        own: Table = operation.get("stream") or {}
        schema: Schema = own.get("schema", media.get("item", media.get("schema", True)))
        values = self._values(dynamic=bool(wish.dynamic))
        events: list[Any] = []
        for index, variant in enumerate(values.variants(schema)):
            try:
                events.append(values.of(variant, f"{operation['id']}.{index}"))
            except EndlessError:
                continue
        if events and all(is_object(event) and event.keys() >= {"event", "data"} for event in events):
            events = [{key: event[key] for key in event if key in _EVENT_MEMBERS} for event in events]
        events = [event for event in events if self._is_handed_on(event)]
        return events * 2 if len(events) == 1 else events

    def _is_handed_on(self, event: Any) -> bool:
        """Say whether clients hand on an event: not what says that the stream ends, or tells of an error by its name
        or by what it has."""
        table = self._contract.table
        is_envelope = is_object(event) and event.keys() == {"event", "data"}
        data = event["data"] if is_envelope else event
        members = table.get("failing_members", ())
        if is_object(data) and any(data.get(member) for member in members):
            return False
        failing = (*table.get("failing_events", ()), *(members if is_envelope else ()))
        return _name_of(event) not in failing and data != table.get("stream_end", "")

    def streamed(
        self,
        events: Sequence[Any],
        *,
        media_type: str = EVENTS,
        status: int = 200,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> Answer:
        """Return the answer that is a stream of these events, which ends as streams of the API do."""
        bare = media_type_of(media_type)
        if bare == EVENTS:
            chunks = [event_text(event) for event in events]
            end = self._contract.table.get("stream_end")
            chunks += [f"data: {end}\n\n".encode()] if end else []
        else:
            begin = b"\x1e" if bare == "application/json-seq" else b""
            chunks = [begin + encoded(event) + b"\n" for event in events]
        return Answer(status, (("content-type", media_type), *headers), tuple(chunks), tuple(events))

    def written(self, status: int, media_type: str, value: Any, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
        """Return an answer with a value as its media type has it."""
        if "*" in media_type:
            media_type = "application/octet-stream" if isinstance(value, (str, bytes)) else "application/json"
        if isinstance(value, bytes):
            content = value
        elif isinstance(value, str) and not is_json(media_type_of(media_type)):
            content = value.encode("utf-8", "replace")
        else:
            content = encoded(value)
        return Answer(status, (("content-type", media_type), *headers), (content,))


def event_text(event: Any) -> bytes:
    """Return an event as streams have it; what has no more than the members of one is one as a whole."""
    if is_object(event) and "data" in event and event.keys() <= _EVENT_MEMBERS:
        data = event["data"]
        lines = [f"{key}: {event[key]}" for key in ("event", "id", "retry") if event.get(key) is not None]
    else:
        data, name = event, _name_of(event)
        lines = [f"event: {name}"] if name is not None else []
    text = data if isinstance(data, str) else encoded(data).decode()
    lines += [f"data: {line}" for line in text.split("\n")]
    return ("\n".join(lines) + "\n\n").encode("utf-8", "replace")


def _name_of(event: Any) -> str | None:
    if not is_object(event):
        return None
    named = event.get("event") if "event" in event and "data" in event else event.get("type")
    return named if isinstance(named, str) and "\n" not in named else None


def _accepted(header: str | None) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for entry in (header or "*/*").split(","):
        bare, _, rest = entry.partition(";")
        quality = re.search(r"\bq=([\d.]+)", rest)
        found.append((bare.strip().lower(), float(quality[1]) if quality and quality[1] != "." else 1.0))
    return found


def _wanted(described: str, accepted: list[tuple[str, float]]) -> tuple[float, str]:
    """Return how much a media type is wanted, and what it is called then: of a range, the first that is named.

    What is named exactly counts before ranges.
    """
    home = described.partition("/")[0]
    named = [
        (quality, name)
        for name, quality in accepted
        if "*" in described and "*" not in name and name.startswith("" if home == "*" else f"{home}/")
    ]
    for candidate in (described, f"{home}/*", "*/*"):
        named += [(quality, described) for name, quality in accepted if name == candidate]
    return named[0] if named else (0.0, described)


def _is_framed(described: str) -> bool:
    """Say whether what has a media type is a stream of events or of lines."""
    return media_type_of(described) in (EVENTS, *JSON_LINES)


def _header_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def problem(status: int, faults: Sequence[Fault], *, title: str | None = None) -> Answer:
    """Return the answer that says what is wrong with a request, in words and as a list."""
    title = title or _phrase(status)
    said = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": told(faults) if faults else title,
        "faults": [fault.as_json() for fault in faults],
    }
    return Answer(status, (("content-type", PROBLEM),), (encoded(said),))


def plain_error(status: int) -> Answer:
    """Return the answer with a status that the document says nothing of."""
    if status in _BODILESS or status < 200:
        return Answer(status)
    return problem(status, (), title=_phrase(status))


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"


def unread(value: Any) -> Any:
    """Return a body as calls have it: None where there was none, or nothing could be made of it."""
    return None if value is ABSENT else value

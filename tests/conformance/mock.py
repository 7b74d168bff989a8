"""An API that is nothing but its document: requests are held against it, and answered with what it describes.

    python -m tests.conformance.mock DOCUMENT

A request that the document does not allow is refused with 404 or 422, and the answer says what is wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

import yaml

from tests.support.server import Received, Reply, Server, reply_json

from .values import EndlessError, Values

_VERBS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_EVENTS: Final = "text/event-stream"
_LINES: Final = frozenset({"application/jsonl", "application/x-ndjson", "application/json-seq"})
_URLENCODED: Final = "application/x-www-form-urlencoded"
_MULTIPART: Final = "multipart/form-data"
_NAMES: Final = re.compile(rb'\bname="((?:[^"\\]|\\.)*)"')
_BODILESS: Final = (204, 205)
_PLACEHOLDER: Final = re.compile(r"\{[^}]+\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Operation:
    """An operation with the parameters of its path."""

    verb: str
    path: str
    pattern: re.Pattern[str]
    said: Mapping[str, Any]
    parameters: Sequence[Mapping[str, Any]]


class Mock:
    """What a server of the document does with a request."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._values = Values(document)
        self._operations = sorted(self._read(document), key=lambda operation: operation.pattern.groups)

    def _read(self, document: Mapping[str, Any]) -> Iterator[_Operation]:
        for path, said_of_path in (document.get("paths") or {}).items():
            item = self._values.resolved(said_of_path)
            shared = [self._values.resolved(parameter) for parameter in item.get("parameters") or ()]
            for verb, said in item.items():
                if verb not in _VERBS or not isinstance(said, Mapping):
                    continue
                own = [self._values.resolved(parameter) for parameter in said.get("parameters") or ()]
                named = {(p.get("in"), p.get("name")): p for p in (*shared, *own)}
                pattern = _pattern(path)
                yield _Operation(verb=verb, path=path, pattern=pattern, said=said, parameters=tuple(named.values()))

    def __call__(self, received: Received) -> Reply:
        """Answer a request, or refuse it."""
        path = received.target.partition("?")[0]
        operation = next(
            (o for o in self._operations if o.verb == received.method.lower() and o.pattern.fullmatch(path)), None
        )
        if operation is None:
            return _refused(404, f"the document has no {received.method} {path}")
        wrong = next(self._faults(operation, received), None)
        return self._answer(operation, received) if wrong is None else _refused(422, wrong)

    # What requests are held against

    def _faults(self, operation: _Operation, received: Received) -> Iterator[str]:
        query = {name for name, _ in received.query}
        for parameter in operation.parameters:
            name, place = str(parameter.get("name")), parameter.get("in")
            if not parameter.get("required"):
                continue
            if place == "query" and not any(key == name or key.startswith(f"{name}[") for key in query):
                yield f"the query lacks {name}"
            if place == "header" and name.lower() not in received.headers:
                yield f"the header {name} is missing"
        yield from self._body_faults(operation, received)

    def _body_faults(self, operation: _Operation, received: Received) -> Iterator[str]:
        body = self._values.resolved(operation.said.get("requestBody"))
        if not isinstance(body, Mapping):
            return
        content = body.get("content") or {}
        given = received.headers.get("content-type", "").partition(";")[0].strip().lower()
        if not received.body:
            if body.get("required"):
                yield "the body is missing"
            return
        media = _of_media_type(content, given)
        if media is None:
            yield f"the body is {given or 'of no media type'}, none of {', '.join(content)}"
            return
        yield from self._content_faults(media.get("schema", {}), given, received)

    def _content_faults(self, schema: Any, media_type: str, received: Received) -> Iterator[str]:
        if _is_json(media_type):
            try:
                departure = self._values.departure(schema, received.json())
            except ValueError:
                yield "the body is no JSON"
                return
            if departure is not None:
                yield f"the body departs from its schema: {departure}"
        elif media_type in (_MULTIPART, _URLENCODED):
            yield from self._form_faults(schema, media_type, received.body)

    def _form_faults(self, schema: Any, media_type: str, body: bytes) -> Iterator[str]:
        if media_type == _MULTIPART:
            names = {name.decode() for name in _NAMES.findall(body)}
        else:
            names = {name for name, _ in parse_qsl(body.decode(), keep_blank_values=True)}
        members = {name.partition("[")[0] for name in names}
        for name in self._values.resolved(schema).get("required") or ():
            if name not in members:
                yield f"the form lacks {name}"

    # What they are answered with

    def _answer(self, operation: _Operation, received: Received) -> Reply:
        status, response = self._success(operation)
        content = response.get("content") or {}
        if not content:
            return Reply(status=status)
        if status in _BODILESS:
            status = 200  # so that what is described can be seen all the same
        media_type = _chosen(list(content), received)
        media = content[media_type] or {}
        try:
            value = self._example(media)
        except EndlessError:
            return _refused(500, "no value of the answer's schema ends")
        return _written(status, media_type, value)

    def _success(self, operation: _Operation) -> tuple[int, Mapping[str, Any]]:
        responses = operation.said.get("responses") or {}
        named = sorted(str(status) for status in responses if str(status)[:1] == "2")
        chosen = next(iter(named), "default")
        response = self._values.resolved(responses.get(chosen, responses.get(int(chosen)) if chosen.isdigit() else {}))
        return (int(chosen) if chosen.isdigit() else 200), response if isinstance(response, Mapping) else {}

    def _example(self, media: Mapping[str, Any]) -> Any:
        """The example of a media type where it is one of its schema, else a value of the schema."""
        schema = media.get("schema", {})
        for example in self._examples(media):
            if self._values.departure(schema, example) is None:
                return example
        return self._values.of(schema)

    def _examples(self, media: Mapping[str, Any]) -> Iterator[Any]:
        if "example" in media:
            yield media["example"]
        for named in (media.get("examples") or {}).values():
            said = self._values.resolved(named)
            if isinstance(said, Mapping) and "value" in said:
                yield said["value"]


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("([^/]+)".join(map(re.escape, _PLACEHOLDER.split(path.partition("?")[0]))))


def _of_media_type(content: Mapping[str, Any], given: str) -> Mapping[str, Any] | None:
    for said, media in content.items():
        bare = said.partition(";")[0].strip().lower()
        if bare in (given, "*/*") or (bare.endswith("/*") and given.startswith(bare[:-1])):
            return media or {}
    return None


def _chosen(media_types: Sequence[str], received: Received) -> str:
    """The media type of an answer: events where they are asked for, else what the caller accepts, JSON first."""
    accepted = received.headers.get("accept", "*/*").lower()
    bare = {media_type: media_type.partition(";")[0].strip().lower() for media_type in media_types}
    events = [media_type for media_type in media_types if bare[media_type] == _EVENTS]
    if events and (_EVENTS in accepted or _asks_for_events(received) or len(media_types) == 1):
        return events[0]
    plain = [media_type for media_type in media_types if media_type not in events]
    named = [media_type for media_type in plain if bare[media_type] in accepted]
    json_types = [media_type for media_type in plain if _is_json(bare[media_type])]
    return (named or json_types or plain or list(media_types))[0]


def _asks_for_events(received: Received) -> bool:
    try:
        body = received.json()
    except ValueError:
        return False
    return isinstance(body, dict) and body.get("stream") is True


def _is_json(media_type: str) -> bool:
    bare = media_type.partition(";")[0].strip().lower()
    return bare == "application/json" or bare.endswith("+json") or bare == "text/json"


def _written(status: int, media_type: str, value: Any) -> Reply:
    headers = {"content-type": media_type}
    bare = media_type.partition(";")[0].strip().lower()
    if bare == _EVENTS:
        return Reply(
            status=status, headers=headers, chunks=(b"data: %b\n\n" % json.dumps(value).encode(), b"data: [DONE]\n\n")
        )
    if bare in _LINES:
        return Reply(status=status, headers=headers, body=json.dumps(value).encode() + b"\n")
    if _is_json(bare) or bare == "*/*":
        return Reply(
            status=status,
            headers={"content-type": "application/json"} if bare == "*/*" else headers,
            body=json.dumps(value).encode(),
        )
    return Reply(
        status=status, headers=headers, body=value.encode() if isinstance(value, str) else json.dumps(value).encode()
    )


def _refused(status: int, reason: str) -> Reply:
    return reply_json({"error": {"message": reason}}, status=status)


def read_document(path: Path) -> Any:
    """A document, as plain values. Dates stay text."""
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix == ".json" else yaml.load(text, _Loader)


class _Loader(yaml.CSafeLoader):
    """Reads YAML as JSON has it."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def serve(document: Path) -> Server:
    """A server of a document, on a port that is free."""
    server = Server()
    server.script(Mock(read_document(document)))
    return server


def main() -> None:
    """Serve a document until the process ends."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.mock")
    parser.add_argument("document", type=Path)
    server = serve(parser.parse_args().document)
    print(server.url, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()

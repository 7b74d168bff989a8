"""Requests made from a contract: one that fits an operation, and twins of it with one thing wrong.

How values are written by their styles is told here a second time, so that the mock's reader is held against something.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from generator.mock.engine import engine_module
from tests.mock.requests import BOUNDARY, Sent, part

Table = Mapping[str, Any]
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
_ODD = {"odd": {"odd": [None]}}
"""A value that no scalar, and hardly an object, can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a request says, before it is written."""

    operation: Table
    parameters: tuple[tuple[Table, Any], ...] = ()
    media_type: str = ""
    body: Any = None
    credentials: Mapping[str, str] = field(default_factory=lambda: {"Authorization": "Bearer key"})
    path: str = ""
    method: str = ""

    def written(self, base: str) -> Sent:
        """The request as it goes out."""
        path, _, fixed = (self.path or self.operation["path"]).partition("?")
        pairs = [fixed] if fixed else []
        headers = dict(self.credentials)
        for parameter, value in self.parameters:
            name = parameter["name"]
            match parameter["in"]:
                case "path":
                    path = path.replace(f"{{{name}}}", ",".join(quote(t, safe="") for t in _texts(value)))
                case "query":
                    pairs += [f"{quote(n)}={quote(t, safe='')}" for n, t in _spread(name, value, parameter["style"])]
                case "header":
                    headers[name] = ",".join(_texts(value))
                case other:
                    raise AssertionError(f"parameters in {other} are not written here")
        content_type, body = self._content()
        if content_type:
            headers["Content-Type"] = content_type
        target = f"{base}{path}{'?' if pairs else ''}{'&'.join(pairs)}"
        return Sent(method=self.method or self.operation["method"], target=target, headers=headers, body=body)

    def _content(self) -> tuple[str, bytes]:
        match self.media_type:
            case "":
                return "", b""
            case "application/json":
                return JSON, json.dumps(self.body).encode()
            case "multipart/form-data":
                named = self.operation["body"]["content"][MULTIPART]
                return f"{MULTIPART}; boundary={BOUNDARY}", _parts(self.body, named)
            case "application/x-www-form-urlencoded":
                pairs = [pair for name, value in self.body.items() for pair in _spread(name, value, "brackets")]
                return FORM, "&".join(f"{quote(n)}={quote(t, safe='')}" for n, t in pairs).encode()
            case other:
                return other, str(self.body).encode()


class Maker:
    """Makes requests of one contract: with all that can be said, or with what must be."""

    def __init__(self, table: Table, *, complete: bool) -> None:
        self._table = table
        self._complete = complete
        self.schemas = engine_module("_schemas").Schemas(table["schemas"])
        self._values = engine_module("_values").Values(self.schemas, direction="request", complete=complete)

    def fitting(self, operation: Table) -> Made:
        """A request for an operation with nothing wrong."""
        made = Made(
            operation=operation,
            parameters=tuple(
                (parameter, self._values.of(parameter.get("schema", True), parameter["name"]))
                for parameter in operation.get("parameters", ())
                if self._complete or parameter.get("required")
            ),
        )
        body = operation.get("body")
        if body is None or not (self._complete or body.get("required")):
            return made
        media_type, media = next(iter(body["content"].items()))
        return replace(made, media_type=media_type, body=self._values.of(media.get("schema", True), operation["id"]))

    def wrong(self, operation: Table) -> Iterator[tuple[str, Made]]:
        """Twins of a request, by what was done to them: each departs in one thing. It may be allowed all the same."""
        made = self.fitting(operation)
        yield "no credentials", replace(made, credentials={})
        yield "other credentials", replace(made, credentials={"Authorization": "Basic YTpi"})
        yield "unknown path", replace(made, path="/and/further/than/all")
        yield "unknown method", replace(made, method="PURGE")
        for index, (parameter, value) in enumerate(made.parameters):
            others = [*made.parameters[:index], *made.parameters[index + 1 :]]
            if parameter["in"] != "path":
                yield f"without {parameter['name']}", replace(made, parameters=tuple(others))
            for changed in _other_texts(value):
                told = (*others, (parameter, changed))
                yield f"{parameter['name']} as {changed!r}", replace(made, parameters=told)
        if not made.media_type:
            return
        yield "no body", replace(made, media_type="", body=None)
        yield "another media type", replace(made, media_type="text/csv", body="a,b")
        if made.media_type == JSON:
            yield "no JSON", replace(made, media_type=JSON, body=_Unfinished())
            yield from ((said, replace(made, body=body)) for said, body in _other_values(made.body))


def _other_texts(value: Any) -> Iterator[Any]:
    """Values of a parameter in the place of one."""
    yield "odd value"
    if isinstance(value, (int, float)):
        yield from (-1, 10**9, 0.25)


def _other_values(value: Any, way: str = "body") -> Iterator[tuple[str, Any]]:
    """JSON values that depart from one in one place, two levels deep."""
    yield f"{way} odd", _ODD
    yield f"{way} null", None
    yield f"{way} text", "odd"
    yield f"{way} number", -0.5
    if isinstance(value, dict) and way.count("/") < 2:
        for name, inner in value.items():
            yield f"{way} without {name}", {key: kept for key, kept in value.items() if key != name}
            yield from ((said, {**value, name: other}) for said, other in _other_values(inner, f"{way}/{name}"))
    if isinstance(value, list) and value:
        yield f"{way} empty", []
        if way.count("/") < 2:
            rest = value[1:]
            yield from ((said, [other, *rest]) for said, other in _other_values(value[0], f"{way}/0"))


class _Unfinished(dict[str, Any]):
    """What becomes text that is no JSON."""


def _texts(value: Any) -> list[str]:
    return [_text(item) for item in value] if isinstance(value, list) else [_text(value)]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _spread(name: str, value: Any, style: str) -> Iterator[tuple[str, str]]:
    """The pairs that a value becomes."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _spread(f"{name}[{key}]", inner, style)
    elif isinstance(value, list):
        if style == "comma":
            yield name, ",".join(map(_text, value))
            return
        for item in value:
            yield from _spread(f"{name}[]" if style == "brackets" else name, item, style)
    else:
        yield name, _text(value)


def _parts(body: Mapping[str, Any], media: Table) -> bytes:
    """The parts of a form: members that are JSON by themselves, files with a name."""
    members = media["members"]
    written = []
    for member, value in body.items():
        style = members.get(member, members["*"])["style"]
        if style == "json":
            written.append(part(f'name="{member}"', json.dumps(value), media_type=JSON))
        else:
            written += [part(f'name="{name}"', text) for name, text in _spread(member, value, style)]
    return ("".join(written) + f"--{BOUNDARY}--\r\n").encode()

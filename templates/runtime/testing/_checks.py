"""Requests held against the document: each fault with its place, the rule, what was sent, and what is said of it."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from ._bodies import BodyError, Pair, cookies_of, media_type_of, pairs_of, parts_of
from ._contract import Contract, Received, Route, Table
from ._json import decoded, is_array, is_object
from ._schemas import At, Departure, Schema
from ._styles import ABSENT, Reader, StyleError, json_text

PAGE_MARK = "mock_page"
"""The parameter by which the URLs that the mock gives for further pages name these."""
JSON_LINES = ("application/jsonl", "application/x-ndjson", "application/x-jsonlines", "application/json-seq")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_OWN_HEADERS = ("accept", "content-type", "authorization")
_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong with a request.

    `place` is such as `query.limit`, `header.X-Trace`, `path.pet_id` or `body/tags/0/name`; `rule` the keyword
    or the kind of rule; `sent` what was sent there, shortened (None: nothing, or a secret); `says` what the document
    says.
    """

    place: str
    rule: str
    sent: Any
    says: str
    status: int = 422

    def __str__(self) -> str:
        sent = "nothing" if self.sent is None else json.dumps(self.sent, ensure_ascii=False)
        return f"{self.place} ({self.rule}): sent {sent}, the document says: {self.says}"

    def as_json(self) -> dict[str, Any]:
        """Return it as an answer has it."""
        return {"place": self.place, "rule": self.rule, "sent": self.sent, "says": self.says}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a request says, read by the document, and what is wrong with it. `places` has the parameters by where they
    travel, too."""

    faults: tuple[Fault, ...]
    parameters: Mapping[str, Any]
    places: Mapping[str, Mapping[str, Any]]
    body: Any


class Checker:
    """Holds requests against the operations of one API. `unknown`: parameters of queries that it does not name are
    let through."""

    def __init__(self, contract: Contract, *, unknown: bool = False) -> None:
        self._contract = contract
        self._schemas = contract.schemas
        self._reader = Reader(contract.schemas)
        self._unknown = unknown

    def check(self, route: Route, received: Received, path: Mapping[str, str]) -> Checked:
        """Return what a request for an operation says, with everything that is wrong with it."""
        operation = route.operation
        faults = list(self._security(operation, received))
        places: dict[str, dict[str, Any]] = {}
        used = {index for index, pair in enumerate(received.query) if (pair.name, pair.text) in route.fixed}
        for parameter in operation.get("parameters", ()):
            place = f"{parameter['in']}.{parameter['name']}"
            try:
                value, own = self._value(parameter, received, path)
            except StyleError as error:
                faults.append(Fault(place=place, rule="style", sent=None, says=f"style {parameter['style']}: {error}"))
                used |= {i for i, pair in enumerate(received.query) if pair.name == parameter["name"]}
                continue
            used |= own
            if value is not ABSENT:
                places.setdefault(parameter["in"], {})[parameter["name"]] = value
            faults += self._parameter_faults(parameter, place, value)
        faults += () if self._unknown else self._stray(operation, received.query, used)
        body, wrong = self._body(operation, received)
        parameters = {name: value for of_place in places.values() for name, value in of_place.items()}
        return Checked(faults=(*faults, *wrong), parameters=parameters, places=places, body=body)

    # Parameters

    def _value(self, parameter: Table, received: Received, path: Mapping[str, str]) -> tuple[Any, set[int]]:
        """Return the value of a parameter, and the indexes of the pairs of the query that it stands in."""
        match parameter["in"]:
            case "path":
                raw = path.get(parameter["name"])
                return (ABSENT if raw is None else self._reader.in_text(parameter, raw)), set()
            case "header":
                text = received.header(parameter["name"])
                return (ABSENT if text is None else self._in_header(parameter, text)), set()
            case "cookie":
                pairs = cookies_of(received.header("cookie") or "")
                return self._reader.in_pairs(parameter, pairs)[0], set()
            case "querystring":
                return self._whole_query(parameter, received)
            case _:
                return self._reader.in_pairs(parameter, received.query)

    def _in_header(self, parameter: Table, text: str) -> Any:
        kinds = self._schemas.kinds(parameter.get("schema", True))
        if parameter["style"] == "text" or not kinds & {"array", "object"}:
            return self._reader.scalar(parameter.get("schema", True), text)
        return self._reader.in_text(parameter, text)

    def _whole_query(self, parameter: Table, received: Received) -> tuple[Any, set[int]]:
        text, pairs = received.target.partition("?")[2], received.query
        every = set(range(len(pairs)))
        if not text:
            return ABSENT, set()
        schema = parameter.get("schema", True)
        if parameter["style"] == "json":
            return json_text(unquote(text)), every
        if parameter["style"] == "text":
            return unquote(text), every
        return self._form(schema, parameter.get("members", {}), pairs)[0], every

    def _parameter_faults(self, parameter: Table, place: str, value: Any) -> Iterator[Fault]:
        if parameter["in"] == "header" and parameter["name"].lower() in _OWN_HEADERS:
            return
        if value is ABSENT:
            if parameter.get("required"):
                says = f"it must be there{_as_style(parameter)}"
                yield Fault(place=place, rule="required", sent=None, says=says)
            return
        yield from self._departures(place, parameter.get("schema", True), value)

    def _departures(self, place: str, schema: Schema, value: Any) -> list[Fault]:
        try:
            return [_fault(place, found, schema) for found in self._schemas.departures(schema, value, At("request"))]
        except RecursionError:
            return [Fault(place=place, rule="depth", sent=None, says="values that are nested less deeply")]

    def _stray(self, operation: Table, query: list[Pair], used: set[int]) -> Iterator[Fault]:
        """Yield the pairs of a query that no parameter is made of: they are unknown, or written by another style."""
        known = {*self._contract.table.get("query", ()), PAGE_MARK}
        parameters = {p["name"]: p for p in operation.get("parameters", ()) if p["in"] == "query"}
        told: set[str] = set()
        for index, pair in enumerate(query):
            if index in used or pair.name in known or pair.name in told:
                continue
            told.add(pair.name)
            base = pair.name.partition("[")[0].partition(".")[0]
            if base in parameters:
                says = f"written{_as_style(parameters[base])}"
                yield Fault(place=f"query.{base}", rule="style", sent=_shown(f"{pair.name}={pair.text}"), says=says)
            else:
                sent = _shown(pair.text)
                yield Fault(place=f"query.{pair.name}", rule="unknown", sent=sent, says="no such parameter")

    # Security

    def _security(self, operation: Table, received: Received) -> Iterator[Fault]:
        alternatives = operation.get("security", ())
        if not alternatives:
            return
        missing = [[*self._lacking(together, received)] for together in alternatives]
        if all(missing):
            says = " or ".join(" with ".join(map(self._told, names)) for names in missing)
            yield Fault(place="security", rule="security", sent=None, says=says, status=401)

    def _lacking(self, together: Iterable[str], received: Received) -> Iterator[str]:
        """Yield the schemes whose credentials a request lacks. Of those that share a header one is enough, as that
        carries no more."""
        by_header: dict[str, list[str]] = {}
        for name in together:
            by_header.setdefault(self._header_of(name) or f"{name}\n", []).append(name)
        for names in by_header.values():
            if not any(self._has(name, received) for name in names):
                yield names[0]

    def _header_of(self, name: str) -> str:
        """Return the header that a scheme's credential stands in; of others "" is said."""
        scheme = self._contract.table["schemes"].get(name, {"kind": "other"})
        if scheme["kind"] in ("bearer", "basic", "word"):
            return "authorization"
        return scheme["parameter"].lower() if scheme["kind"] == "header" else ""

    def _has(self, name: str, received: Received) -> bool:
        scheme = self._contract.table["schemes"].get(name, {"kind": "other"})
        word, _, credential = (received.header("authorization") or "").partition(" ")
        match scheme["kind"]:
            case "bearer":
                return word.lower() == "bearer" and bool(credential.strip())
            case "basic":
                return word.lower() == "basic" and _is_basic(credential)
            case "word":
                return word.lower() == scheme["parameter"].lower() and bool(credential.strip())
            case "header":
                return bool(received.header(scheme["parameter"]))
            case "query":
                return any(pair.name == scheme["parameter"] and pair.raw for pair in received.query)
            case "cookie":
                cookies = cookies_of(received.header("cookie") or "")
                return any(pair.name == scheme["parameter"] and pair.raw for pair in cookies)
            case _:
                return True

    def _told(self, name: str) -> str:
        scheme = self._contract.table["schemes"][name]
        match scheme["kind"]:
            case "bearer" | "basic":
                return f"the header Authorization with {scheme['kind'].capitalize()} and a credential"
            case "word":
                return f"the header Authorization with {scheme['parameter']} and a credential"
            case kind:
                return f"the {'query parameter' if kind == 'query' else kind} {scheme['parameter']}"

    # Bodies

    def _body(self, operation: Table, received: Received) -> tuple[Any, list[Fault]]:
        body = operation.get("body")
        if body is None:
            if received.body and received.body not in (b"{}", b"null"):
                return None, [Fault(place="body", rule="unknown", sent=None, says="a request without a body")]
            return None, []
        if not received.body:
            required = [Fault(place="body", rule="required", sent=None, says="it must be there")]
            is_form = media_type_of(received.header("content-type") or "") in _FORMS
            return ABSENT, required if body.get("required") and not is_form else []
        given = received.header("content-type") or ""
        described = _of_media_type(body["content"], media_type_of(given))
        if described is None:
            says = f"one of the media types {', '.join(body['content'])}"
            return None, [Fault(place="body", rule="media-type", sent=_shown(given), says=says, status=415)]
        try:
            value = self._content(described, media_type_of(given), given, received.body)
        except BodyError as error:
            sent = _shown(given)
            return None, [Fault(place="body", rule="syntax", sent=sent, says=str(error), status=400)]
        schema = described.get("schema", True)
        if value is ABSENT:
            return None, []
        return value, self._departures("body", schema, value)

    def _content(self, described: Table, media_type: str, given: str, body: bytes) -> Any:
        """Return the value that a body stands for; ABSENT for one whose content has no schema that says anything."""
        schema: Schema = described.get("schema", True)
        if media_type == _FORMS[0]:
            return self._form(schema, described.get("members", {}), pairs_of(_text(body)))[0]
        if media_type == _FORMS[1]:
            return self._form(schema, described.get("members", {}), parts_of(body, given))[0]
        if media_type in JSON_LINES:
            lines = _text(body).replace("\x1e", "\n").splitlines()
            return [_json_body(line) for line in lines if line.strip()]
        if is_json(media_type):
            return _json_body(_text(body))
        return self._reader.scalar(schema, _text(body)) if media_type.startswith("text/") else ABSENT

    def _form(self, schema: Schema, members: Mapping[str, Any], pairs: list[Pair]) -> tuple[dict[str, Any], set[int]]:
        """Return the object that the pairs of a form stand for. Members that its schema does not name are text."""
        named = self._schemas.property_schemas(schema)
        value: dict[str, Any] = {}
        used: set[int] = set()
        for name, inner in named.items():
            own = members.get(name, members.get("*", {"style": "repeat"}))
            found, indexes = self._member(name, inner, own, pairs)
            used |= indexes
            if found is not ABSENT:
                value[name] = found
        for index, pair in enumerate(pairs):
            if index not in used:
                value[pair.name] = pair.text
        return value, used

    def _member(self, name: str, schema: Schema, own: Table, pairs: list[Pair]) -> tuple[Any, set[int]]:
        written = {i for i, p in enumerate(pairs) if p.name.partition("[")[0] == name and is_json(p.media_type)}
        if written:
            return self._json_member(schema, [pairs[i] for i in sorted(written)]), written
        files = [i for i, pair in enumerate(pairs) if pair.is_file and pair.name.partition("[")[0] == name]
        if files:
            texts = [pairs[i].text for i in files]
            is_list = len(texts) > 1 or self._schemas.kinds(schema) == frozenset({"array"})
            return (texts if is_list else texts[0]), set(files)
        return self._reader.in_pairs({"name": name, "schema": schema, **own}, pairs)

    def _json_member(self, schema: Schema, parts: list[Pair]) -> Any:
        """Return the value of a member that is written as JSON: all of it in a part, or each of its items."""
        values = [_json_body(part.raw) for part in parts]
        is_lone = len(values) == 1 and "[" not in parts[0].name
        if is_lone and (is_array(values[0]) or self._schemas.fits(schema, values[0], "request")):
            return values[0]
        return values if len(values) > 1 or "array" in self._schemas.kinds(schema) else values[0]


def is_json(media_type: str) -> bool:
    """Say whether content of a media type is one JSON value."""
    return media_type in ("application/json", "text/json") or media_type.endswith("+json")


def _of_media_type(content: Mapping[str, Any], given: str) -> Table | None:
    """Return what is said of a media type; the most exact entry counts."""
    bare = {media_type_of(said): media for said, media in content.items()}
    for candidate in (given, f"{given.partition('/')[0]}/*", "*/*"):
        if candidate in bare:
            found: Table = bare[candidate]
            return found
    return None


def _is_basic(credential: str) -> bool:
    try:
        return b":" in base64.b64decode(credential.strip(), validate=True)
    except (binascii.Error, ValueError):
        return False


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BodyError("text in UTF-8") from error


def _json_body(text: str) -> Any:
    try:
        return decoded(text)
    except ValueError as error:
        raise BodyError("valid JSON") from error


def _as_style(parameter: Table) -> str:
    style, name = parameter["style"], parameter["name"]
    shown = {
        "brackets": f"as {name}[]=a&{name}[]=b, or {name}[key]=a",
        "indices": f"as {name}[0]=a&{name}[1]=b",
        "repeat": f"as {name}=a&{name}=b",
        "form": f"as {name}=a&{name}=b, or key=a for an object",
        "comma": f"as {name}=a,b",
        "space": f"as {name}=a%20b",
        "pipe": f"as {name}=a|b",
        "json": "as JSON",
    }.get(style)
    return f" {shown}" if shown and parameter["in"] == "query" else ""


def _fault(place: str, departure: Departure, schema: Schema) -> Fault:
    way = "".join(f"/{step}" for step in departure.path)
    is_secret = isinstance(schema, Mapping) and schema.get("format") == "password"
    sent = None if is_secret or "password" in map(str, departure.path) else _shown(departure.sent)
    return Fault(place=f"{place}{way}", rule=departure.rule, sent=sent, says=departure.says)


def _shown(value: Any) -> Any:
    """Return what was sent, shortened where it is long."""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}..."
    if is_object(value) or is_array(value):
        text = json.dumps(value, ensure_ascii=False)
        return value if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    return value


def told(faults: Iterable[Fault]) -> str:
    """Return the faults in words, a line each."""
    return "\n".join(map(str, faults))

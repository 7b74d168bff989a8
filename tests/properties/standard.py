"""What goes over the wire by the standard's words: OpenAPI 3.0.3 and 3.1.0, RFC 6570, RFC 7578.

A second reading, beside the generator's: it works on the plain document, and shares no code with the generator and its
runtime. Where the standard leaves a choice, `Expected.differences` accepts any.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import quote, unquote, unquote_plus

JSON_TYPE = "application/json"
MULTIPART = "multipart/form-data"
URLENCODED = "application/x-www-form-urlencoded"


# What is handed in


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to upload."""

    name: str
    content: bytes
    media_type: str | None


@dataclass(frozen=True, slots=True)
class Given:
    """A body that is given: it can be null."""

    value: Any


@dataclass(frozen=True, slots=True)
class Call:
    """Values of parameters by place and name, and the body."""

    arguments: Mapping[tuple[str, str], Any]
    body: Given | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request as it arrived. Names of headers are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    content: bytes


# What is expected


@dataclass(frozen=True, slots=True)
class Text:
    """Percent-encoded text. `delimiters` are the characters of it that separate where they are not encoded."""

    encoded: str
    delimiters: str = ""

    def is_said_by(self, raw: str) -> bool:
        return _apart(raw, self.delimiters) == _apart(self.encoded, self.delimiters)


@dataclass(frozen=True, slots=True)
class JsonText:
    """JSON, percent-encoded in some way."""

    value: Any

    def is_said_by(self, raw: str) -> bool:
        return is_json_of(unquote(raw), self.value)


Written: TypeAlias = Text | JsonText
Pairs: TypeAlias = list[tuple[str, Written]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a multipart body, of one of some media types."""

    name: str
    filename: str | None = None
    media_types: tuple[str, ...] = ("text/plain",)
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | JsonText = b""

    def is_said_by(self, received: ReceivedPart) -> bool:
        content = self.content
        return (
            received.name == _quoted(self.name)
            and received.filename == (None if self.filename is None else _quoted(self.filename))
            and received.headers.get("content-type", "text/plain").partition(";")[0] in self.media_types
            and all(received.headers.get(name.lower()) == value for name, value in self.headers.items())
            and (
                received.content == content
                if isinstance(content, bytes)
                else is_json_of(received.content.decode(), content.value)
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body: raw bytes, JSON, pairs of a form or parts of one."""

    media_type: str
    content: bytes | JsonText | Pairs | list[Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A request by the standard. A segment of the path has a text before the value, the value, and a text behind it."""

    method: str
    segments: tuple[tuple[str, Written, str], ...]
    query: Pairs
    headers: Mapping[str, str | JsonText]
    cookies: Pairs
    body: Body | None

    def differences(self, received: Received) -> Iterator[str]:
        """In what a request departs from this."""
        path, _, query = received.target.partition("?")
        if received.method != self.method:
            yield f"method: {received.method}"
        segments = path.split("/")[1:]
        if len(segments) != len(self.segments) or not all(map(_is_segment, self.segments, segments)):
            yield f"path: {path}, and not {self.segments}"
        yield from (f"query {one}" for one in _pair_differences(self.query, _split(query)))
        cookies = [_pair(one) for one in received.headers.get("cookie", "").split("; ") if one]
        yield from (f"cookie {one}" for one in _pair_differences(self.cookies, cookies))
        for name, value in self.headers.items():
            text = received.headers.get(name.lower(), "")
            if not (is_json_of(text, value.value) if isinstance(value, JsonText) else text == value):
                yield f"header {name}: {text!r}, and not {value!r}"
        yield from self._body_differences(received)

    def unexpected_headers(self, received: Received, declared: Iterable[str]) -> Iterator[str]:
        """Headers of the operation that are sent without being given."""
        given = {name.lower() for name in self.headers}
        yield from (name for name in declared if name.lower() in received.headers and name.lower() not in given)

    def _body_differences(self, received: Received) -> Iterator[str]:
        media_type = received.headers.get("content-type")
        if self.body is None:
            if received.content or media_type is not None:
                yield f"a body of {media_type}: {received.content!r}, and not none"
            return
        if media_type is None or media_type.partition(";")[0] != self.body.media_type:
            yield f"content type {media_type}, and not {self.body.media_type}"
            return
        content = self.body.content
        match content:
            case bytes():
                same = received.content == content
            case JsonText():
                same = is_json_of(received.content.decode(), content.value)
            case _ if self.body.media_type == URLENCODED:
                yield from _pair_differences(content, _split(received.content.decode()))  # type: ignore[arg-type]
                return
            case _:
                yield from _part_differences(content, read_parts(media_type, received.content))  # type: ignore[arg-type]
                return
        if not same:
            yield f"body: {received.content!r}, and not {content!r}"


def _is_segment(expected: tuple[str, Written, str], raw: str) -> bool:
    before, value, behind = expected
    if not raw.startswith(before) or not raw.endswith(behind) or len(raw) < len(before) + len(behind):
        return False
    return value.is_said_by(raw[len(before) : len(raw) - len(behind)])


def _split(query: str) -> list[tuple[str, str]]:
    """The pairs of a query or an urlencoded form, as they are. A plus is a space to some, and a plus to others."""
    assert "+" not in query, f"the meaning of {query} depends on who reads it"
    return [_pair(one) for one in query.split("&")] if query else []


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return unquote_plus(name), value


def _pair_differences(expected: Pairs, received: list[tuple[str, str]]) -> Iterator[str]:
    """What is said otherwise. The order of pairs counts only among those of one name."""
    theirs: dict[str, list[str]] = defaultdict(list)
    for name, raw in received:
        theirs[name].append(raw)
    ours: dict[str, list[Written]] = defaultdict(list)
    for name, value in expected:
        ours[name].append(value)
    for name in dict.fromkeys((*ours, *theirs)):
        said, found = ours.get(name, []), theirs.get(name, [])
        if len(said) != len(found) or not all(one.is_said_by(raw) for one, raw in zip(said, found, strict=True)):
            yield f"{name!r}: {found}, and not {said}"


def _part_differences(expected: list[Part], received: list[ReceivedPart]) -> Iterator[str]:
    """What is said otherwise. The order of parts counts only among those of one name."""
    for name in dict.fromkeys([_quoted(one.name) for one in expected] + [one.name for one in received]):
        ours = [one for one in expected if _quoted(one.name) == name]
        theirs = [one for one in received if one.name == name]
        if len(ours) != len(theirs) or not all(one.is_said_by(other) for one, other in zip(ours, theirs, strict=True)):
            yield f"part {name!r}: {theirs}, and not {ours}"


_MARK = "\ue000"


def _apart(raw: str, delimiters: str) -> str:
    """Text with its percent-encoding undone, in which delimiters differ from the same characters as data."""
    return unquote("".join(_MARK + one if one in delimiters else one for one in raw))


def is_json_of(text: str, value: Any) -> bool:
    """Whether a text is the JSON of a value: 1 and 1.0 are one number, 1 and true are not the same."""
    try:
        return same(json.loads(text), plain(value))
    except ValueError:
        return False


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def plain(value: Any) -> Any:
    """A value as JSON has it: moments and days are text (RFC 3339)."""
    match value:
        case datetime.date():
            return value.isoformat()
        case dict():
            return {key: plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
        case _:
            return value


# Requests


def request(document: Mapping[str, Any], path: str, verb: str, call: Call) -> Expected:
    """What a call of an operation sends, by the standard."""
    operation = document["paths"][path][verb]
    query: Pairs = []
    cookies: Pairs = []
    headers: dict[str, str | JsonText] = {}
    filled: dict[str, Written] = {}
    for parameter in operation.get("parameters", ()):
        place, name = parameter["in"], parameter["name"]
        if (place, name) not in call.arguments:
            continue
        value = call.arguments[place, name]
        if "content" in parameter:
            pairs: Pairs = [(name, JsonText(value))]
        elif place in ("query", "cookie"):
            pairs = list(_form_pairs(parameter, name, value, _is_reserved(parameter)))
        elif place == "path":
            pairs = [(name, _in_path(parameter, name, value))]
        else:
            pairs = [(name, Text(text, ",=")) for text in _header_texts(parameter, value)]
        match place:
            case "query":
                query += pairs
            case "cookie":
                cookies += pairs
            case "path":
                filled[name] = pairs[0][1]
            case _:
                headers |= {key: v.encoded if isinstance(v, Text) else v for key, v in pairs}
    return Expected(
        method=verb.upper(),
        segments=tuple(_segments(_server_path(document) + path, filled)),
        query=query,
        headers=headers,
        cookies=cookies,
        body=_body(operation, call.body),
    )


def _server_path(document: Mapping[str, Any]) -> str:
    """The path of the first server, its variables filled in."""
    server = document["servers"][0]
    url = re.sub(r"\{(.*?)\}", lambda found: str(server["variables"][found[1]]["default"]), server["url"])
    return re.sub(r"^https?://[^/]*", "", url).rstrip("/")


def _segments(path: str, filled: Mapping[str, Written]) -> Iterator[tuple[str, Written, str]]:
    for segment in path.split("/")[1:]:
        before, brace, rest = segment.partition("{")
        name, _, behind = rest.partition("}")
        yield (before, filled[name], behind) if brace else (segment, Text(""), "")


# RFC 6570, section 3.2.1

_UNRESERVED = "-._~"
_RESERVED = ":/?#[]@!$&'()*+,;="


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return str(plain(value)) if isinstance(value, datetime.date) else json.dumps(value)


def _encoded(value: Any, reserved: bool = False) -> str:
    """Percent-encoded text; where reserved characters are allowed, what is encoded already stays as it is."""
    if not reserved:
        return quote(_text(value), safe=_UNRESERVED)
    return quote(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", _text(value)), safe=_UNRESERVED + _RESERVED + "%")


def _defined(value: Any) -> list[Any] | dict[str, Any] | None:
    """The members of an array or an object but for those that are undefined, which null is; None for a scalar."""
    if isinstance(value, dict):
        return {key: inner for key, inner in value.items() if inner is not None}
    return [inner for inner in value if inner is not None] if isinstance(value, list) else None


def _members(value: list[Any] | dict[str, Any]) -> list[Any]:
    """What is joined where nothing is exploded: items, or names and values."""
    return value if isinstance(value, list) else [one for pair in value.items() for one in pair]


def _in_path(parameter: Mapping[str, Any], name: str, value: Any) -> Written:
    """An expansion `{var}`, `{.var}` or `{;var}`, with `*` where it is exploded."""
    style, explode = parameter.get("style", "simple"), parameter.get("explode", False)
    first, separator = {"simple": ("", ","), "label": (".", "."), "matrix": (";", ";")}[style]
    named = style == "matrix"
    members = _defined(value)

    def pair(key: str, inner: Any) -> str:
        text = _encoded(inner)
        return f"{_encoded(key)}={text}" if text or not named else _encoded(key)

    if members is None:
        text = pair(name, value) if named else _encoded(value)
    elif not members:
        return Text("")
    elif not explode:
        joined = ",".join(map(_encoded, _members(members)))
        text = f"{_encoded(name)}={joined}" if named else joined
        separator = ","
    elif isinstance(members, dict):
        text = separator.join(f"{_encoded(key)}={_encoded(inner)}" for key, inner in members.items())
    else:
        text = separator.join(pair(name, inner) if named else _encoded(inner) for inner in members)
    with_names = named or (explode and isinstance(members, dict))
    delimiters = (";" if named else "") + ("=" if with_names else "") + (separator if members is not None else "")
    return Text(first + text, delimiters)


def _header_texts(parameter: Mapping[str, Any], value: Any) -> Iterator[str]:
    """An expansion `{var}`; headers are not percent-encoded."""
    members = _defined(value)
    if members is None:
        if value is not None:
            yield _text(value)
    elif parameter.get("explode", False) and isinstance(members, dict):
        yield ",".join(f"{key}={_text(inner)}" for key, inner in members.items())
    else:
        yield ",".join(map(_text, _members(members)))


def _is_reserved(said: Mapping[str, Any]) -> bool:
    return bool(said.get("allowReserved", False))


def _form_pairs(said: Mapping[str, Any], name: str, value: Any, reserved: bool) -> Iterator[tuple[str, Written]]:
    """An expansion `{?var}`, or what OpenAPI has beside these, for a parameter or the member of a form."""
    style = said.get("style", "form")
    explode = said.get("explode", style == "form")
    members = _defined(value)
    if members is None:
        if value is not None:
            yield name, Text(_encoded(value, reserved))
    elif not members:
        return
    elif style == "deepObject" and isinstance(members, dict):
        yield from ((f"{name}[{key}]", Text(_encoded(inner))) for key, inner in members.items())
    elif style in ("spaceDelimited", "pipeDelimited"):
        joint = " " if style == "spaceDelimited" else "|"
        yield name, Text(_encoded(joint.join(map(_text, _members(members)))))
    elif not explode:  # a comma that may stand for itself cannot be told from one that separates
        joined = ",".join(_encoded(one, reserved) for one in _members(members))
        yield name, Text(joined, "" if reserved else ",")
    elif isinstance(members, dict):
        yield from ((key, Text(_encoded(inner, reserved))) for key, inner in members.items())
    else:
        yield from ((name, Text(_encoded(inner, reserved))) for inner in members)


# Bodies


def _body(operation: Mapping[str, Any], given: Given | None) -> Body | None:
    if given is None:
        return None
    content = operation["requestBody"]["content"]
    media_type = min(content, key=lambda one: (not _is_json(one), one not in (MULTIPART, URLENCODED)))
    value = given.value
    if _is_json(media_type):
        return Body(media_type=media_type, content=JsonText(value))
    if media_type == MULTIPART:
        return Body(media_type=media_type, content=list(_parts(content[media_type], value)))
    if media_type == URLENCODED:
        return Body(media_type=media_type, content=list(_urlencoded(content[media_type], value)))
    return Body(media_type=media_type, content=value.encode() if isinstance(value, str) else value)


def _is_json(media_type: str) -> bool:
    return media_type == JSON_TYPE or media_type.endswith("+json")


def _urlencoded(media: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[tuple[str, Written]]:
    """By 3.1.0, 4.8.14.4, the default strategy is the style form."""
    for name, inner in value.items():
        said = media.get("encoding", {}).get(name, {})
        if inner is not None and said.get("contentType") == JSON_TYPE and "style" not in said:
            yield name, JsonText(inner)
        else:
            yield from _form_pairs(said, name, inner, _is_reserved(said))


def _parts(media: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[Part]:
    """A part for each member, and for each item of an array; with a style, for each of its pairs."""
    for name, inner in value.items():
        said = media.get("encoding", {}).get(name, {})
        if "style" in said or "explode" in said:
            for key, text in _form_pairs(said, name, inner, reserved=False):
                assert isinstance(text, Text)
                yield Part(name=key, content=unquote(text.encoded).encode())
            continue
        for item in inner if isinstance(inner, list) else [inner]:
            if item is not None:
                yield _part(name, item, said)


def _part(name: str, value: Any, said: Mapping[str, Any]) -> Part:
    """Objects are JSON by default, binary files octets, and all else is text."""
    headers = {key: header["schema"]["enum"][0] for key, header in said.get("headers", {}).items()}
    declared = [one.strip() for one in said.get("contentType", "").split(",") if one]
    if isinstance(value, File):
        media_types = [value.media_type] if value.media_type else declared or ["application/octet-stream"]
        return Part(
            name=name, filename=value.name, media_types=tuple(media_types), headers=headers, content=value.content
        )
    if isinstance(value, dict) or declared == [JSON_TYPE]:
        return Part(name=name, media_types=(JSON_TYPE,), headers=headers, content=JsonText(value))
    media_types = declared or ["text/plain"]
    return Part(name=name, media_types=tuple(media_types), headers=headers, content=_text(value).encode())


# RFC 7578, with the escapes that HTML gives to names


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedPart:
    """A part as it arrived. Names of headers are in lower case."""

    name: str
    filename: str | None
    headers: Mapping[str, str]
    content: bytes


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def read_parts(content_type: str, content: bytes) -> list[ReceivedPart]:
    """The parts of a multipart body."""
    boundary = content_type.partition("boundary=")[2].strip('"').encode()
    first, *between, last = (b"\r\n" + content).split(b"\r\n--" + boundary)
    assert (first, last) == (b"", b"--\r\n"), content
    return [_read_part(one) for one in between]


def _read_part(text: bytes) -> ReceivedPart:
    head, _, content = text.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    headers = {}
    for line in head.decode().split("\r\n"):
        name, _, value = line.partition(": ")
        headers[name.lower()] = value
    found = re.fullmatch(r'form-data; name="([^"]*)"(?:; filename="([^"]*)")?', headers.pop("content-disposition"))
    assert found is not None, head
    return ReceivedPart(name=found[1], filename=found[2], headers=headers, content=content)

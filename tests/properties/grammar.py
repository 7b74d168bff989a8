"""A grammar of OpenAPI documents: strategies of operations, with values that callers may hand to them.

Everything is drawn together with what may stand there: a schema with its values, an operation with its calls. So no
test has to guess what a document allows, and `standard.py` has to know nothing of this.
"""

from __future__ import annotations

import datetime
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from zlib import crc32

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.properties.standard import Call, File, Given

VERSIONS = {"3.0": "3.0.3", "3.1": "3.1.0"}
PARAMETERS = ("limit", "x-y", "class", "größe", "self", "a[b]", "ids[]", "from", "q.r", "2nd", "type", "body", "X")
PLACEHOLDERS = ("id", "x-y", "class", "größe", "q.r", "self", "2nd", "name", "a:b", "all*", ";id", ".id")
HEADERS = ("X-Limit", "x-class", "X_Self", "X-2nd", "If-Match", "x.y", "self", "Prefer")
COOKIES = ("session", "x-y", "class", "q.r", "self", "2nd")
MEMBERS = (
    "name",
    "count",
    "x-z",
    "def",
    "ärger",
    "c[d]",
    "model_config",
    "copy",
    "a b",
    "9th",
    "to_dict",
    "$ref_",
    "A",
)
KEYS = ("R", "g", "x-k", "import", "ö", "e[f]", "k.l", "items", "keys", "_private", "json")
AWKWARD = (
    *(
        "",
        " ",
        "a b",
        "%",
        "%41",
        "%2F",
        "a&b",
        "k=v",
        "1+1",
        "a/b",
        "..",
        ".",
        "a,b",
        "a|b",
        "a;b",
        "~",
        "[x]",
        "{id}",
    ),
    *(
        '"q"',
        "'",
        "\\",
        "line\nbreak",
        "tab\t",
        "null",
        "true",
        "1.0",
        "é",
        "日本",
        "😀",
        "?x#y",
        "*!()$@:",
        "<>^`",
        "\x00",
    ),
)
TEXT = string.ascii_letters[:4] + string.digits[:2] + " %&=+/,|;~[]{}\"'\\?#@!$()*<>^`:.-_\n\té日😀"
VISIBLE = string.ascii_letters[:4] + "09" + "!#$%&'*+-.^_`|~/:=?@[]{}()<>;\\\""
COOKIE_TEXT = string.ascii_letters[:4] + "09" + "!#$&'()*+-./:<=>?@[]^_`{|}~"
"""What a cookie may hold (RFC 6265), but for what percent-encoding would change the meaning of."""

Schema: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A schema, the components that it refers to, and what may stand there."""

    schema: Schema
    values: SearchStrategy[Any]
    components: Mapping[str, Schema] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An operation with the components that it needs, and calls of it."""

    version: str
    path: str
    verb: str
    operation: dict[str, Any]
    components: Mapping[str, Schema]
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An operation with the components that it needs, and answers to it: status, media type, content."""

    version: str
    operation: dict[str, Any]
    components: Mapping[str, Schema]
    answers: tuple[tuple[int, str | None, Any], ...]


# Scalars


def texts() -> SearchStrategy[str]:
    """Text with everything that separates something somewhere."""
    return st.sampled_from(AWKWARD) | st.text(TEXT, max_size=8)


def _moments() -> SearchStrategy[datetime.datetime]:
    offsets = st.integers(-12 * 60, 14 * 60).map(lambda m: datetime.timezone(datetime.timedelta(minutes=m)))
    return st.datetimes(min_value=datetime.datetime(1000, 1, 1), timezones=st.just(datetime.UTC) | offsets)


def _numbers() -> SearchStrategy[float]:
    return st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from((0.0, 1.0, -0.5, 1e22, 1e-9))


def _integers() -> SearchStrategy[int]:
    return st.integers(-9, 99) | st.sampled_from((2**31, -(2**63), 2**70))


@st.composite
def scalars(draw: DrawFn, text: SearchStrategy[str] | None = None) -> Typed:
    """A scalar of any type and format, or an enum of such."""
    text = texts() if text is None else text
    some = draw(st.lists(text, min_size=1, max_size=3, unique=True))
    return draw(
        st.sampled_from(
            (
                Typed(schema={"type": "string"}, values=text),
                Typed(schema={"type": "string"}, values=text),
                Typed(schema={"type": "string", "enum": some}, values=st.sampled_from(some)),
                Typed(schema={"type": "string", "format": "date-time"}, values=_moments()),
                Typed(schema={"type": "string", "format": "date"}, values=st.dates(datetime.date(1000, 1, 1))),
                Typed(schema={"type": "string", "format": "uuid"}, values=st.uuids().map(str)),
                Typed(schema={"type": "string", "format": "byte"}, values=st.sampled_from(("", "aGk=", "+/8="))),
                Typed(schema={"type": "integer"}, values=_integers()),
                Typed(schema={"type": "integer", "enum": [1, 2, 30]}, values=st.sampled_from((1, 2, 30))),
                Typed(schema={"type": "number"}, values=_numbers()),
                Typed(schema={"type": "boolean"}, values=st.booleans()),
            )
        )
    )


def nullable(typed: Typed, version: str) -> Typed:
    """The same, or null, as the version of the standard writes that."""
    schema = typed.schema
    if version == "3.1" and isinstance(schema.get("type"), str):
        schema = {**schema, "type": [schema["type"], "null"]}
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    elif version == "3.1":
        schema = {"anyOf": [schema, {"type": "null"}]}
    elif "$ref" in schema:
        schema = {"allOf": [schema], "nullable": True}
    else:
        schema = {**schema, "nullable": True}
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return Typed(schema=schema, values=st.none() | typed.values, components=typed.components)


# Flat values: what parameters and forms have a form for


@st.composite
def flat_arrays(draw: DrawFn, text: SearchStrategy[str] | None = None) -> Typed:
    """An array of scalars."""
    item = draw(scalars(text))
    return Typed(schema={"type": "array", "items": item.schema}, values=st.lists(item.values, max_size=3))


@st.composite
def flat_objects(draw: DrawFn, version: str, text: SearchStrategy[str] | None = None, keys: Any = KEYS) -> Typed:
    """An object of scalars: with names in the document, or a map."""
    if draw(st.integers(0, 3)) == 0:
        item = draw(scalars(text))
        values = st.dictionaries(st.sampled_from(keys), item.values, max_size=3)
        return Typed(schema={"type": "object", "additionalProperties": item.schema}, values=values)
    names = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=3, unique=True))
    members = {name: draw(scalars(text)) for name in names}
    members = {name: nullable(m, version) if draw(st.integers(0, 4)) == 0 else m for name, m in members.items()}
    return _object(members, frozenset(draw(st.lists(st.sampled_from(names), max_size=1))), {})


def _object(members: Mapping[str, Typed], required: frozenset[str], extra: Schema, more: Any = None) -> Typed:
    """An object with these members; `more` are values of members that have no name in the document."""
    named = st.fixed_dictionaries(
        {name: members[name].values for name in members if name in required},
        optional={name: members[name].values for name in members if name not in required},
    )
    values = named if more is None else st.builds(lambda one, rest: {**rest, **one}, named, more)
    schema: Schema = {"type": "object", "properties": {name: m.schema for name, m in members.items()}, **extra}
    if required:
        schema["required"] = sorted(required)
    return Typed(schema=schema, values=values, components=_joined(members.values()))


def _joined(parts: Any) -> dict[str, Schema]:
    return {name: schema for part in parts for name, schema in part.components.items()}


# JSON of any depth


@st.composite
def jsons(draw: DrawFn, version: str, depth: int = 2, unknown: bool = False) -> Typed:
    """JSON of any schema. `unknown`: objects may have members that the document does not know."""
    kinds = ["scalar", "scalar", "object", "object", "array", "map"]
    kinds += ["nullable", "all", "one", "any", "component", "recursive", *(["tuple"] if version == "3.1" else [])]
    kind = draw(st.sampled_from(kinds)) if depth > 0 else "scalar"
    inner = jsons(version, depth - 1, unknown)
    match kind:
        case "scalar":
            return draw(scalars())
        case "object":
            return draw(objects(version, depth, unknown))
        case "array" | "map":
            return _several(draw(inner), kind)
        case "nullable":
            return nullable(draw(inner), version)
        case "tuple":
            return draw(_tuples(inner))
        case "all":
            return draw(_all_of(version, depth, unknown))
        case "one":
            return draw(_one_of(version, depth, unknown))
        case "any":
            return Typed(schema={}, values=anything())
        case "recursive":
            return draw(_recursive(inner))
        case _:
            return draw(_component(inner))


def _several(item: Typed, kind: str) -> Typed:
    """An array or a map of what is typed."""
    if kind == "array":
        schema, values = {"type": "array", "items": item.schema}, st.lists(item.values, max_size=2)
        return Typed(schema=schema, values=values, components=item.components)
    schema = {"type": "object", "additionalProperties": item.schema}
    return Typed(schema=schema, values=st.dictionaries(texts(), item.values, max_size=2), components=item.components)


def anything() -> SearchStrategy[Any]:
    """Any JSON."""
    scalar = st.none() | st.booleans() | _integers() | _numbers() | texts()
    return st.recursive(
        scalar, lambda v: st.lists(v, max_size=2) | st.dictionaries(texts(), v, max_size=2), max_leaves=4
    )


@st.composite
def objects(draw: DrawFn, version: str, depth: int = 2, unknown: bool = False) -> Typed:
    """An object, closed, open, or with members of a type beside those with names."""
    names = draw(st.lists(st.sampled_from(MEMBERS), max_size=4, unique=True))
    members = {name: draw(jsons(version, depth - 1, unknown)) for name in names}
    required = frozenset(draw(st.lists(st.sampled_from(names), max_size=2))) if names else frozenset()
    beyond = st.sampled_from(("beyond", "x-beyond", "0", "schema"))
    match draw(st.integers(0, 4)):
        case 0:
            item = draw(scalars())
            extra = {"additionalProperties": item.schema}
            return _object(members, required, extra, st.dictionaries(beyond, item.values, max_size=2))
        case 1:
            return _object(members, required, {"additionalProperties": False})
        case _:
            more = st.dictionaries(beyond, anything(), max_size=2) if unknown else None
            return _object(members, required, {}, more)


@st.composite
def _tuples(draw: DrawFn, inner: SearchStrategy[Typed]) -> Typed:
    items = draw(st.lists(inner, min_size=1, max_size=3))
    schema = {"type": "array", "prefixItems": [item.schema for item in items], "minItems": len(items)}
    positions = st.tuples(*(item.values for item in items))
    if draw(st.booleans()):
        schema["items"] = False
        return Typed(schema=schema, values=positions, components=_joined(items))
    rest = draw(inner)
    values = st.builds(lambda one, more: (*one, *more), positions, st.lists(rest.values, max_size=2))
    return Typed(schema={**schema, "items": rest.schema}, values=values, components=_joined((*items, rest)))


@st.composite
def _component(draw: DrawFn, inner: SearchStrategy[Typed]) -> Typed:
    typed = draw(inner)
    return _named(draw(_component_names(typed.schema)), typed)


def _component_names(*content: Any) -> SearchStrategy[str]:
    """Names that differ where the contents do."""
    told = crc32(repr(content).encode())
    return st.sampled_from(("Thing", "pet_", "class", "List", "Dict")).map(lambda stem: f"{stem}{told}")


def _named(name: str, typed: Typed) -> Typed:
    components = {**typed.components, name: typed.schema}
    return Typed(schema={"$ref": f"#/components/schemas/{name}"}, values=typed.values, components=components)


@st.composite
def _recursive(draw: DrawFn, inner: SearchStrategy[Typed]) -> Typed:
    """A component that contains itself."""
    leaf, kind = draw(inner), draw(st.integers(0, 3))
    name = draw(_component_names("recursive", kind, leaf.schema))
    itself = {"$ref": f"#/components/schemas/{name}"}
    forms: list[tuple[Schema, Any]] = [
        ({"type": "array", "items": itself}, lambda v: st.lists(v, max_size=2)),
        ({"type": "object", "additionalProperties": itself}, lambda v: st.dictionaries(texts(), v, max_size=2)),
        (
            {"type": "object", "properties": {"def": itself, "leaf": leaf.schema}},
            lambda v: st.fixed_dictionaries({}, optional={"def": v, "leaf": leaf.values}),
        ),
        (
            {"type": "object", "properties": {"down": {"type": "array", "items": itself}}, "required": ["down"]},
            lambda v: st.fixed_dictionaries({"down": st.lists(v, max_size=2)}),
        ),
    ]
    schema, above = forms[kind]
    empty: Any = [] if schema["type"] == "array" else {"down": []} if "required" in schema else {}
    values = st.recursive(st.just(empty), above, max_leaves=3)
    return Typed(schema=itself, values=values, components={**leaf.components, name: schema})


@st.composite
def _all_of(draw: DrawFn, version: str, depth: int, unknown: bool) -> Typed:
    base, own = draw(objects(version, depth - 1)), draw(objects(version, depth - 1, unknown))
    parts = []
    for part, keep in ((base, MEMBERS[::2]), (own, MEMBERS[1::2])):
        properties = {k: v for k, v in part.schema["properties"].items() if k in keep}
        required = [name for name in part.schema.get("required", ()) if name in keep]
        schema = {"type": "object", "properties": properties, **({"required": required} if required else {})}
        parts.append((schema, part, keep))

    def only(value: dict[str, Any], part: int) -> dict[str, Any]:
        return {k: v for k, v in value.items() if k in parts[part][2]}

    values = st.builds(lambda one, other: {**only(one, 0), **only(other, 1)}, base.values, own.values)
    first = Typed(schema=parts[0][0], values=base.values, components=base.components)
    if draw(st.booleans()):
        first = _named(draw(_component_names(first.schema)), first)
    schema = {"allOf": [first.schema, parts[1][0]]}
    return Typed(schema=schema, values=values, components=_joined((first, own)))


def _with_tag(value: dict[str, Any], tag: str, said: str) -> dict[str, Any]:
    return {**value, tag: said}


@st.composite
def _one_of(draw: DrawFn, version: str, depth: int, unknown: bool) -> Typed:
    tag = draw(st.sampled_from(("kind", "@type", "class")))
    mapped = draw(st.booleans())
    variants: list[Typed] = []
    mapping: dict[str, str] = {}
    for number in range(draw(st.integers(2, 3))):
        typed = draw(objects(version, depth - 1, unknown))
        name = draw(_component_names(number, tag, mapped, typed.schema))
        said = f"v{number}" if mapped else name
        constant = {"const": said} if version == "3.1" else {"type": "string", "enum": [said]}
        properties = {**typed.schema["properties"], tag: constant}
        required = [*typed.schema.get("required", ()), tag]
        values = st.builds(_with_tag, typed.values, st.just(tag), st.just(said))
        schema = {**typed.schema, "properties": properties, "required": required}
        variants.append(_named(name, Typed(schema=schema, values=values, components=typed.components)))
        mapping[said] = variants[-1].schema["$ref"]
    discriminator = {"propertyName": tag, **({"mapping": mapping} if mapped else {})}
    schema = {"oneOf": [variant.schema for variant in variants], "discriminator": discriminator}
    return Typed(schema=schema, values=st.one_of([v.values for v in variants]), components=_joined(variants))


# Parameters

Styles: TypeAlias = tuple[tuple[str, bool | None], ...]
STYLES = {"query": "form", "path": "simple", "header": "simple", "cookie": "form"}
ARRAYS: Mapping[str, Styles] = {
    "query": (("form", True), ("form", False), ("spaceDelimited", False), ("pipeDelimited", False)),
    "path": tuple((style, explode) for style in ("simple", "label", "matrix") for explode in (False, True)),
    "header": (("simple", False), ("simple", True)),
    "cookie": (("form", True), ("form", False)),
}
OBJECTS: Mapping[str, Styles] = {**ARRAYS, "query": (*ARRAYS["query"], ("deepObject", True))}


def _texts_in(place: str) -> SearchStrategy[str]:
    if place == "header":  # what surrounds a value there is no part of it
        return st.text(VISIBLE + " ,", max_size=8).map(str.strip)
    return st.text(COOKIE_TEXT, max_size=6) if place == "cookie" else texts()


@st.composite
def _styles(draw: DrawFn, place: str, legal: Styles) -> dict[str, Any]:
    """A style, written where it is not the default, and sometimes where it is."""
    style, explode = draw(st.sampled_from(legal))
    said: dict[str, Any] = {}
    if style != STYLES[place] or draw(st.booleans()):
        said["style"] = style
    if explode is not None and (explode is not (style == "form") or draw(st.booleans())):
        said["explode"] = explode
    return said


@st.composite
def _parameters(draw: DrawFn, version: str, place: str, name: str) -> tuple[dict[str, Any], Typed]:
    text, kind = _texts_in(place), draw(st.sampled_from(("scalar", "array", "object", "json")))
    keys = tuple(key for key in KEYS if key.isascii() and "[" not in key) if place in ("header", "cookie") else KEYS
    parameter: dict[str, Any] = {"name": name, "in": place}
    if place == "path" or draw(st.booleans()):
        parameter["required"] = True
    if kind == "json":
        typed = draw(flat_objects(version) | jsons(version, 1)) if place != "header" else draw(flat_arrays(text))
        if place == "path":
            typed = Typed(
                schema=typed.schema, values=typed.values.filter(lambda v: v is not None), components=typed.components
            )
        return {**parameter, "content": {"application/json": {"schema": typed.schema}}}, typed
    if kind == "scalar":
        typed = draw(scalars(text))
        legal: Styles = (
            tuple((style, None) for style in dict.fromkeys(style for style, _ in ARRAYS[place]))
            if place == "path"
            else ()
        )
    elif kind == "array":
        typed, legal = draw(flat_arrays(text)), ARRAYS[place]
    else:
        typed, legal = draw(flat_objects(version, text, keys)), OBJECTS[place]
    parameter |= draw(_styles(place, legal)) if legal else {}
    if place == "query" and parameter.get("style", "form") == "form" and draw(st.integers(0, 4)) == 0:
        parameter["allowReserved"] = True
    if place != "path" and kind != "object" and draw(st.integers(0, 4)) == 0:
        typed = nullable(typed, version)
    return {**parameter, "schema": typed.schema}, typed


NAMES = {"query": PARAMETERS, "path": PLACEHOLDERS, "header": HEADERS, "cookie": COOKIES}


@st.composite
def _placed(draw: DrawFn, version: str, place: str, most: int) -> list[tuple[dict[str, Any], Typed]]:
    names = draw(st.lists(st.sampled_from(NAMES[place]), max_size=most, unique=True))
    return [draw(_parameters(version, place, name)) for name in names]


# Bodies


@st.composite
def files(draw: DrawFn) -> File:
    """A file to upload, whose name says nothing of its media type."""
    name = draw(st.sampled_from(("upload", "a b", 'q"x', "ünï", "100%", "a;b", "line\nbreak", "x\\y")))
    content = draw(st.binary(max_size=6) | st.sampled_from((b"--", b"\r\n--", b"\r\n")))
    media_type = draw(st.none() | st.just("image/x-own"))
    return File(name=name, content=content, media_type=media_type)


@st.composite
def _form_member(draw: DrawFn, version: str, multipart: bool) -> tuple[Typed, dict[str, Any] | None]:
    """A member of a form, with its encoding."""
    kinds = ("scalar", "array", "object", *(("file", "files", "deep", "objects") if multipart else ()))
    kind = draw(st.sampled_from(kinds))
    own: dict[str, Any] = {}
    schema: Schema
    match kind:
        case "scalar":
            typed = draw(scalars())
            if typed.schema["type"] != "string" and draw(st.booleans()):  # text may be JSON already
                own["contentType"] = draw(st.sampled_from(("text/plain", "application/json")))
        case "array":
            typed = draw(flat_arrays())
            own = draw(_encodings(ARRAYS["query"], multipart))
        case "object":
            typed = draw(flat_objects(version))
            own = draw(_encodings(OBJECTS["query"], multipart))
        case "file":
            schema = {"type": "string", "format": "binary"}
            if version == "3.1" and draw(st.booleans()):
                schema = {"type": "string", "contentMediaType": "application/octet-stream"}
            typed = Typed(schema=schema, values=files())
            own = draw(st.sampled_from(({}, {"contentType": "image/png"}, {"contentType": "image/png, image/jpeg"})))
        case "files":
            schema = {"type": "array", "items": {"type": "string", "format": "binary"}}
            typed = Typed(schema=schema, values=st.lists(files(), min_size=1, max_size=2))
        case "deep":
            typed = draw(objects(version, 2))
        case _:
            item = draw(objects(version, 1))
            schema = {"type": "array", "items": item.schema}
            typed = Typed(schema=schema, values=st.lists(item.values, max_size=2), components=item.components)
    if multipart and "style" not in own and "explode" not in own and draw(st.integers(0, 5)) == 0:
        own = {**own, "headers": {"X-Part": {"required": True, "schema": {"type": "string", "enum": ['a "b"']}}}}
    return typed, own or None


@st.composite
def _encodings(draw: DrawFn, styles: Any, multipart: bool) -> dict[str, Any]:
    match draw(st.integers(0, 3)):
        case 0 | 1:
            style, explode = draw(st.sampled_from(styles))
            found = {"style": style, "explode": explode}
            if not multipart and style == "form" and draw(st.booleans()):
                found["allowReserved"] = True
            return found
        case 2 if not multipart or "deepObject" in dict(styles):
            return {"contentType": "application/json"}
        case _:
            return {}


@st.composite
def forms(draw: DrawFn, version: str, multipart: bool) -> tuple[dict[str, Any], Typed]:
    """A media type of a form, and what it may hold."""
    names = draw(st.lists(st.sampled_from(MEMBERS), min_size=1, max_size=4, unique=True))
    drawn = {name: draw(_form_member(version, multipart)) for name in names}
    required = frozenset(draw(st.lists(st.sampled_from(names), max_size=2)))
    members = {name: typed for name, (typed, _) in drawn.items()}
    members = {
        n: nullable(m, version) if _may_be_null(m) and draw(st.integers(0, 5)) == 0 else m for n, m in members.items()
    }
    typed = _object(members, required, {})
    encoding = {name: own for name, (_, own) in drawn.items() if own is not None}
    return {"schema": typed.schema, **({"encoding": encoding} if encoding else {})}, typed


def _may_be_null(typed: Typed) -> bool:
    return typed.schema.get("type") in ("string", "integer") and typed.schema.get("format") != "binary"


@st.composite
def _bodies(draw: DrawFn, version: str) -> tuple[dict[str, Any], Typed]:
    kind = draw(
        st.sampled_from(("json", "json", "object", "object", "multipart", "multipart", "urlencoded", "text", "octets"))
    )
    content: dict[str, Any] = {}
    match kind:
        case "json" | "object":
            typed = draw(jsons(version) if kind == "json" else objects(version))
            media_type = draw(st.sampled_from(("application/json", "application/json", "application/vnd.shop+json")))
            content[media_type] = {"schema": typed.schema}
            if draw(st.integers(0, 3)) == 0:
                other = draw(st.sampled_from(("text/plain", "application/x-www-form-urlencoded", "application/xml")))
                content = {other: {"schema": {"type": "string"}}, **content}
        case "multipart" | "urlencoded":
            multipart = kind == "multipart"
            media, typed = draw(forms(version, multipart))
            content["multipart/form-data" if multipart else "application/x-www-form-urlencoded"] = media
        case "text":
            typed = Typed(schema={"type": "string"}, values=texts())
            content[draw(st.sampled_from(("text/plain", "text/csv")))] = {"schema": typed.schema}
        case _:
            schema = {"type": "string", "format": "binary"} if version == "3.0" else {}
            typed = Typed(schema=schema, values=st.binary(max_size=8))
            content["application/octet-stream"] = {"schema": schema}
    body: dict[str, Any] = {"content": content}
    if draw(st.booleans()):
        body["required"] = True
    return body, typed


# Operations

_EMPTY = {"204": {"description": ""}}


@st.composite
def samples(draw: DrawFn, version: str) -> Sample:
    """An operation that answers nothing, with calls of it."""
    in_path = draw(_placed(version, "path", 2))
    placed = [*in_path, *draw(_placed(version, "query", 3))]
    placed += [*draw(_placed(version, "header", 2)), *draw(_placed(version, "cookie", 2))]
    with_body = draw(st.booleans())
    verb = draw(st.sampled_from(("post", "put", "patch") if with_body else ("get", "delete", "head", "post")))
    operation: dict[str, Any] = {"responses": _EMPTY}
    if placed:
        operation["parameters"] = [parameter for parameter, _ in placed]
    typed = [one for _, one in placed]
    body = None
    if with_body:
        operation["requestBody"], body = draw(_bodies(version))
        typed.append(body)
    arguments = _arguments(placed)
    bodies: SearchStrategy[Given | None] = st.none() if body is None else body.values.map(Given)
    if body is not None and not operation["requestBody"].get("required"):
        bodies = st.one_of(st.none(), bodies)
    calls = st.lists(st.builds(Call, arguments=arguments, body=bodies), min_size=2, max_size=3)
    return Sample(
        version=version,
        path="".join(draw(_segments(parameter["name"])) for parameter, _ in in_path),
        verb=verb,
        operation=operation,
        components=_joined(typed),
        calls=tuple(draw(calls)),
    )


def _segments(name: str) -> SearchStrategy[str]:
    return st.sampled_from(("/{%s}", "/{%s}", "/of/{%s}/all", "/v-{%s}", "/{%s}:run")).map(lambda form: form % name)


def _arguments(placed: list[tuple[dict[str, Any], Typed]]) -> SearchStrategy[dict[tuple[str, str], Any]]:
    keyed = {(p["in"], p["name"]): (p.get("required", False), typed.values) for p, typed in placed}
    return st.fixed_dictionaries(
        {key: values for key, (required, values) in keyed.items() if required},
        optional={key: values for key, (required, values) in keyed.items() if not required},
    )


@st.composite
def answered(draw: DrawFn, version: str) -> Answered:
    """An operation that takes nothing, with answers of several statuses."""
    statuses = draw(
        st.lists(st.sampled_from(("200", "201", "204", "2XX", "default")), min_size=1, max_size=3, unique=True)
    )
    responses: dict[str, Any] = {}
    components: dict[str, Schema] = {}
    answers: list[tuple[int, str | None, Any]] = []
    for status in statuses:
        if status == "204":
            responses[status] = {"description": ""}
            answers.append((204, None, None))
            continue
        code = {"2XX": 206, "default": 203}.get(status) or int(status)
        if status == "default" and len(statuses) > 1:
            continue  # which is then about errors
        typed = draw(jsons(version, 3, unknown=True))
        components |= typed.components
        responses[status] = {"description": "", "content": {"application/json": {"schema": typed.schema}}}
        answers += [(code, "application/json", value) for value in draw(st.lists(typed.values, min_size=2, max_size=3))]
    if not responses:
        responses = dict(_EMPTY)
    operation = {"responses": responses}
    return Answered(version=version, operation=operation, components=components, answers=tuple(answers))

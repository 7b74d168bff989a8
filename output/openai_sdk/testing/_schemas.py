"""JSON values held against schemas, and what is wrong with them in words.

Schemas are JSON Schema 2020-12 as plain JSON, with the keywords that the SDK reads; a `$ref` is a key of the table of
schemas. One reader of them serves the server and the mock in process, which so cannot disagree.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from ipaddress import IPv4Address, IPv6Address
from typing import Any, Literal
from uuid import UUID

from ._expressions import compiled
from ._json import is_array, is_object

Schema = Mapping[str, Any] | bool
Direction = Literal["request", "response"]

DEEPEST = 64
"""How many references may follow each other without coming nearer to the end of a value."""
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Where a value departs from its schema: the way to it, the rule, what is there, and what the schema says."""

    path: Path
    rule: str
    sent: Any
    says: str


@dataclass(frozen=True, slots=True)
class At:
    """Where a value stands: which way it goes and the way to it. `known` is what was found by references so far.

    Each reference is followed once for each place: however many ways lead to a schema, and where one leads back to it.
    """

    direction: Direction
    path: Path = ()
    known: dict[tuple[str, Path], tuple[Departure, ...]] = field(
        default_factory=dict[tuple[str, Path], tuple[Departure, ...]]
    )

    def below(self, step: str | int) -> At:
        """Return the place of a member or an item."""
        return At(self.direction, (*self.path, step), self.known)


Found = Iterator[Departure]
_Rule = Callable[["Schemas", Mapping[str, Any], Any, At], Found]


class Schemas:
    """The schemas of one API by key."""

    def __init__(self, named: Mapping[str, Schema]) -> None:
        self.named: Mapping[str, Schema] = named
        self._kinds: dict[str, frozenset[str]] = {}
        self._properties: dict[str, dict[str, Schema]] = {}

    def resolved(self, schema: Schema) -> Schema:
        """Return the schema that a chain of bare references ends in."""
        for _ in range(DEEPEST):
            if isinstance(schema, bool) or "$ref" not in schema or len(schema) > 1:
                return schema
            schema = self.named.get(schema["$ref"], True)
        return True

    def fits(self, schema: Schema, value: Any, direction: Direction) -> bool:
        """Say whether a value is one of a schema."""
        return next(self.departures(schema, value, At(direction)), None) is None

    def departures(self, schema: Schema, value: Any, at: At) -> Found:
        """Yield each place where a value departs from a schema."""
        if isinstance(schema, bool):
            if not schema:
                yield Departure(path=at.path, rule="never", sent=value, says="nothing may stand here")
            return
        for keyword in schema:
            if keyword in _RULES:
                yield from _RULES[keyword](self, schema, value, at)

    def property_schemas(self, schema: Schema) -> dict[str, Schema]:
        """Return the properties that a schema names, those of all its parts among them."""
        if isinstance(schema, bool):
            return {}
        found: dict[str, Schema] = {}
        if "$ref" in schema:
            found.update(self._referred_properties(schema["$ref"]))
        for part in _combined(schema):
            found.update(self.property_schemas(part))
        found.update(schema.get("properties", {}))
        return found

    def _referred_properties(self, key: str) -> dict[str, Schema]:
        if key not in self._properties:
            self._properties[key] = {}  # where it leads back to itself, it names no more than it does
            self._properties[key] = self.property_schemas(self.named.get(key, True))
        return self._properties[key]

    def parts(self, schema: Mapping[str, Any]) -> Iterator[Schema]:
        """Yield the schemas that a value of this one may have to fit as well."""
        if "$ref" in schema:
            yield self.named.get(schema["$ref"], True)
        yield from _combined(schema)

    def with_parts(self, schema: Schema) -> Iterator[Mapping[str, Any]]:
        """Yield a schema and all of its parts, each once."""
        waiting: list[Schema] = [schema]
        seen: set[int] = set()
        while waiting:
            found = self.resolved(waiting.pop())
            if not isinstance(found, bool) and id(found) not in seen:
                seen.add(id(found))
                yield found
                waiting += reversed([*self.parts(found)])

    def item_schemas(self, schema: Schema) -> Iterator[Schema]:
        """Yield what a schema says of the items of arrays."""
        yield from (part["items"] for part in self.with_parts(schema) if part.get("items", False) is not False)

    def is_described(self, schema: Schema, value: Any) -> bool:
        """Say whether a schema speaks of values of this kind: one that has properties and no type does not mean text,
        which would fit it all the same."""
        kinds = self.kinds(schema)
        if kinds == TYPES and self.property_schemas(schema):
            kinds = frozenset({"object"})
        return _kind(value) in kinds

    def kinds(self, schema: Schema) -> frozenset[str]:
        """Return the types of JSON that a value can have; all of them where the schema leaves that open."""
        if isinstance(schema, bool):
            return TYPES
        found = TYPES
        if "type" in schema:
            named = schema["type"]
            found = frozenset((named,) if isinstance(named, str) else named)
        elif "enum" in schema or "const" in schema:
            found = frozenset(_kind(value) for value in schema.get("enum", (schema.get("const"),)))
        if "$ref" in schema:
            found &= self._referred_kinds(schema["$ref"])
        for part in schema.get("allOf", ()):
            found &= self.kinds(part)
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                found &= frozenset().union(*map(self.kinds, schema[keyword]))
        return found | {"integer"} if "number" in found else found

    def _referred_kinds(self, key: str) -> frozenset[str]:
        if key not in self._kinds:
            self._kinds[key] = TYPES  # where it leads back to itself, that says nothing of it
            self._kinds[key] = self.kinds(self.named.get(key, True))
        return self._kinds[key]


def _combined(schema: Mapping[str, Any]) -> Iterator[Schema]:
    for keyword in ("allOf", "anyOf", "oneOf"):
        yield from schema.get(keyword, ())


TYPES = frozenset({"string", "integer", "number", "boolean", "null", "array", "object"})


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "integer" if isinstance(value, int) or value.is_integer() else "number"
    if isinstance(value, str):
        return "string"
    return "object" if is_object(value) else "array"


def is_of(value: Any, kind: str) -> bool:
    """Say whether a JSON value has a type."""
    own = _kind(value)
    return own == kind or (kind == "number" and own == "integer")


def same(one: Any, other: Any) -> bool:
    """Say whether two JSON values are equal: `1` is `1.0`, and not `true`."""
    if isinstance(one, str) or isinstance(other, str):
        return bool(one == other)
    return canonical(one) == canonical(other)


def canonical(value: Any) -> str:
    """Return a text that equal JSON values share."""
    return json.dumps(_plain_numbers(value), sort_keys=True)


def _plain_numbers(value: Any) -> Any:
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        return int(value)
    if is_object(value):
        return {key: _plain_numbers(inner) for key, inner in value.items()}
    return [_plain_numbers(inner) for inner in value] if is_array(value) else value


# Each of the following reads one keyword. They say nothing of values of other types than theirs.


def _type(_: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    named = schema["type"]
    names = (named,) if isinstance(named, str) else tuple(named)
    if not any(is_of(value, name) for name in names):
        yield Departure(path=at.path, rule="type", sent=value, says=f"{' or '.join(map(_article, names))}")


def _article(kind: str) -> str:
    return kind if kind == "null" else f"an {kind}" if kind[0] in "aio" else f"a {kind}"


def _enum(_: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    if not any(same(value, one) for one in schema["enum"]):
        yield Departure(path=at.path, rule="enum", sent=value, says=f"one of {_listed(schema['enum'])}")


def _const(_: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    if not same(value, schema["const"]):
        yield Departure(path=at.path, rule="const", sent=value, says=json.dumps(schema["const"], ensure_ascii=False))


def _listed(values: Iterable[Any]) -> str:
    texts = [json.dumps(value, ensure_ascii=False) for value in values]
    return ", ".join(texts if len(texts) <= 12 else [*texts[:12], f"... ({len(texts)} values)"])


def _bound(
    keyword: str,
    kinds: tuple[type, ...],
    measure: Callable[[Any], float],
    holds: Callable[[Any, Any], bool],
    words: str,
) -> _Rule:
    """Return the rule that a measure of a value keeps to a bound."""

    def rule(_: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
        if isinstance(value, kinds) and not isinstance(value, bool) and not holds(measure(value), schema[keyword]):
            yield Departure(path=at.path, rule=keyword, sent=value, says=words.format(schema[keyword]))

    return rule


def _no_less(measured: Any, bound: Any) -> bool:
    return bool(measured >= bound)


def _no_more(measured: Any, bound: Any) -> bool:
    return bool(measured <= bound)


def _itself(value: Any) -> float:
    return value  # type: ignore[no-any-return]  # the rule asks for numbers only


_NUMBERS = (int, float)
_BOUNDS: dict[str, _Rule] = {
    "minimum": _bound("minimum", _NUMBERS, _itself, _no_less, "at least {}"),
    "maximum": _bound("maximum", _NUMBERS, _itself, _no_more, "at most {}"),
    "exclusiveMinimum": _bound("exclusiveMinimum", _NUMBERS, _itself, lambda a, b: bool(a > b), "more than {}"),
    "exclusiveMaximum": _bound("exclusiveMaximum", _NUMBERS, _itself, lambda a, b: bool(a < b), "less than {}"),
    "minLength": _bound("minLength", (str,), len, _no_less, "at least {} characters"),
    "maxLength": _bound("maxLength", (str,), len, _no_more, "at most {} characters"),
    "minItems": _bound("minItems", (list,), len, _no_less, "at least {} items"),
    "maxItems": _bound("maxItems", (list,), len, _no_more, "at most {} items"),
    "minProperties": _bound("minProperties", (dict,), len, _no_less, "at least {} properties"),
    "maxProperties": _bound("maxProperties", (dict,), len, _no_more, "at most {} properties"),
}


def _multiple_of(_: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    if isinstance(value, _NUMBERS) and not isinstance(value, bool) and not is_multiple(value, schema["multipleOf"]):
        yield Departure(path=at.path, rule="multipleOf", sent=value, says=f"a multiple of {schema['multipleOf']}")


def is_multiple(value: float, unit: float) -> bool:
    """Say whether a number is a multiple of another, as their decimal digits have it."""
    try:
        return Decimal(repr(value)) % Decimal(repr(unit)) == 0
    except InvalidOperation:
        return True


def _pattern(_: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    expression = compiled(schema["pattern"]) if isinstance(value, str) else None
    if expression is not None and expression.search(value) is None:
        yield Departure(path=at.path, rule="pattern", sent=value, says=f"text that matches {schema['pattern']}")


def _format(_: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    name = schema["format"]
    if name in _RANGES:
        least, most = _RANGES[name]
        wrong = isinstance(value, int) and not isinstance(value, bool) and not least <= value <= most
    else:
        wrong = isinstance(value, str) and name in _FORMATS and not _FORMATS[name](value)
    if wrong:
        yield Departure(path=at.path, rule="format", sent=value, says=f"a value of the format {name}")


_RANGES = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _raises_nothing(make: Callable[[str], object], text: str) -> bool:
    try:
        make(text)
    except ValueError:
        return False
    return True


def _is_date_time(text: str) -> bool:
    return _RFC3339.fullmatch(text) is not None and _raises_nothing(
        datetime.fromisoformat, f"{text[:10]}T{text[11:19]}"
    )


_FORMATS: dict[str, Callable[[str], bool]] = {
    "date-time": _is_date_time,
    "date": lambda text: _DATE.fullmatch(text) is not None and _raises_nothing(date.fromisoformat, text),
    "email": lambda text: _EMAIL.fullmatch(text) is not None,
    "uri": lambda text: _URI.fullmatch(text) is not None,
    "uuid": lambda text: _UUID.fullmatch(text) is not None and _raises_nothing(UUID, text),
    "ipv4": lambda text: _raises_nothing(IPv4Address, text),
    "ipv6": lambda text: _raises_nothing(IPv6Address, text),
}


def _unique_items(_: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    if schema["uniqueItems"] and is_array(value) and len({*map(canonical, value)}) < len(value):
        yield Departure(path=at.path, rule="uniqueItems", sent=value, says="items that are all different")


def _items(own: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    if is_array(value):
        begin = len(schema.get("prefixItems", ()))
        for index, item in enumerate(value[begin:], begin):
            yield from own.departures(schema["items"], item, at.below(index))


def _prefix_items(own: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    if is_array(value):
        for index, (inner, item) in enumerate(zip(schema["prefixItems"], value, strict=False)):
            yield from own.departures(inner, item, at.below(index))


def _properties(own: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    if not is_object(value):
        return
    for name, inner in schema["properties"].items():
        if name not in value:
            continue
        if at.direction == "request" and _is_flagged(own, inner, "readOnly"):
            yield Departure(path=(*at.path, name), rule="readOnly", sent=value[name], says="only answers have this")
        else:
            yield from own.departures(inner, value[name], at.below(name))


def _is_flagged(own: Schemas, schema: Schema, flag: str) -> bool:
    target = own.resolved(schema)
    return isinstance(target, Mapping) and target.get(flag) is True


def _goes_other_way(own: Schemas, schema: Mapping[str, Any], name: str, direction: Direction) -> bool:
    flag = "readOnly" if direction == "request" else "writeOnly"
    return _is_flagged(own, own.property_schemas(schema).get(name, True), flag)


def _required(own: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    if not is_object(value):
        return
    for name in schema["required"]:
        if name not in value and not _goes_other_way(own, schema, name, at.direction):
            yield Departure(path=(*at.path, name), rule="required", sent=None, says="it must be there")


def _additional_properties(own: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    if not is_object(value):
        return
    patterns = [compiled(pattern) for pattern in schema.get("patternProperties", {})]
    named, inner = schema.get("properties", {}), schema["additionalProperties"]
    for name in value:
        if name in named or any(pattern is None or pattern.search(name) for pattern in patterns):
            continue
        if inner is False:
            yield _unknown(value, name, at)
        else:
            yield from own.departures(inner, value[name], at.below(name))


def _unknown(value: Mapping[str, Any], name: str, at: At) -> Departure:
    path = (*at.path, name)
    return Departure(path=path, rule="additionalProperties", sent=value[name], says="no such property")


def _unevaluated_properties(own: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    if is_object(value) and schema["unevaluatedProperties"] is False:
        named = own.property_schemas(schema)
        yield from (_unknown(value, name, at) for name in value if name not in named)


def _pattern_properties(own: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    if is_object(value):
        for pattern, inner in schema["patternProperties"].items():
            expression = compiled(pattern)
            for name in value:
                if expression is not None and expression.search(name):
                    yield from own.departures(inner, value[name], at.below(name))


def _ref(own: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    key = schema["$ref"], at.path
    if key in at.known:
        yield from at.known[key][:1]  # the others are told already
        return
    at.known[key] = ()
    at.known[key] = tuple(own.departures(own.named.get(schema["$ref"], True), value, at))
    yield from at.known[key]


def _all_of(own: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    for part in schema["allOf"]:
        for found in own.departures(part, value, at):
            is_own = found.rule == "required" and found.path[:-1] == at.path
            if not (is_own and _goes_other_way(own, schema, str(found.path[-1]), at.direction)):
                yield found


def _some_of(keyword: str, *, only_one: bool) -> _Rule:
    def rule(own: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
        variants = schema[keyword]
        found = [list(own.departures(variant, value, at)) for variant in variants]
        fitting = sum(not departures for departures in found)
        if fitting == 0:
            named = _named_variant(schema, variants, value)
            if named is not None:
                yield from found[named]
            else:
                yield _none_fits(keyword, found, value, at)
        elif only_one and fitting > 1:
            says = f"one of {len(variants)} alternatives, and {fitting} fit"
            yield Departure(path=at.path, rule=keyword, sent=value, says=says)

    return rule


def _named_variant(schema: Mapping[str, Any], variants: list[Schema], value: Any) -> int | None:
    """Return the index of the variant that a value names itself."""
    discriminator = schema.get("discriminator")
    if discriminator is None or not is_object(value):
        return None
    said = value.get(discriminator["propertyName"])
    key = discriminator["mapping"].get(said, said) if isinstance(said, str) else None
    return next((i for i, v in enumerate(variants) if isinstance(v, Mapping) and key and v.get("$ref") == key), None)


def _none_fits(keyword: str, found: list[list[Departure]], value: Any, at: At) -> Departure:
    """Return what is said where no alternative fits: with the one that the value comes nearest to."""
    nearest = max(found, key=_nearness)[0]
    where = "/".join(map(str, nearest.path[len(at.path) :]))
    near = f"{where}: {nearest.says}" if where else nearest.says
    return Departure(
        path=at.path, rule=keyword, sent=value, says=f"one of {len(found)} alternatives; the nearest: {near}"
    )


def _nearness(departures: list[Departure]) -> tuple[int, int]:
    first = departures[0]
    return (len(first.path) + (first.rule not in ("type", "const", "enum")), -len(departures))


def _not(own: Schemas, schema: Mapping[str, Any], value: Any, at: At) -> Found:
    if next(own.departures(schema["not"], value, at), None) is None:
        yield Departure(path=at.path, rule="not", sent=value, says="anything but this")


_RULES: dict[str, _Rule] = {
    **_BOUNDS,
    "type": _type,
    "enum": _enum,
    "const": _const,
    "multipleOf": _multiple_of,
    "pattern": _pattern,
    "format": _format,
    "uniqueItems": _unique_items,
    "items": _items,
    "prefixItems": _prefix_items,
    "properties": _properties,
    "required": _required,
    "additionalProperties": _additional_properties,
    "unevaluatedProperties": _unevaluated_properties,
    "patternProperties": _pattern_properties,
    "$ref": _ref,
    "allOf": _all_of,
    "anyOf": _some_of("anyOf", only_one=False),
    "oneOf": _some_of("oneOf", only_one=True),
    "not": _not,
}

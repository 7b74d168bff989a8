"""JSON values of schemas: what the document gives as an example, else made up, the same every time for one seed."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from ._json import is_array, is_object
from ._patterns import matching
from ._schemas import DEEPEST, Direction, Schema, Schemas, is_of, same

_TEXTS = {
    "uri": "https://example.com",
    "url": "https://example.com",
    "uri-reference": "/example",
    "date": "2025-01-31",
    "date-time": "2025-01-31T12:00:00Z",
    "time": "12:00:00Z",
    "duration": "PT1H",
    "email": "user@example.com",
    "hostname": "example.com",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "byte": "aGVsbG8=",
    "base64": "aGVsbG8=",
    "decimal": "1.50",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
}
_WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "ivory", "jade")
_MOST = 1000
"""How many items or characters are made for a bound that asks for more."""
_MOST_VALUES = 20_000
"""How many values one value may consist of."""


class EndlessError(Exception):
    """A schema needs itself, so that no value of it ends, or none was found that fits all of it."""


class Values:
    """Makes values of the schemas of one API.

    With `complete`, objects have all properties that they can; else those that they must. Arrays have as many `items`
    where they may (one in complete objects, where nothing is said), and objects are not empty then. With `dynamic`
    examples do not count, and the `seed` decides what comes in their place. `text` makes what any text may be, of the
    key of its place.
    """

    def __init__(
        self,
        schemas: Schemas,
        *,
        seed: int = 0,
        direction: Direction,
        complete: bool = True,
        items: int | None = None,
        dynamic: bool = False,
        text: Callable[[str], str] = lambda _: "text",
    ) -> None:
        self._schemas = schemas
        self._seed = seed
        self._direction: Direction = direction
        self._complete = complete
        self._items = int(complete) if items is None else items
        self._any_text = text
        self._dynamic = dynamic
        self._left = 0
        self._flat: dict[str, list[dict[str, Any]]] = {}
        self._open: set[str] = set()
        self._leads_back = False

    def of(self, schema: Schema, key: str = "") -> Any:
        """Return a value of a schema; `key` tells it from others of the same. Raises EndlessError where none is
        found."""
        self._left = _MOST_VALUES
        return self._value(schema, (), key)

    def variants(self, schema: Schema) -> Iterator[Schema]:
        """Yield the alternatives of a schema that are none themselves, each once."""
        waiting: list[Schema] = [schema]
        seen: set[int] = set()
        while waiting:
            target = self._schemas.resolved(waiting.pop())
            choices = [] if isinstance(target, bool) else [*target.get("oneOf", ()), *target.get("anyOf", ())]
            if id(target) in seen:
                continue
            seen.add(id(target))
            if not choices:
                yield target
            waiting += reversed(choices)

    def _value(self, schema: Schema, above: tuple[int, ...], key: str) -> Any:
        schema = self._schemas.resolved(schema)
        if isinstance(schema, bool):
            return {}
        self._left -= 1
        if id(schema) in above or len(above) > DEEPEST or self._left < 0:
            raise EndlessError
        for example in self._examples(schema):
            if self._schemas.fits(schema, example, self._direction):
                return example
        return self._made(schema, (*above, id(schema)), key)

    def _examples(self, schema: Mapping[str, Any]) -> Iterator[Any]:
        """Yield what a schema itself says a value looks like, the surest first."""
        if "const" in schema:
            yield schema["const"]
        if not self._dynamic:
            yield from schema.get("examples", ())
            if schema.get("default") is not None:
                yield schema["default"]
            yield from schema.get("enum", ())
        elif "enum" in schema:
            yield from self._shuffled(schema["enum"])

    def _shuffled(self, values: list[Any]) -> list[Any]:
        turn = self._drawn("enum", len(values))
        return [*values[turn:], *values[:turn]]

    def _drawn(self, key: str, below: int) -> int:
        """Return a number that follows from the seed and a key."""
        return random.Random(zlib.crc32(key.encode()) ^ self._seed).randrange(max(1, below))

    def _made(self, schema: Mapping[str, Any], above: tuple[int, ...], key: str) -> Any:
        """Return a value of what a schema amounts to: its parts together, with each alternative until one fits."""
        flats = self._flattened(schema)
        if len(flats) == 1:  # there is no other, whether it fits or not
            return self._plain(flats[0], above, key)
        first: Any = EndlessError
        for flat in flats:
            try:
                value = self._plain(flat, above, key)
            except EndlessError:
                continue
            if self._schemas.fits(schema, value, self._direction):
                return value
            first = value if first is EndlessError else first
        if first is EndlessError or len(above) > 1:
            if first is not EndlessError:
                return first
            raise EndlessError
        return first

    def _flattened(self, schema: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return a schema without parts for each choice among its alternatives, as far as these are looked at."""
        merged = [{keyword: said for keyword, said in schema.items() if keyword not in _PARTS}]
        for base in (*([{"$ref": schema["$ref"]}] if "$ref" in schema else ()), *schema.get("allOf", ())):
            merged = [_merged(one, flat) for flat in self._flat_of(base) for one in merged][:_ALTERNATIVES]
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema:
                choices = sorted(schema[keyword], key=self._is_null)
                flats = [flat for choice in choices for flat in self._flat_of(choice)]
                merged = [_merged(one, self._named(schema, flat)) for flat in flats for one in merged][:_ALTERNATIVES]
        return merged

    def _flat_of(self, schema: Schema) -> list[dict[str, Any]]:
        """Return a part without parts of its own; what is referred to has its `name`."""
        if isinstance(schema, bool):
            return [{}]
        if "$ref" not in schema or len(schema) > 1:
            return self._flattened(schema)
        return self._flat_named(schema["$ref"])

    def _flat_named(self, key: str) -> list[dict[str, Any]]:
        """Return the same for a reference. One that leads back to itself says nothing where it does; what was found on
        the way there is true for that way alone."""
        if key in self._flat:
            return self._flat[key]
        if key in self._open:
            self._leads_back = True
            return [{}]
        before = {} if self._open else dict(self._flat)
        self._open.add(key)
        found = [{**flat, "name": key} for flat in self._flat_of(self._schemas.named.get(key, True))]
        self._open.remove(key)
        self._flat[key] = found
        if self._leads_back and not self._open:
            self._flat, self._leads_back = {**before, key: found}, False
        return found

    def _is_null(self, schema: Schema) -> bool:
        return self._schemas.kinds(schema) <= {"null"}

    def _named(self, schema: Mapping[str, Any], flat: dict[str, Any]) -> dict[str, Any]:
        """Return a variant with the property that says which one it is, where the alternatives are told apart so.

        The name of its component stands in for one where the property itself allows that.
        """
        discriminator, named = schema.get("discriminator"), flat.get("name")
        if discriminator is None or named is None:
            return flat
        own, properties = discriminator["propertyName"], flat.get("properties", {})
        names = [*(name for name, target in discriminator["mapping"].items() if target == named), named]
        inner = properties.get(own, True)
        said = next((name for name in names if self._schemas.fits(inner, name, self._direction)), None)
        return flat if said is None else {**flat, "properties": {**properties, own: {"const": said}}}

    def _plain(self, schema: dict[str, Any], above: tuple[int, ...], key: str) -> Any:
        """Return a value of a schema without parts."""
        for example in self._examples(schema):
            if self._schemas.fits(schema, example, self._direction):
                return example
        match _kind_of(schema):
            case "object":
                return self._object(schema, above, key)
            case "array":
                return self._array(schema, above, key)
            case "string":
                return self._text(schema, key)
            case "integer" | "number" as kind:
                return self._number(schema, kind, key)
            case "boolean":
                return True
            case "null":
                return None
            case _:
                return "text"

    def _object(self, schema: dict[str, Any], above: tuple[int, ...], key: str) -> dict[str, Any]:
        required = schema.get("required", ())
        members: dict[str, Any] = {}
        wants_one = bool(self._items and not required)
        for name, inner in schema.get("properties", {}).items():
            if name not in required and not self._complete and not (wants_one and not members):
                continue
            if self._is_hidden(inner):
                continue
            try:
                members[name] = self._value(inner, above, f"{key}.{name}")
            except EndlessError:
                if name in required:
                    raise
        further = schema.get("additionalProperties")
        for name in required:
            if name not in members and not self._is_hidden(schema.get("properties", {}).get(name, True)):
                members[name] = self._value(True if further is None else further, above, f"{key}.{name}")
        self._fill(members, schema, above, key)
        return members

    def _is_hidden(self, schema: Schema) -> bool:
        """Say whether a property goes the other way only."""
        target = self._schemas.resolved(schema)
        flag = "readOnly" if self._direction == "request" else "writeOnly"
        return isinstance(target, Mapping) and target.get(flag) is True

    def _fill(self, members: dict[str, Any], schema: dict[str, Any], above: tuple[int, ...], key: str) -> None:
        """Add members under names of their own, as many as an object must have, or one that shows what they are."""
        further: Any = schema.get("additionalProperties", True)
        wanted = schema.get("minProperties", 0)
        if not members and is_object(further) and self._items:
            wanted = max(wanted, min(1, schema.get("maxProperties", 1)))
        if further is False:
            return
        for index in range(min(wanted, _MOST)):
            if len(members) >= wanted:
                return
            try:
                members[f"key{index or ''}"] = self._value(further, above, f"{key}.{index}")
            except EndlessError:
                if schema.get("minProperties", 0):
                    raise
                return

    def _array(self, schema: dict[str, Any], above: tuple[int, ...], key: str) -> list[Any]:
        made = [self._value(inner, above, f"{key}.{i}") for i, inner in enumerate(schema.get("prefixItems", ()))]
        least = schema.get("minItems", 0)
        wanted = min(max(least, 0 if made else self._items), schema.get("maxItems", _MOST), _MOST)
        try:
            while len(made) < wanted:
                item = self._value(schema.get("items", True), above, f"{key}.{len(made)}")
                made.append(self._another(schema.get("items", True), item, made) if schema.get("uniqueItems") else item)
        except EndlessError:
            if least:
                raise
        return made

    def _another(self, schema: Schema, item: Any, others: list[Any]) -> Any:
        """Return an item of a schema that is none of the others, where one is found."""
        said = [one for flat in self._flat_of(schema) for one in self._examples(flat)]
        candidates = (item, *said, *(_different(item, number) for number in (len(others), len(others) + 1)))
        fresh = (one for one in candidates if not any(same(one, other) for other in others))
        return next((one for one in fresh if self._schemas.fits(schema, one, self._direction)), item)

    def _text(self, schema: dict[str, Any], key: str) -> str:
        shortest, longest = min(schema.get("minLength", 0), _MOST), schema.get("maxLength")
        if "pattern" in schema:
            found = matching(schema["pattern"], shortest)
            if found is not None:
                return found
        name = schema.get("format", "")
        text = _TEXTS.get(name) or self._any_text(key)
        if self._dynamic and name not in _TEXTS:
            text = f"{_WORDS[self._drawn(key, len(_WORDS))]}-{self._drawn(f'{key}#', 10_000)}"
        if len(text) < shortest:
            text = (text * shortest)[:shortest]
        return text if longest is None else text[:longest]

    def _number(self, schema: dict[str, Any], kind: str, key: str) -> float:
        least, most = _limits(schema, kind)
        unit = schema.get("multipleOf") or (1 if kind == "integer" else None)
        start = 1 if kind == "integer" else 1.5
        if self._dynamic:
            low = 0 if least is None else least
            high = low + 1000 if most is None else most
            start = low + self._drawn(key, max(1, int(high - low)))
        value: float = start
        if least is not None and value < least:
            value = least
        if most is not None and value > most:
            value = most
        if unit is not None:
            value = _multiple(value, unit, ROUND_CEILING)
            if most is not None and value > most:
                value = _multiple(most, unit, ROUND_FLOOR)
        return int(value) if kind == "integer" else value


def _multiple(value: float, unit: float, rounding: str) -> float:
    """Return the multiple of a number that is next to a value, as decimal digits have it."""
    step = Decimal(repr(unit))
    found = (Decimal(repr(value)) / step).to_integral_value(rounding) * step
    return int(found) if found == found.to_integral_value() else float(found)


_ALTERNATIVES = 24
"""How many choices are looked at, so that alternatives of alternatives do not multiply."""
_PARTS = frozenset({"allOf", "anyOf", "oneOf", "$ref"})


def _kind_of(schema: Mapping[str, Any]) -> str | None:
    """Return the type of a schema without parts, or what its keywords are about."""
    named = schema.get("type")
    if isinstance(named, str):
        return named
    if is_array(named):
        return next((kind for kind in named if kind != "null"), "null")
    if "properties" in schema or "additionalProperties" in schema or "required" in schema:
        return "object"
    if "items" in schema or "prefixItems" in schema:
        return "array"
    return "string" if "pattern" in schema or "format" in schema or "minLength" in schema else None


def _limits(schema: Mapping[str, Any], kind: str) -> tuple[float | None, float | None]:
    step = 1 if kind == "integer" else 0.5
    least, most = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if above is not None:
        least = max(above + step, least if least is not None else above + step)
    if below is not None:
        most = min(below - step, most if most is not None else below - step)
    if least is not None and most is not None and least > most:
        least = most = (above + below) / 2 if above is not None and below is not None else least
    return least, most


def _different(item: Any, number: int) -> Any:
    """Return an item that differs from others of its kind."""
    if isinstance(item, bool):
        return number % 2 == 0
    if isinstance(item, (int, float)):
        return item + number
    if isinstance(item, str):
        return f"{item}{number}"
    if is_object(item):
        for name, value in item.items():
            if is_of(value, "string") or is_of(value, "number"):
                return {**item, name: _different(value, number)}
    return item


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return what two schemas without parts ask for together, as far as a value can be made of it."""
    made = {**other, **one}
    if "properties" in one and "properties" in other:
        made["properties"] = {**other["properties"], **one["properties"]}
        for name in one["properties"].keys() & other["properties"].keys():
            made["properties"][name] = _both(other["properties"][name], one["properties"][name])
    if "required" in one and "required" in other:
        made["required"] = [*dict.fromkeys((*one["required"], *other["required"]))]
    if "enum" in one and "enum" in other:
        made["enum"] = [value for value in one["enum"] if value in other["enum"]] or one["enum"]
    if isinstance(one.get("type"), list) and isinstance(other.get("type"), str):
        made["type"] = other["type"]
    if "examples" in one and "examples" in other:
        made["examples"] = [*one["examples"], *other["examples"]]
    return made


def _both(one: Schema, other: Schema) -> Schema:
    if isinstance(one, bool) or isinstance(other, bool) or one == other:
        return other if isinstance(one, bool) else one
    return {"allOf": [one, other]}

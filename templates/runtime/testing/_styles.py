"""Parameters and members of forms as they come, read by their styles: what value was meant.

The styles are those that the SDK writes by: the document's, or what its config says in place of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from ._bodies import Pair
from ._json import decoded, is_object
from ._schemas import Schema, Schemas

ABSENT: Any = object()
"""What stands for a parameter that was not sent."""
_JOINTS = {"comma": re.compile(","), "space": re.compile(r" |\+|%20"), "pipe": re.compile(r"\||%7[Cc]")}
_REPEATING = ("form", "repeat")
_BRACKETED = re.compile(r"\[([^\[\]]*)\]")


class StyleError(Exception):
    """A value is not written by its style; the message says how it is to be written."""


class Reader:
    """Reads values of the schemas of one API."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def scalar(self, schema: Schema, text: str) -> Any:
        """Return what a text means: the type that fits decides, and text is what is left."""
        kinds = self._schemas.kinds(schema)
        meant = [value for kind, value in _meanings(text) if kind in kinds]
        fitting = (value for value in meant if self._schemas.fits(schema, value, "request"))
        return next(fitting, meant[0] if meant else text)

    def items(self, schema: Schema, texts: Iterable[str]) -> list[Any]:
        """Return the items of an array."""
        return [self.scalar(self._item(schema, index), text) for index, text in enumerate(texts)]

    def members(self, schema: Schema, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """Return the members of an object."""
        named = self._schemas.property_schemas(schema)
        return {name: self.scalar(named.get(name, self._further(schema)), text) for name, text in pairs}

    def _item(self, schema: Schema, index: int) -> Schema:
        for flat in self._schemas.with_parts(schema):
            first = flat.get("prefixItems", ())
            if index < len(first):
                found: Schema = first[index]
                return found
            if "items" in flat:
                rest: Schema = flat["items"]
                return rest
        return True

    def _further(self, schema: Schema) -> Schema:
        for flat in self._schemas.with_parts(schema):
            further = flat.get("additionalProperties")
            if is_object(further):
                return further
        return True

    # One text: paths, headers

    def in_text(self, parameter: Mapping[str, Any], raw: str) -> Any:
        """Return the value of a parameter of a path or header. Raises StyleError where it is written otherwise."""
        decode = unquote if parameter["in"] == "path" else str
        schema, style, name = parameter.get("schema", True), parameter["style"], parameter["name"]
        if style in ("json", "text"):
            return json_text(decode(raw)) if style == "json" else decode(raw)
        explodes = style.endswith("explode")
        kinds = self._schemas.kinds(schema)
        begin = _beginning(style, name, kinds, raw)
        if not raw.startswith(begin):
            raise StyleError(f"it begins with {begin}")
        rest = raw[len(begin) :]
        if "array" in kinds and not self._is_lone(schema, kinds, rest):
            return self.items(schema, map(decode, _exploded(rest, style, name)))
        if "object" in kinds and not self._is_lone(schema, kinds, rest):
            paired = _paired(rest.removeprefix("="), style, explodes=explodes)
            return self.members(schema, ((decode(key), decode(text)) for key, text in paired))
        return self.scalar(schema, decode(rest.removeprefix("=") if style[0] == "m" else rest))

    def _is_lone(self, schema: Schema, kinds: frozenset[str], raw: str) -> bool:
        """Say whether what may be a list is one value that is allowed, too."""
        if not kinds - {"array", "object", "null"} or "," in raw:
            return False
        return self._schemas.fits(schema, self.scalar(schema, unquote(raw)), "request")

    # Pairs: queries, cookies, forms

    def in_pairs(self, parameter: Mapping[str, Any], pairs: list[Pair]) -> tuple[Any, set[int]]:
        """Return the value of a parameter among pairs, and the indexes of those that it is made of."""
        schema, style, name = parameter.get("schema", True), parameter["style"], parameter["name"]
        own = {index for index, pair in enumerate(pairs) if pair.name == name}
        first = next((pairs[index] for index in sorted(own)), None)
        if style in ("json", "text"):
            value = ABSENT if first is None else json_text(first.text) if style == "json" else first.text
            return value, own
        kinds = self._schemas.kinds(schema)
        if "array" in kinds:
            value, used = self._array(schema, style, name, pairs)
            if value is not ABSENT:
                return value, used
        if "object" in kinds:
            value, used = self._object(parameter, pairs)
            if value is not ABSENT:
                return value, used
        if first is None or kinds <= {"array", "object"}:
            return ABSENT, set()
        return self.scalar(schema, first.text), own

    def _array(self, schema: Schema, style: str, name: str, pairs: list[Pair]) -> tuple[Any, set[int]]:
        own = {index for index, pair in enumerate(pairs) if pair.name == name}
        lone = len(own) == 1 and bool(self._schemas.kinds(schema) - {"array", "object", "null"})
        if style in _JOINTS and own:
            texts = pairs[min(own)].texts(_JOINTS[style])
            if lone and len(texts) == 1:
                return ABSENT, set()
            return self.items(schema, texts), own
        if style in _REPEATING and own and not lone:
            return self.items(schema, (pairs[index].text for index in sorted(own))), own
        if style in ("brackets", "indices"):
            name = name.removesuffix("[]")  # a name that has the brackets already gets no further ones
            used = _below(name, pairs)
            if used and all(_is_item(pairs[index].name, name, style) for index in used):
                tree = [self._tree(pairs, used, f"{name}{key}", self._item(schema, 0)) for key in _keys(name, pairs)]
                plain = [value for group in tree for value in group]
                return plain, used
        return ABSENT, set()

    def _tree(self, pairs: list[Pair], used: set[int], prefix: str, item: Schema) -> list[Any]:
        """Return the items that stand under one bracketed key: one for each pair, or one object of them all."""
        exact = [pairs[index].text for index in sorted(used) if pairs[index].name == prefix]
        if exact:
            return [self.scalar(item, text) for text in exact]
        value, _ = self.in_pairs({"name": prefix, "style": "brackets", "nested": "brackets", "schema": item}, pairs)
        return [] if value is ABSENT else [value]

    def _object(self, parameter: Mapping[str, Any], pairs: list[Pair]) -> tuple[Any, set[int]]:
        schema, style, name = parameter.get("schema", True), parameter["style"], parameter["name"]
        named = self._schemas.property_schemas(schema)
        own = {index for index, pair in enumerate(pairs) if pair.name == name}
        if style in _JOINTS and own:
            texts = pairs[min(own)].texts(_JOINTS[style])
            if len(texts) % 2:
                raise StyleError("names and values take turns in it")
            return self.members(schema, zip(texts[::2], texts[1::2], strict=True)), own
        if style == "form":
            spread = {index for index, pair in enumerate(pairs) if pair.name.partition("[")[0] in named}
            return self._nested(parameter, pairs, {n: n for n in named}, spread)
        dots = parameter.get("nested") == "dots" and style != "brackets"
        begin = f"{name}." if dots else f"{name}["
        used = {index for index, pair in enumerate(pairs) if pair.name.startswith(begin)}
        keys: dict[str, str] = {}
        for index in sorted(used):
            rest = pairs[index].name[len(begin) :]
            key = rest.partition(".")[0] if dots else rest.partition("]")[0]
            keys[key] = f"{begin}{key}" if dots else f"{begin}{key}]"
        return self._nested(parameter, pairs, keys, used)

    def _nested(
        self, parameter: Mapping[str, Any], pairs: list[Pair], keys: Mapping[str, str], used: set[int]
    ) -> tuple[Any, set[int]]:
        if not used:
            return ABSENT, set()
        schema = parameter.get("schema", True)
        named = self._schemas.property_schemas(schema)
        value: dict[str, Any] = {}
        for key, prefix in keys.items():
            inner = {**parameter, "name": prefix, "schema": named.get(key, self._further(schema))}
            if parameter["style"] == "form":
                inner["style"] = "repeat"
            found, _ = self.in_pairs(inner, pairs)
            if found is not ABSENT:
                value[key] = found
        return value, used


def _meanings(text: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    if re.fullmatch(r"[+-]?\d+", text, re.ASCII):
        found.append(("integer", int(text) if len(text) < 400 else float(text)))
    if re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", text, re.ASCII):
        found.append(("number", float(text)))
    if text in ("true", "false"):
        found.append(("boolean", text == "true"))
    if text in ("null", ""):
        found.append(("null", None))
    return [*found, ("string", text)]


def json_text(text: str) -> Any:
    """Return the value of a parameter in JSON. Raises StyleError for what is none."""
    try:
        return decoded(text)
    except ValueError:
        raise StyleError("it is written as JSON") from None


def _beginning(style: str, name: str, kinds: frozenset[str], raw: str) -> str:
    """Return what a value of a path begins with; an object that is exploded has the names of its members alone."""
    if style == "matrix_explode" and "object" in kinds:
        is_named = bool(kinds - {"object", "null"}) and raw.startswith(f";{name}=")
        return f";{name}" if is_named else ";"
    return {"l": ".", "m": f";{name}"}.get(style[0], "")


def _exploded(rest: str, style: str, name: str) -> list[str]:
    """Return the texts of the items of an array in a path or header, still encoded."""
    if style == "label_explode":
        return rest.split(".")
    if style == "matrix_explode":
        return [piece.partition("=")[2] for piece in f";{name}{rest}".split(";") if piece]
    rest = rest.removeprefix("=") if style == "matrix" else rest
    return [] if not rest else [piece.strip() for piece in rest.split(",")]


def _paired(rest: str, style: str, *, explodes: bool) -> list[tuple[str, str]]:
    separator = {"label_explode": ".", "matrix_explode": ";"}.get(style, ",")
    pieces = [piece.strip() for piece in rest.split(separator) if piece]
    if explodes:
        return [(name, text) for name, _, text in (piece.partition("=") for piece in pieces)]
    if len(pieces) % 2:
        raise StyleError("names and values take turns in it")
    return list(zip(pieces[::2], pieces[1::2], strict=True))


def _below(name: str, pairs: list[Pair]) -> set[int]:
    return {index for index, pair in enumerate(pairs) if pair.name.startswith(f"{name}[")}


def _keys(name: str, pairs: list[Pair]) -> list[str]:
    """Return the first bracketed keys below a name, each once."""
    found = (_BRACKETED.match(pair.name, len(name)) for pair in pairs if pair.name.startswith(f"{name}["))
    return list(dict.fromkeys(match[0] for match in found if match))


def _is_item(own: str, name: str, style: str) -> bool:
    match = _BRACKETED.match(own, len(name))
    return match is not None and (match[1] == "" if style == "brackets" else match[1].isdigit())

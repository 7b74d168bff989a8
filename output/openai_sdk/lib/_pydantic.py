"""JSON schemas of pydantic models, in the form that structured output demands ("strict")."""

from __future__ import annotations

import inspect
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any, TypeGuard, cast

from .._types import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pydantic

Schema = dict[str, Any]

# The keywords below which schemas stand: one, a list of them, or several by name.
SINGLE = ("items", "additionalProperties", "not")
LISTS = ("anyOf", "allOf", "oneOf", "prefixItems")
NAMED = ("properties", "$defs", "definitions")


def to_strict_json_schema(model: type[pydantic.BaseModel] | pydantic.TypeAdapter[Any]) -> dict[str, Any]:
    """Return the schema of `model` as structured output takes it.

    Every property is required, objects allow no further ones (but for maps), unions are `anyOf`, and nothing stands
    beside a reference. Raises TypeError for what is neither a pydantic model nor a TypeAdapter.
    """
    from pydantic import TypeAdapter

    if isinstance(model, TypeAdapter):
        schema = model.json_schema()
    elif inspect.isclass(model) and is_basemodel_type(model):
        schema = model.model_json_schema()
    else:
        raise TypeError(f"{model!r} is neither a pydantic model nor a TypeAdapter")
    return _Strict(schema).schema


def is_basemodel_type(typ: object) -> TypeGuard[type[pydantic.BaseModel]]:
    """Say whether `typ` is a class of pydantic model."""
    from pydantic import BaseModel

    return isinstance(typ, type) and issubclass(typ, BaseModel)


def is_dataclass_like_type(typ: object) -> TypeGuard[type[Any]]:
    """Say whether `typ` is a class of dataclass, pydantic's or the standard library's."""
    return isinstance(typ, type) and is_dataclass(typ)


class _Strict:
    """Makes one whole schema strict, in place."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._seen: set[int] = set()
        self._visit(schema, frozenset())

    def _visit(self, node: object, within: frozenset[str]) -> None:
        """Make one schema strict; `within` are references to what it is a part of."""
        if not isinstance(node, dict) or id(cast("Schema", node)) in self._seen:
            return
        schema = cast("Schema", node)
        self._seen.add(id(schema))
        _unwrap_single(schema)
        within = self._inline(schema, within)
        _unwrap_choice(schema)
        if schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
        if "properties" in schema:
            if schema.get("additionalProperties") is True:
                schema["additionalProperties"] = False
            schema["required"] = list(schema["properties"])
        if "default" in schema and schema["default"] is None:
            del schema["default"]
        for ref, part in _parts(schema):
            self._visit(part, within if ref is None else within | {ref})

    def _inline(self, schema: Schema, within: frozenset[str]) -> frozenset[str]:
        """Put what a reference means in its place where something stands beside it, which wins.

        In a schema that contains itself there is no end to that: there the reference stays, alone.
        """
        while "$ref" in schema and len(schema) > 1:
            ref = schema.pop("$ref")
            if ref in within:
                schema.clear()
                schema["$ref"] = ref
                break
            schema.update({**self._resolve(ref), **schema})
            within |= {ref}
        return within

    def _resolve(self, ref: str) -> Mapping[str, Any]:
        node: Any = self.schema
        for step in ref.removeprefix("#/").split("/"):
            node = node.get(step.replace("~1", "/").replace("~0", "~")) if is_mapping(node) else None
        if not is_mapping(node):
            raise ValueError(f"the reference {ref!r} leads nowhere")
        return node


def _unwrap_single(schema: Schema) -> None:
    """Put the only member of an `allOf` in its place."""
    parts: list[Schema] = schema.get("allOf", [])
    if len(parts) == 1:
        del schema["allOf"]
        schema.update({**parts[0], **schema})


def _unwrap_choice(schema: Schema) -> None:
    """Write a union whose members a property tells apart like any other, as which they are read as well."""
    if "oneOf" in schema and "anyOf" not in schema:
        schema["anyOf"] = schema.pop("oneOf")
        schema.pop("discriminator", None)


def _parts(schema: Schema) -> Iterator[tuple[str | None, object]]:
    """Yield the schemas that stand directly in `schema`, with the reference to those that have one."""
    for keyword in SINGLE:
        yield None, schema.get(keyword)
    for keyword in LISTS:
        for part in schema.get(keyword, ()):
            yield None, part
    for keyword in NAMED:
        for name, part in schema.get(keyword, {}).items():
            yield (None if keyword == "properties" else f"#/{keyword}/{_escaped(name)}"), part


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")

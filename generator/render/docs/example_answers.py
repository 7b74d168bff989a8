"""Example answers as JSON: what the document shows, else one that is made from the types."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from generator.ir.declarations import Declaration, Field, JsonScalar
from generator.ir.operations import JsonResponse, Operation, single_responses
from generator.ir.types import LiteralOf, Nullable, Primitive, PrimitiveKind, TypeExpr
from generator.render.docs.layout import WIDTH
from generator.render.docs.making import Maker, Outer, text_of
from generator.render.markdown import NOTHING, Markdown, fenced

_WHOLE_OBJECTS = 1
_FEW = 4
"""How many fields show what an object is of which nothing is required."""
_INDENT = 2

_JSON: Final = json.JSONEncoder(ensure_ascii=False).encode


class ExampleAnswers:
    """Finds the example answers of one package."""

    def __init__(self, declarations: Iterable[Declaration]) -> None:
        self._maker = _JsonMaker(declarations, whole=_WHOLE_OBJECTS)
        self._least = _JsonMaker(declarations, whole=0)

    def of(self, operation: Operation) -> Markdown:
        """What a method answers, as a block of code; nothing where it answers no JSON."""
        shown = operation.response_example
        if shown is not None:
            value = json.loads(shown.json)
            return fenced(value) if isinstance(value, str) else fenced(json_text(value), "json")
        made = self._made(operation, self._maker)
        return NOTHING if made is None else fenced(json_text(json.loads(made)), "json")

    def value(self, operation: Operation) -> Any:
        """The least that a method answers, made from its type; None where it answers no JSON."""
        made = self._made(operation, self._least)
        return None if made is None else json.loads(made)

    def _made(self, operation: Operation, maker: _JsonMaker) -> str | None:
        if operation.stream is not None and operation.stream.parameter is None:
            return maker.made(operation.stream.event, "event")
        for response in single_responses(operation.response):
            if isinstance(response, JsonResponse):
                made = maker.made(response.type, "result")
                if made is not None and response.unwrap is not None:
                    return maker.mapped(((response.unwrap, made),))
                return made
        return None


class _JsonMaker(Maker[str]):
    """Writes values as the wire has them, as JSON text. As many objects as `whole` says may stand in each other with
    all of their fields; those further in have what is required."""

    def __init__(self, declarations: Iterable[Declaration], whole: int) -> None:
        super().__init__(declarations)
        self._whole = whole

    def primitive(self, type: Primitive, name: str) -> str:
        match type.kind:
            case PrimitiveKind.NULL:
                return "null"
            case PrimitiveKind.BOOLEAN:
                return "true"
            case PrimitiveKind.INTEGER:
                return "1"
            case PrimitiveKind.NUMBER:
                return "1.0"
            case PrimitiveKind.FILE | PrimitiveKind.CONTENT | PrimitiveKind.BINARY:
                return '"content"'
            case _:
                return self.scalar(text_of(type, name))

    def scalar(self, value: JsonScalar) -> str:
        return _JSON(value)

    def listed(self, items: Sequence[str]) -> str:
        return f"[{', '.join(items)}]"

    def tupled(self, items: Sequence[str]) -> str:
        return self.listed(items)

    def mapped(self, members: Sequence[tuple[str, str]]) -> str:
        return f"{{{', '.join(f'{self.scalar(key)}: {value}' for key, value in members)}}}"

    def object(self, fields: tuple[Field, ...], outer: Outer) -> str | None:
        members = []
        whole = len(outer) <= self._whole
        for field in _shown(fields, whole=whole):
            value = self._value(field, outer) if whole or not _may_be_left(field.type) else "null"
            if value is not None:
                members.append((field.wire_name, value))
            elif field.required:
                return None
        return self.mapped(members)

    def _value(self, field: Field, outer: Outer) -> str | None:
        if field.default is not None and field.default.value is not None:
            return self.scalar(field.default.value)
        limits = dict(field.limits)
        least, most = limits.get("minimum"), limits.get("maximum")
        if _is_number(field.type):
            if isinstance(least, int | float) and least > 1:
                return self.scalar(least)
            if isinstance(most, int | float) and most < 1:
                return self.scalar(most)
        return self.made(field.type, field.name, outer)


def _is_number(type: TypeExpr) -> bool:
    return isinstance(type, Primitive) and type.kind in (PrimitiveKind.INTEGER, PrimitiveKind.NUMBER)


def _may_be_left(type: TypeExpr) -> bool:
    """Whether null may stand in place of something that takes room."""
    return isinstance(type, Nullable) and not isinstance(type.inner, Primitive | LiteralOf)


def _shown(fields: tuple[Field, ...], *, whole: bool) -> Iterable[Field]:
    """The fields that an example has: all that are not deprecated; else what is required, or few of them."""
    if whole:
        return (field for field in fields if field.required or not field.deprecated)
    required = [field for field in fields if field.required]
    return required or fields[:_FEW]


def json_text(value: Any, indent: int = 0) -> str:
    """JSON that takes one line for each part that fits on one."""
    flat = _JSON(value)
    if indent + len(flat) <= WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    inner = indent + _INDENT
    if isinstance(value, Mapping):
        parts = [f"{_JSON(key)}: {json_text(own, inner)}" for key, own in value.items()]
    else:
        parts = [json_text(own, inner) for own in value]
    opening, closing = "{}" if isinstance(value, Mapping) else "[]"
    body = ",\n".join(f"{' ' * inner}{part}" for part in parts)
    return f"{opening}\n{body}\n{' ' * indent}{closing}"

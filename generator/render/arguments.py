"""The arguments of a method, wherever they travel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from generator.ir.declarations import Default, Field, Limits
from generator.ir.operations import FormBody, JsonBody, Operation, Parameter, Place, WholeBody
from generator.ir.types import TypeExpr


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a method. `place` is None for what travels in the body; `whole_body` says that it is the body."""

    name: str
    wire_name: str
    type: TypeExpr
    required: bool
    place: Place | None = None
    positional: bool = False
    whole_body: bool = False
    is_sequence: bool = False
    doc: str = ""
    default: Default | None = None
    deprecated: bool = False
    limits: Limits = ()


def arguments(operation: Operation) -> tuple[Argument, ...]:
    """All arguments in the order of the signature: positional ones, then required keywords, then optional ones."""
    found = [_of_parameter(parameter) for parameter in operation.parameters]
    match operation.body:
        case JsonBody() | FormBody() as body:
            found += [_of_field(field, body.required) for field in body.fields]
        case WholeBody() as body:
            found.append(_of_body(body))
        case None:
            pass
        case _:
            assert_never(operation.body)
    return tuple(sorted(found, key=lambda argument: (not argument.positional, not argument.required)))


def _of_parameter(parameter: Parameter) -> Argument:
    return Argument(
        name=parameter.name,
        wire_name=parameter.wire_name,
        type=parameter.type,
        required=parameter.required,
        place=parameter.place,
        positional=parameter.positional,
        doc=parameter.doc,
        default=parameter.default,
        deprecated=parameter.deprecated,
        limits=parameter.limits,
    )


def _of_field(field: Field, body_required: bool) -> Argument:
    return Argument(
        name=field.name,
        wire_name=field.wire_name,
        type=field.type,
        required=field.required and body_required,
        doc=field.doc,
        default=field.default,
        deprecated=field.deprecated,
        limits=field.limits,
    )


def _of_body(body: WholeBody) -> Argument:
    return Argument(
        name=body.name,
        wire_name=body.name,
        type=body.type,
        required=body.required,
        whole_body=True,
        is_sequence=body.framing is not None or body.parts is not None,
        doc=body.doc,
    )


def argument_names(operations: Iterable[Operation]) -> frozenset[str]:
    """The names of all arguments of some methods, in whose bodies nothing else may have them."""
    return frozenset(name for operation in operations for name in _names(operation))


def _names(operation: Operation) -> Iterator[str]:
    yield from (parameter.name for parameter in operation.parameters)
    match operation.body:
        case JsonBody() | FormBody() as body:
            yield from (field.name for field in body.fields)
        case WholeBody() as body:
            yield body.name


def options_name(operation: Operation) -> str:
    """What a method calls the arguments that are about the call and not about the operation."""
    name, taken = "options", argument_names((operation,))
    while name in taken:
        name += "_"
    return name

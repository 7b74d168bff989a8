"""The arguments of a method, wherever they travel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from generator.ir.declarations import Default, Field, Limits
from generator.ir.operations import FormBody, JsonBody, Operation, Parameter, Place, WholeBody
from generator.ir.types import TypeExpr
from generator.values import Value


class Argument(Value, kw_only=True):
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
    body_required = operation.body is not None and operation.body.required
    found = [_argument(taken, body_required) for taken in _taken(operation)]
    return tuple(sorted(found, key=lambda argument: (not argument.positional, not argument.required)))


def _taken(operation: Operation) -> Iterator[Parameter | Field | WholeBody]:
    """What becomes arguments: parameters, and the members of the body, or all of it."""
    yield from operation.parameters
    match operation.body:
        case JsonBody() | FormBody() as body:
            yield from body.fields
        case WholeBody() as body:
            yield body
        case None:
            pass
        case _:
            assert_never(operation.body)


def _argument(taken: Parameter | Field | WholeBody, body_required: bool) -> Argument:
    match taken:
        case Parameter():
            return _of_parameter(taken)
        case Field():
            return _of_field(taken, body_required)
        case WholeBody():
            return _of_body(taken)


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
    return frozenset(taken.name for operation in operations for taken in _taken(operation))


def options_name(operation: Operation) -> str:
    """What a method calls the arguments that are about the call and not about the operation."""
    name, taken = "options", argument_names((operation,))
    while name in taken:
        name += "_"
    return name

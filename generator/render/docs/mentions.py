"""What mentions what: the types that operations are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from generator.ir.operations import FormBody, JsonBody, Operation, WholeBody, json_types
from generator.ir.types import TypeExpr


def types_of_operation(operation: Operation) -> Iterator[TypeExpr]:
    """The types of a method's arguments and results. Those of errors are left out: nearly every method shares them."""
    yield from (parameter.type for parameter in operation.parameters)
    match operation.body:
        case JsonBody(fields=fields, extra=extra) | FormBody(fields=fields, extra=extra):
            yield from (*(field.type for field in fields), *((extra,) if extra is not None else ()))
        case WholeBody(type=type):
            yield type
        case None:
            pass
        case _:
            assert_never(operation.body)
    if operation.page is not None:
        yield operation.page.item
    else:
        yield from json_types(operation.response)
    if operation.cases is not None:
        yield from (case.type for case in operation.cases.cases)
    if operation.stream is not None:
        yield operation.stream.event


def types_on_page(operation: Operation) -> Iterator[TypeExpr]:
    """The types that the description of a method mentions, those of its errors included."""
    yield from types_of_operation(operation)
    yield from (error.type for error in operation.errors if error.type is not None)

"""What errors have of the bodies of their answers: the types by class of error, and members that are attributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from generator.ir.operations import ErrorResponse, Operation
from generator.ir.package import ErrorForm
from generator.ir.types import TypeExpr, UnionOf, nullable
from generator.python.annotations import Annotator, Face
from generator.python.code import Code
from generator.python.imports import External
from generator.python.literals import expressions, literal, name, strings
from generator.render.runtime_files import ERROR_BODIES
from generator.render.scope import ModuleScope
from generator.values import Value

ANY_STATUS: Final = "APIStatusError"
SERVER_ERROR: Final = "InternalServerError"
STATUS_ERRORS: Final = {
    "400": "BadRequestError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "409": "ConflictError",
    "422": "UnprocessableEntityError",
    "429": "RateLimitError",
}
_ALIASES: Final = {
    ANY_STATUS: "StatusData",
    **{error: f"{error.removesuffix('Error')}Data" for error in (*STATUS_ERRORS.values(), SERVER_ERROR)},
}
_OWN: Final = (*_ALIASES.values(), "ATTRIBUTES", "BodyMembers", "MEMBER", "TYPE_CHECKING")


class AliasView(Value, kw_only=True):
    """The type of the bodies of one class of errors."""

    name: Code
    type: Code


class ErrorBodiesView(Value, kw_only=True):
    """The module."""

    header: Code
    imports: tuple[Code, ...]
    aliases: tuple[AliasView, ...]
    member: Code
    attributes: Code
    members: tuple[Code, ...]


def error_bodies(
    form: ErrorForm, operations: Iterable[Operation], annotator: Annotator, header: Code
) -> ErrorBodiesView:
    """The view of the module."""
    scope = ModuleScope(ERROR_BODIES, annotator, _OWN)
    scope.use(External("typing", "TypeAlias"))
    types = data_types(form, operations)
    return ErrorBodiesView(
        header=header,
        aliases=tuple(
            AliasView(name=name(alias), type=scope.annotation(types[error], Face.RESULT) if error in types else _NONE)
            for error, alias in _ALIASES.items()
        ),
        imports=scope.imports(),
        member=literal(form.member),
        attributes=expressions(strings((own, wire_name)) for own, wire_name in form.attributes),
        members=tuple(name(own) for own, _ in form.attributes),
    )


_NONE: Final = Code("None")


def data_types(form: ErrorForm, operations: Iterable[Operation]) -> dict[str, TypeExpr]:
    """What the bodies of errors can be, by the class of the error; classes without any are missing.

    An error of a class may come from any operation, and from one that declares nothing for its status.
    """
    if not form.data:
        return {}
    found: dict[str, dict[TypeExpr, None]] = {}
    for operation in operations:
        for error, type in _types_by_class(operation.errors):
            found.setdefault(error, {})[type] = None
    return {
        error: nullable(next(iter(types)) if len(types) == 1 else UnionOf(variants=tuple(types)))
        for error, types in found.items()
    }


def _types_by_class(errors: tuple[ErrorResponse, ...]) -> Iterator[tuple[str, TypeExpr]]:
    declared = {error.status: error.type for error in errors}
    for error in errors:
        if error.type is not None:
            yield ANY_STATUS, error.type
            if error.status.startswith("5"):
                yield SERVER_ERROR, error.type
    for status, raised in (*STATUS_ERRORS.items(), ("5XX", SERVER_ERROR)):
        type = next((declared[key] for key in (status, f"{status[0]}XX", "default") if key in declared), None)
        if type is not None:
            yield raised, type

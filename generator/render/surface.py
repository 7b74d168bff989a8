"""The surface: every public name of a package with its signature, a line each, to be read and compared.

A line says where its subject is found, so that it can be read by itself, as in a review that shows what changed and not
what stands around it. Lines are sorted: an order that means nothing to users means nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import assert_never

from generator.ir.declarations import (
    Declaration,
    EnumAlias,
    EnumClass,
    Field,
    ObjectModel,
    ObjectParams,
    PlainAlias,
    UnionAlias,
)
from generator.ir.operations import Operation, further_members, is_binary, result_type
from generator.ir.package import Client, Package, PageScheme
from generator.ir.types import (
    LiteralOf,
    Named,
    Primitive,
    PrimitiveKind,
    TupleOf,
    TypeExpr,
)
from generator.python.annotations import Annotator
from generator.python.identifiers import safe_field_name
from generator.python.literals import dotted, literal, name, string
from generator.render.answers import AnswerClasses, answer_classes
from generator.render.arguments import Argument, arguments
from generator.render.client import option_views
from generator.render.docs.samples import Method, methods
from generator.render.docs.waiting import as_told
from generator.render.exports import package_exports
from generator.render.faces import SYNC
from generator.render.package_types import package_types
from generator.render.references import References
from generator.render.scope import ModuleScope

_SCALARS = {
    PrimitiveKind.FILE: "FileTypes",
    PrimitiveKind.CONTENT: "RawContent",
    PrimitiveKind.BINARY: "bytes",
    PrimitiveKind.DATETIME: "datetime",
    PrimitiveKind.DATE: "date",
    PrimitiveKind.TIME: "time",
    PrimitiveKind.DURATION: "timedelta",
    PrimitiveKind.UUID: "UUID",
    PrimitiveKind.DECIMAL: "Decimal",
    PrimitiveKind.BASE64: "bytes",
}
_OMITTED = " = ..."


def surface(package: Package) -> str:
    """The whole surface as text. What the async classes differ in follows from the sync ones, which are shown."""
    answers = answer_classes(package.client)
    types = _Types(package_types(package.declarations, answers).private)
    sections = (
        _exported(package),
        _client(package.client),
        chain(
            (line for method in methods(as_told(package)) for line in _method(method, types, answers)),
            _callbacks(package, types),
            _webhook_methods(package, types),
        ),
        (line for page in package.pages for line in _page(page, types)),
        (line for declaration in package.declarations for line in _declaration(declaration, types)),
    )
    return "\n".join("".join(f"{line}\n" for line in sorted(set(section))) for section in sections)


class _Types(References):
    """Writes types as run-time references do, and literals and what is sent in full."""

    def reference(self, type: TypeExpr) -> str:
        """A type in one line: `chat.ChatCompletion`, `Literal["a", "b"] | str`."""
        match type:
            case LiteralOf():
                values = f"Literal[{', '.join(map(literal, type.values))}]"
                return f"{values} | str" if type.open else values
            case Primitive(kind=kind) if kind in _SCALARS:
                return _SCALARS[kind]
            case TupleOf():
                rest = () if type.rest is None else (f"*tuple[{self.reference(type.rest)}, ...]",)
                return f"tuple[{', '.join([*map(self.reference, type.items), *rest])}]"
            case _:
                return super().reference(type)

    def path(self, declared: Named) -> str:
        """Where a declaration is found, from the package on."""
        return f"types.{self.reference(declared)}"


def _exported(package: Package) -> Iterator[str]:
    """The names of each package; of types only those that another package declares."""
    for exports in package_exports(package, package.resources):
        home = dotted(".".join(filter(None, (package.name, exports.home))))
        for exported, module in exports.names.items():
            if not exports.home.startswith("types"):
                yield f"{home}.{name(exported)}"
            elif module and module.rpartition(".")[0] != exports.home:
                yield f"{home}.{name(exported)}, of {dotted(module)}"


def _client(client: Client) -> Iterator[str]:
    scope = ModuleScope("surface", Annotator())
    for option in option_views(client, scope, SYNC):
        yield f"{name(client.class_name)}({option.name}: {option.argument}{_OMITTED if option.omitted else ''})"
        yield f"{name(client.class_name)}.{option.name}: {option.attribute}"


def _method(method: Method, types: _Types, answers: AnswerClasses) -> Iterator[str]:
    """The positional arguments with the answer, then what is answered in other cases, then each keyword."""
    operation = method.operation
    positional = [_argument(argument, types) for argument in arguments(operation) if argument.positional]
    before = f"{', '.join(positional)}, /" if positional else ""
    answer = _answer(operation, types, answers)
    yield f"{method.call}({before}) -> {answer}{_deprecated(operation.deprecated is not None)}"
    if operation.stream is not None and operation.stream.parameter is not None:
        asked = f"{name(operation.stream.parameter)}=True"
        yield f"{method.call}({asked}) -> Stream[{types.reference(operation.stream.event)}]"
    if operation.cases is not None:
        for case in operation.cases.cases:
            for value in case.values:
                asked = f"{name(operation.cases.argument)}={string(value)}"
                yield f"{method.call}({asked}) -> {types.reference(case.type)}"
    for argument in arguments(operation):
        if not argument.positional:
            yield f"{method.call}({_argument(argument, types)})"
    if (extra := further_members(operation.body)) is not None:
        yield f"{method.call}(**members: {types.reference(extra)})"


def _answer(operation: Operation, types: _Types, answers: AnswerClasses) -> str:
    if operation.page is not None:
        return f"Sync{name(operation.page.scheme)}[{types.reference(operation.page.item)}]"
    if operation.stream is not None and operation.stream.parameter is None:
        return f"Stream[{types.reference(operation.stream.event)}]"
    type = result_type(operation.response)
    parts = [] if type is None else [types.reference(type)]
    return " | ".join([*parts, answers.binary.name] if is_binary(operation.response) else parts)


def _argument(argument: Argument, types: _Types) -> str:
    omitted = "" if argument.required else _OMITTED
    return f"{name(argument.name)}: {types.reference(argument.type)}{omitted}{_deprecated(argument.deprecated)}"


def _callbacks(package: Package, types: _Types) -> Iterator[str]:
    for callback in package.callbacks:
        own = dotted(".".join(("client", package.callbacks_resource, callback.method)))
        yield f"{own}(payload: str | bytes) -> {types.reference(callback.event)}"


def _webhook_methods(package: Package, types: _Types) -> Iterator[str]:
    for method in package.webhook_methods:
        own = dotted(".".join(("client", *method.resource, method.name)))
        checked = ", headers: Mapping[str, str], key: str | bytes | None = ..." if method.checked else ""
        mark = _deprecated(method.deprecated is not None)
        yield f"{own}(payload: str | bytes{checked}) -> {types.reference(method.event)}{mark}"


def _page(page: PageScheme, types: _Types) -> Iterator[str]:
    own = name(page.name)
    yield f"pagination.Sync{own}, pagination.Async{own}: pages, {page.kind.value}"
    yield from (
        f"pagination.Sync{own}.{name(safe_field_name(wire_name))}: {types.reference(type)}"
        for wire_name, type in page.fields
    )


def _declaration(declaration: Declaration, types: _Types) -> Iterator[str]:
    own = types.path(declaration.reference)
    mark = _deprecated(declaration.deprecated)
    match declaration:
        case ObjectModel():
            yield f"{own}: model{mark}"
            yield from (_member(f"{own}.{name(field.name)}", field, types) for field in declaration.fields)
        case ObjectParams():
            yield f"{own}: typed dictionary{mark}"
            yield from (_member(f"{own}[{string(field.name)}]", field, types) for field in declaration.fields)
        case EnumClass():
            yield f"{own}: enum{mark}"
            yield from (f"{own}.{name(member.name)} = {literal(member.value)}" for member in declaration.members)
        case EnumAlias() | UnionAlias() | PlainAlias():
            yield f"{own} = {types.reference(declaration.type)}{mark}"
        case _:
            assert_never(declaration)
    if isinstance(declaration, ObjectModel | ObjectParams) and declaration.extra is not None:
        yield f"{own}[...]: {types.reference(declaration.extra)}"


def _member(own: str, field: Field, types: _Types) -> str:
    omitted = "" if field.required else _OMITTED
    return f"{own}: {types.reference(field.type)}{omitted}{_deprecated(field.deprecated)}"


def _deprecated(deprecated: bool) -> str:
    return ", deprecated" if deprecated else ""

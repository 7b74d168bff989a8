"""Method signatures: the arguments of an operation, what it answers, and the text of both in one module."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from generator.ir.operations import (
    BinaryResponse,
    EmptyResponse,
    JsonResponse,
    Operation,
    TextResponse,
)
from generator.ir.types import Nullable, Primitive, PrimitiveKind
from generator.python.annotations import Face
from generator.python.code import LINE_LENGTH, Code
from generator.python.imports import External, Local
from generator.python.literals import name
from generator.render.arguments import Argument, arguments
from generator.render.scope import ModuleScope

OMIT = Local("_types", "Omit")
OMITTED = Local("_types", "omit")
BINARY = Local("_legacy_response", "HttpxBinaryResponseContent")
REQUEST_OPTIONS = Local("_types", "RequestOptions")
UNPACK = External("typing_extensions", "Unpack")
LITERAL = External("typing", "Literal")
PARAMETER_INDENT = 8
_TEXT = Primitive(kind=PrimitiveKind.STRING)
_BOOLEAN = Primitive(kind=PrimitiveKind.BOOLEAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentText:
    """An argument as written in one module: `type` without the mark that it may be left out."""

    argument: Argument
    type: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an operation answers, as annotations: `plain`, or pages of `item`; and `event` where it can stream."""

    plain: Code | None
    item: Code | None
    event: Code | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overload:
    """One signature of a method; `streams` says whether it answers a stream (None: either)."""

    parameters: Code
    streams: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """An operation's signature, prepared once for all faces of a module."""

    operation: Operation
    positional: tuple[ArgumentText, ...]
    keyword: tuple[ArgumentText, ...]
    answer: Answer


def signature(operation: Operation, scope: ModuleScope, shadowed: frozenset[str]) -> Signature:
    """Prepare an operation's signature for the module of `scope`; `shadowed` are names of the class it stands in."""
    texts = [
        ArgumentText(argument=argument, type=scope.annotation(argument.type, Face.PARAM, shadowed))
        for argument in arguments(operation)
    ]
    return Signature(
        operation=operation,
        positional=tuple(text for text in texts if text.argument.positional),
        keyword=tuple(text for text in texts if not text.argument.positional),
        answer=_answer(operation, scope, shadowed),
    )


def _answer(operation: Operation, scope: ModuleScope, shadowed: frozenset[str]) -> Answer:
    stream = operation.stream
    event = scope.annotation(stream.event, Face.RESULT, shadowed) if stream else None
    if operation.page is not None:
        return Answer(plain=None, item=scope.annotation(operation.page.item, Face.RESULT, shadowed), event=event)
    if stream is not None and stream.parameter is None:
        return Answer(plain=None, item=None, event=event)
    return Answer(plain=_result(operation, scope, shadowed), item=None, event=event)


def _result(operation: Operation, scope: ModuleScope, shadowed: frozenset[str]) -> Code:
    match operation.response:
        case JsonResponse(type=type):
            return scope.annotation(type, Face.RESULT, shadowed)
        case TextResponse():
            return scope.annotation(_TEXT, Face.RESULT, shadowed)
        case BinaryResponse():
            return scope.use(BINARY)
        case EmptyResponse():
            return Code("None")


def parameters(signature: Signature, scope: ModuleScope) -> Code:
    """The parameters of a method in code; the options every method takes stay together."""
    options = f"**options: {scope.use(UNPACK)}[{scope.use(REQUEST_OPTIONS)}]"
    omitted = "omit"
    if any(not text.argument.required for text in (*signature.positional, *signature.keyword)):
        omitted = scope.load(OMITTED)
    mark = ["*"] if signature.keyword else []
    positional = [_declared(text, scope, omitted) for text in signature.positional]
    keyword = [_declared(text, scope, omitted) for text in signature.keyword]
    return Code(", ".join(["self", *positional, *mark, *keyword, options]))


def overloads(signature: Signature, scope: ModuleScope) -> tuple[Overload, ...]:
    """The signatures of a method in a stub, options spelled out: three where a stream can be asked for, else one."""
    asks = signature.operation.stream.parameter if signature.operation.stream else None
    positional = "".join(f", {_declared(text, scope, '...')}" for text in signature.positional)
    before, after = _around(signature.keyword, asks, scope)
    options = _spelled_options(scope)
    if asks is None:
        streams = None if signature.operation.stream is None else True
        return (Overload(parameters=Code(f"self{positional}, *{before}, {options}"), streams=streams),)
    literal, omit = scope.use(LITERAL), scope.use(OMIT)
    boolean = scope.annotation(_BOOLEAN, Face.PARAM)
    nothing = "None | " if _is_nullable(signature.keyword, asks) else ""
    asked = (
        (f"{literal}[False] | {nothing}{omit} = ...", False),
        (f"{literal}[True]", True),
        (boolean, None),
    )
    return tuple(
        Overload(
            parameters=Code(f"self{positional}, *{before}, {name(asks)}: {type}{after}, {options}"), streams=streams
        )
        for type, streams in asked
    )


def _is_nullable(texts: Iterable[ArgumentText], argument: str) -> bool:
    return any(text.argument.name == argument and isinstance(text.argument.type, Nullable) for text in texts)


def _around(texts: Iterable[ArgumentText], asks: str | None, scope: ModuleScope) -> tuple[str, str]:
    """The keyword arguments before and after the one that asks for a stream."""
    sides = ["", ""]
    side = 0
    for text in texts:
        if text.argument.name == asks:
            side = 1
        else:
            sides[side] += f", {_declared(text, scope, '...')}"
    return sides[0], sides[1]


def _spelled_options(scope: ModuleScope) -> str:
    body, headers, query = (scope.use(Local("_types", n)) for n in ("Body", "Headers", "Query"))
    timeout, not_given = scope.use(Local("_http", "Timeout")), scope.use(Local("_types", "NotGiven"))
    return (
        f"extra_headers: {headers} | None = ..., extra_query: {query} | None = ..., "
        f"extra_body: {body} | None = ..., timeout: float | {timeout} | {not_given} | None = ..., "
        "idempotency_key: str | None = ..."
    )


def _declared(text: ArgumentText, scope: ModuleScope, default: str) -> str:
    """One parameter. A union too long for its line goes in parentheses: black puts them there, ruff only keeps them."""
    own, type, value = name(text.argument.name), str(text.type), ""
    if not text.argument.required:
        type, value = f"{type} | {scope.use(OMIT)}", f" = {default}"
    if PARAMETER_INDENT + len(f"{own}: {type}{value},") > LINE_LENGTH and _is_union(type):
        type = f"({type})"
    return f"{own}: {type}{value}"


def _is_union(annotation: str) -> bool:
    return isinstance(ast.parse(annotation, mode="eval").body, ast.BinOp)

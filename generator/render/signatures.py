"""Method signatures: the arguments of an operation, what it answers, and the text of both in one module."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from generator.ir.operations import IDEMPOTENCY_KEY, Operation, further_members, is_binary, result_type
from generator.ir.types import ListOf, LiteralOf, Nullable, Primitive, PrimitiveKind
from generator.python.annotations import Face
from generator.python.code import LINE_LENGTH, Code
from generator.python.imports import External, Local
from generator.python.literals import name
from generator.render.arguments import Argument, arguments, options_name
from generator.render.scope import ModuleScope
from generator.values import Value, replace

OMIT = Local("_types", "Omit")
OMITTED = Local("_types", "omit")
CALL_OPTIONS = Local("_types", "CallOptions")
REQUEST_OPTIONS = Local("_types", "RequestOptions")
UNPACK = External("typing_extensions", "Unpack")
LITERAL = External("typing", "Literal")
PARAMETER_INDENT = 8
_BOOLEAN = Primitive(kind=PrimitiveKind.BOOLEAN)
_DEFAULT = " = ..."
_Fixed: TypeAlias = Mapping[str, tuple[str, str]]
"""Arguments that have another type in one signature than in general: that type, and the default in code, if any."""


class ArgumentText(Value, kw_only=True):
    """An argument as written in one module: `type` without the mark that it may be left out."""

    argument: Argument
    type: Code


class Answer(Value, kw_only=True):
    """What an operation answers, as annotations: `plain`, or pages of `item`; and `event` where it can stream.

    Binary content has a class for each kind of client, so that its annotation is for the faces to write.
    Where an argument decides, `cases` are what it can come to in a stub, beside `plain` for all that is not known.
    """

    plain: Code | None
    item: Code | None
    event: Code | None
    is_binary: bool = False
    cases: tuple[Code, ...] = ()


class Overload(Value, kw_only=True):
    """One signature of a method.

    `streams` says whether it answers a stream (None: either), `case` what it answers where arguments decide that.
    """

    parameters: Code
    streams: bool | None
    case: Code | None = None


class Signature(Value, kw_only=True):
    """An operation's signature, prepared once for all faces of a module. `further` is what stubs say of members of
    the body under names that the document leaves open."""

    operation: Operation
    positional: tuple[ArgumentText, ...]
    keyword: tuple[ArgumentText, ...]
    further: Code | None
    answer: Answer


def signature(operation: Operation, scope: ModuleScope, shadowed: frozenset[str]) -> Signature:
    """Prepare an operation's signature for the module of `scope`; `shadowed` are names of the class it stands in."""
    texts = [
        ArgumentText(argument=argument, type=_type(argument, scope, shadowed)) for argument in arguments(operation)
    ]
    return Signature(
        operation=operation,
        positional=tuple(text for text in texts if text.argument.positional),
        keyword=tuple(text for text in texts if not text.argument.positional),
        further=None,
        answer=_answer(operation, scope, shadowed),
    )


def _type(argument: Argument, scope: ModuleScope, shadowed: frozenset[str]) -> Code:
    """The type of an argument; the items of a body may come as they are awaited, too."""
    if not argument.is_sequence or not isinstance(argument.type, ListOf):
        return scope.annotation(argument.type, Face.PARAM, shadowed)
    item = scope.annotation(argument.type.item, Face.PARAM, shadowed)
    iterable, awaited = (scope.use(External("collections.abc", n)) for n in ("Iterable", "AsyncIterable"))
    return Code(f"{iterable}[{item}] | {awaited}[{item}]")


def stub_signature(operation: Operation, scope: ModuleScope, shadowed: frozenset[str]) -> Signature:
    """An operation's signature for a stub, which tells apart what the code has in common: answers, and arguments that
    are options from those that are members of the body."""
    plain = signature(operation, scope, shadowed)
    cases = operation.cases.cases if operation.cases else ()
    answers = tuple(scope.annotation(case.type, Face.RESULT, shadowed) for case in cases)
    extra = further_members(operation.body)
    further = None if extra is None else scope.annotation(extra, Face.PARAM, shadowed)
    return replace(plain, further=further, answer=replace(plain.answer, cases=answers))


def _answer(operation: Operation, scope: ModuleScope, shadowed: frozenset[str]) -> Answer:
    stream = operation.stream
    event = scope.annotation(stream.event, Face.RESULT, shadowed) if stream else None
    if operation.page is not None:
        return Answer(plain=None, item=scope.annotation(operation.page.item, Face.RESULT, shadowed), event=event)
    if stream is not None and stream.parameter is None:
        return Answer(plain=None, item=None, event=event)
    return Answer(
        plain=_result(operation, scope, shadowed),
        item=None,
        event=event,
        is_binary=is_binary(operation.response),
    )


def _result(operation: Operation, scope: ModuleScope, shadowed: frozenset[str]) -> Code | None:
    """What is answered in forms that are the same for each kind of client; None where it is none of these."""
    type = result_type(operation.response)
    return None if type is None else scope.annotation(type, Face.RESULT, shadowed)


def parameters(signature: Signature, scope: ModuleScope) -> Code:
    """The parameters of a method in code; the options every method takes stay together."""
    has_own_key = IDEMPOTENCY_KEY in (text.argument.name for text in (*signature.positional, *signature.keyword))
    type = scope.use(CALL_OPTIONS if has_own_key else REQUEST_OPTIONS)
    options = f"**{options_name(signature.operation)}: {scope.use(UNPACK)}[{type}]"
    omitted = "omit"
    if any(not text.argument.required for text in (*signature.positional, *signature.keyword)):
        omitted = scope.load(OMITTED)
    mark = ["*"] if signature.keyword else []
    positional = [_declared(text, scope, omitted) for text in signature.positional]
    keyword = [_declared(text, scope, omitted) for text in signature.keyword]
    return Code(", ".join(["self", *positional, *mark, *keyword, options]))


def overloads(signature: Signature, scope: ModuleScope) -> tuple[Overload, ...]:
    """The signatures of a method in a stub, options spelled out.

    There are several where an argument decides what is answered, one for each answer and one for any, and where an
    argument asks for a stream.
    """
    asks = signature.operation.stream.parameter if signature.operation.stream else None
    plain = {} if asks is None else {asks: (_not_streaming(signature, asks, scope), _DEFAULT)}
    streams = None if signature.operation.stream is None else asks is None
    found = [
        _overload(signature, {**plain, **fixed}, scope, streams=streams, case=case)
        for fixed, case in _cases(signature, scope)
    ]
    found.append(_overload(signature, plain, scope, streams=streams))
    if asks is None:
        return tuple(found)
    streaming = {asks: (f"{scope.use(LITERAL)}[True]", "")}
    either = {asks: (str(scope.annotation(_BOOLEAN, Face.PARAM)), "")}
    found.append(_overload(signature, streaming, scope, streams=True))
    found.append(_overload(signature, either, scope, streams=None))
    return tuple(found)


def _not_streaming(signature: Signature, asks: str, scope: ModuleScope) -> str:
    nothing = "None | " if _is_nullable(signature.keyword, asks) else ""
    return f"{scope.use(LITERAL)}[False] | {nothing}{scope.use(OMIT)}"


def _cases(signature: Signature, scope: ModuleScope) -> Iterator[tuple[_Fixed, Code]]:
    """For each answer the argument that decides for it, with its values, and the answer; that of no argument first."""
    said = signature.operation.cases
    if said is None:
        return
    written = zip(said.cases, signature.answer.cases, strict=True)
    for case, answer in sorted(written, key=lambda pair: said.omitted not in pair[0].values):
        values = str(scope.annotation(LiteralOf(values=case.values), Face.PARAM))
        may_lack = said.omitted in case.values
        yield {said.argument: (f"{values} | {scope.use(OMIT)}", _DEFAULT) if may_lack else (values, "")}, answer


def _overload(
    signature: Signature,
    fixed: _Fixed,
    scope: ModuleScope,
    *,
    streams: bool | None,
    case: Code | None = None,
) -> Overload:
    """One signature, where some arguments are `fixed`."""
    positional, keyword = (
        [
            _spelled(text.argument.name, *fixed[text.argument.name])
            if text.argument.name in fixed
            else _declared(text, scope, "...")
            for text in texts
        ]
        for texts in (signature.positional, signature.keyword)
    )
    further = [] if signature.further is None else [f"**members: {signature.further}"]
    parameters = Code(
        ", ".join(["self", *positional, "*", *keyword, _spelled_options(signature.operation, scope), *further])
    )
    return Overload(parameters=parameters, streams=streams, case=case)


def _is_nullable(texts: Iterable[ArgumentText], argument: str) -> bool:
    return any(text.argument.name == argument and isinstance(text.argument.type, Nullable) for text in texts)


def _spelled_options(operation: Operation, scope: ModuleScope) -> str:
    body, headers, query = (scope.use(Local("_types", n)) for n in ("Body", "Headers", "Query"))
    timeout, not_given = scope.use(Local("_http", "Timeout")), scope.use(Local("_types", "NotGiven"))
    key = ", idempotency_key: str | None = ..." if operation.takes_key else ""
    return (
        f"extra_headers: {headers} | None = ..., extra_query: {query} | None = ..., "
        f"extra_body: {body} | None = ..., timeout: float | {timeout} | {not_given} | None = ...{key}"
    )


def _declared(text: ArgumentText, scope: ModuleScope, default: str) -> str:
    """One parameter."""
    if text.argument.required:
        return _spelled(text.argument.name, str(text.type), "")
    return _spelled(text.argument.name, f"{text.type} | {scope.use(OMIT)}", f" = {default}")


def _spelled(argument: str, type: str, default: str) -> str:
    """One parameter. A union too long for its line goes in parentheses: black puts them there, ruff only keeps them."""
    own = name(argument)
    if PARAMETER_INDENT + len(f"{own}: {type}{default},") > LINE_LENGTH and _is_union(type):
        type = f"({type})"
    return f"{own}: {type}{default}"


def _is_union(annotation: str) -> bool:
    return isinstance(ast.parse(annotation, mode="eval").body, ast.BinOp)

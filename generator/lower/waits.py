"""Work that takes a while: which methods callers get that wait for it, held against what the methods answer."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from generator.config.matching import UNMATCHED
from generator.config.model import Config, PollingConfig
from generator.diagnostics import Diagnostics, Severity, register
from generator.ir.declarations import Declaration, EnumAlias, EnumClass, Field, ObjectModel, PlainAlias
from generator.ir.operations import FormBody, JsonBody, JsonResponse, Operation
from generator.ir.package import Package, Resource, Start, Wait, all_resources
from generator.ir.types import LiteralOf, Named, Nullable, Primitive, PrimitiveKind, TypeExpr
from generator.values import replace

UNFITTING = register(
    "unfitting-polling",
    Severity.ERROR,
    "What the SDK config says of waiting for work does not fit the methods and answers that it names.",
)

_ID: Final = "id"
_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")
_Declared: TypeAlias = Mapping[Named, Declaration]


def with_waits(package: Package, config: Config, diagnostics: Diagnostics) -> Package:
    """The package with the methods that wait; what does not fit is reported and left out."""
    if not config.polling:
        return package
    finder = _Finder(package, config, diagnostics)
    waits = {said.resource: wait for said in config.polling if (wait := finder.wait(said)) is not None}
    return replace(package, resources=tuple(_with(resource, waits) for resource in package.resources))


def _with(resource: Resource, waits: Mapping[tuple[str, ...], Wait]) -> Resource:
    own = (waits[resource.path],) if resource.path in waits else ()
    return replace(resource, waits=own, children=tuple(_with(child, waits) for child in resource.children))


class _UnfittingError(Exception):
    """What is wrong with an entry, and what may be meant."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class _Finder:
    """Reads the entries of one config for one package."""

    def __init__(self, package: Package, config: Config, diagnostics: Diagnostics) -> None:
        self._resources = {resource.path: resource for resource in all_resources(package.resources)}
        self._declared: _Declared = {one.reference: one for one in package.declarations}
        self._covers = config.covers(package.title)
        self._diagnostics = diagnostics

    def wait(self, said: PollingConfig) -> Wait | None:
        """What an entry amounts to; None where its resource is not there, or something does not fit."""
        resource = self._resources.get(said.resource)
        if resource is None:
            if self._covers:
                text = f'the SDK has no resource "{".".join(said.resource)}"'
                hint = _near(".".join(said.resource), map(".".join, self._resources))
                self._diagnostics.report(UNMATCHED, text, said.location, hint=hint)
            return None
        try:
            return self._wait(said, resource)
        except _UnfittingError as error:
            self._diagnostics.report(UNFITTING, error.message, said.location, hint=error.hint)
            return None

    def _wait(self, said: PollingConfig, resource: Resource) -> Wait:
        methods = {operation.name: operation for operation in resource.operations}
        taken = {*methods, *(child.name for child in resource.children)}
        for new in (said.name, *(name for _, name in said.start)):
            if new in taken:
                raise _UnfittingError(f'the resource has something called "{new}" already')
            taken.add(new)
        ask = _method(said.ask, methods)
        field = self._field(ask, said.field)
        self._check_values(field, said)
        return Wait(
            name=said.name,
            asks=ask.name,
            starts=tuple(self._start(name, _method(method, methods), ask, said) for method, name in said.start),
            field=field.name,
            location=said.location,
            pending=said.pending,
            done=said.done,
            failed=said.failed,
            interval_ms=round(said.interval * 1000),
            header=said.interval_header,
            interval_argument=_free(said.interval_argument, ask),
            limit_argument=None if said.limit_argument is None else _free(said.limit_argument, ask),
        )

    def _start(self, name: str, begins: Operation, ask: Operation, said: PollingConfig) -> Start:
        """How the method that asks gets its arguments: the work from the answer, the rest as it was given."""
        model, given = self._model(begins), _argument_names(begins)
        for argument in (said.interval_argument, said.limit_argument):
            if argument is not None:
                _free(argument, begins)
        fields = {field.name for field in model.fields}
        needed = [parameter.name for parameter in ask.parameters if parameter.required]
        work = _PLACEHOLDER.findall(ask.path)[-1:]
        answered, passed = [], []
        for argument in needed:
            if argument in work and _ID in fields:
                answered.append((argument, _ID))
            elif argument in given:
                passed.append(argument)
            elif argument in fields:
                answered.append((argument, argument))
            else:
                raise _UnfittingError(
                    f'neither what "{begins.name}" takes nor what it answers has "{argument}" for "{ask.name}"'
                )
        return Start(name=name, begins=begins.name, answered=tuple(answered), passed=tuple(passed))

    def _field(self, operation: Operation, name: str) -> Field:
        fields = {field.wire_name: field for field in self._model(operation).fields}
        if name not in fields:
            raise _UnfittingError(f'what "{operation.name}" answers has no field "{name}"', _near(name, fields))
        return fields[name]

    def _model(self, operation: Operation) -> ObjectModel:
        answer = operation.response.type if isinstance(operation.response, JsonResponse) else None
        if answer is None or operation.stream is not None or operation.page is not None or operation.cases is not None:
            raise _UnfittingError(f'"{operation.name}" answers with no single object')
        found = self._resolved(answer)
        if not isinstance(found, ObjectModel):
            raise _UnfittingError(f'"{operation.name}" answers with no single object')
        return found

    def _check_values(self, field: Field, said: PollingConfig) -> None:
        """Every value must be one that the document has, where it says any, and must say one thing."""
        known = self._values(field.type)
        for value in (*said.pending, *said.done, *said.failed):
            if known and value not in known:
                hint = _near(str(value), map(str, known))
                raise _UnfittingError(f'"{field.wire_name}" is never {json.dumps(value)}', hint)
        for value in said.failed:
            if value in (*said.pending, *said.done):
                other = "pending" if said.pending else "done"
                raise _UnfittingError(f'{json.dumps(value)} is one of "{other}" and of "failed"')

    def _values(self, type: TypeExpr) -> tuple[object, ...]:
        match self._resolved(type):
            case EnumClass() as declared:
                return declared.type.values
            case EnumAlias(type=Nullable(inner=LiteralOf() as own) | (LiteralOf() as own)) | (LiteralOf() as own):
                return own.values
            case Primitive(kind=PrimitiveKind.BOOLEAN):
                return (True, False)
            case _:
                return ()

    def _resolved(self, type: TypeExpr) -> TypeExpr | Declaration:
        """What a type is once names that only stand for others are followed."""
        while True:
            match type:
                case Nullable(inner=inner):
                    type = inner
                case Named() if isinstance(declared := self._declared.get(type), PlainAlias):
                    type = declared.type
                case Named():
                    return self._declared.get(type, type)
                case _:
                    return type


def _method(name: str, methods: Mapping[str, Operation]) -> Operation:
    if name not in methods:
        raise _UnfittingError(f'the resource has no method "{name}"', _near(name, methods))
    return methods[name]


def _free(argument: str, operation: Operation) -> str:
    """The name of a further argument of a method."""
    if argument in _argument_names(operation):
        raise _UnfittingError(f'"{operation.name}" takes something called "{argument}" already')
    return argument


def _argument_names(operation: Operation) -> set[str]:
    return {*(parameter.name for parameter in operation.parameters), *_members_of(operation)}


def _members_of(operation: Operation) -> Iterator[str]:
    if isinstance(operation.body, JsonBody | FormBody):
        yield from (field.name for field in operation.body.fields)


def _near(word: str, words: Iterable[str]) -> str | None:
    near = difflib.get_close_matches(word, list(words), n=1)
    return f"did you mean {near[0]}?" if near else None

"""Methods that wait for work: each asks by another method of its resource until the work is through."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from generator.ir.operations import Operation
from generator.ir.package import USUAL_INTERVAL_MS, Resource, Start, State, Wait
from generator.ir.types import Primitive, PrimitiveKind
from generator.python.annotations import Face
from generator.python.code import Code
from generator.python.imports import External, Local
from generator.python.literals import expressions, literal, name, string
from generator.render.arguments import Argument, arguments, options_name
from generator.render.runtime_files import POLLING
from generator.render.scope import ModuleScope
from generator.render.signatures import ArgumentText, Signature, signature
from generator.values import Value, replace

_PROGRESS: Final = Local(POLLING, "Progress")


class WaitingMethod(Value, kw_only=True):
    """A method that waits: `signature` is that of the operation which it begins with, and its own arguments. `start` is
    None where the work has begun."""

    name: str
    doc: str
    deprecated: str | None
    signature: Signature
    wait: Wait
    start: Start | None


def waiting_names(resource: Resource) -> frozenset[str]:
    """The names of the methods that wait."""
    return frozenset(n for wait in resource.waits for n in (wait.name, *(start.name for start in wait.starts)))


def waiting_methods(resource: Resource, scope: ModuleScope, shadowed: frozenset[str]) -> tuple[WaitingMethod, ...]:
    """The methods of a resource that wait."""
    methods = {operation.name: operation for operation in resource.operations}
    found = []
    for wait in resource.waits:
        answer = signature(methods[wait.asks], scope, shadowed).answer
        for start in (*wait.starts, None):
            operation = methods[wait.asks if start is None else start.begins]
            found.append(
                WaitingMethod(
                    name=wait.name if start is None else start.name,
                    doc=doc_of(wait, start),
                    deprecated=operation.deprecated,
                    signature=replace(_signature(operation, wait, scope, shadowed), answer=answer),
                    wait=wait,
                    start=start,
                )
            )
    return tuple(found)


def statement(method: WaitingMethod, methods: Sequence[Operation], scope: ModuleScope, *, is_async: bool) -> Code:
    """The body of a method that waits."""
    if method.start is not None:
        return _begun(method, method.start, is_async=is_async)
    operation = next(operation for operation in methods if operation.name == method.wait.asks)
    scope_wait = scope.load(Local(POLLING, "wait_async" if is_async else "wait"))
    bound = scope.load(External("functools", "partial"))
    given = ", ".join([f"self.with_raw_response.{name(operation.name)}", *_passed(arguments(operation))])
    said = ", ".join(
        (
            _progress(method.wait, scope),
            options_name(operation),
            *(name(own.name) for own in own_arguments(method.wait)),
        )
    )
    return Code(f"return {'await ' if is_async else ''}{scope_wait}({bound}({given}), {said})")


def _begun(method: WaitingMethod, start: Start, *, is_async: bool) -> Code:
    """Begin the work and wait: what the answer to the first is called keeps clear of the arguments."""
    operation = method.signature.operation
    own = arguments(operation)
    options, awaited = name(options_name(operation)), "await " if is_async else ""
    work = "work"
    while work in {argument.name for argument in own} | {options}:
        work += "_"
    begins = f"{awaited}self.{name(start.begins)}({', '.join([*_passed(own), f'**{options}'])})"
    known_as = f"{work} := " if len(start.answered) > 1 else ""
    answered = [
        f"{name(argument)}={work if at else f'({known_as}{begins})'}.{name(field)}"
        for at, (argument, field) in enumerate(start.answered)
    ]
    passed = [f"{name(argument)}={name(argument)}" for argument in start.passed]
    extra = [f"{name(argument.name)}={name(argument.name)}" for argument in own_arguments(method.wait)]
    given = ", ".join([*answered, *passed, *extra, f"**{options}"])
    return Code(f"return {awaited}self.{name(method.wait.name)}({given})")


def _passed(own: Iterable[Argument]) -> Iterator[str]:
    for argument in own:
        yield name(argument.name) if argument.positional else f"{name(argument.name)}={name(argument.name)}"


def _progress(wait: Wait, scope: ModuleScope) -> Code:
    said = [string(wait.field)]
    for member, values in (("pending", wait.pending), ("done", wait.done), ("failed", wait.failed)):
        if values:
            said.append(Code(f"{member}={expressions(map(literal, values))}"))
    if wait.header is not None:
        said.append(Code(f"header={string(wait.header)}"))
    if wait.interval_ms != USUAL_INTERVAL_MS:
        said.append(Code(f"interval_ms={literal(wait.interval_ms)}"))
    return Code(f"{scope.load(_PROGRESS)}({', '.join(said)})")


def own_arguments(wait: Wait) -> Iterator[Argument]:
    """What a method that waits takes beside the arguments of those that it calls."""
    said = [(wait.interval_argument, PrimitiveKind.INTEGER, "Milliseconds between two questions.")]
    if wait.limit_argument is not None:
        limit = "Seconds to wait; after them `WaitTimeoutError` is raised."
        said.append((wait.limit_argument, PrimitiveKind.NUMBER, limit))
    for argument, kind, doc in said:
        yield Argument(name=argument, wire_name=argument, type=Primitive(kind=kind), required=False, doc=doc)


def _signature(operation: Operation, wait: Wait, scope: ModuleScope, shadowed: frozenset[str]) -> Signature:
    plain = signature(operation, scope, shadowed)
    own = (
        ArgumentText(argument=argument, type=scope.annotation(argument.type, Face.PARAM, shadowed))
        for argument in own_arguments(wait)
    )
    return replace(plain, keyword=(*plain.keyword, *own))


def doc_of(wait: Wait, start: Start | None) -> str:
    """What a method does, in our own words and with the values that the owner names."""
    until = _either(wait.done, "is") if wait.done else _either(wait.pending, "is not")
    begin = f"Ask by `{wait.asks}`" if start is None else f"Call `{start.begins}`, then ask by `{wait.asks}`"
    fails = f" Raises `WorkFailedError` where it {_either(wait.failed, 'is')}." if wait.failed else ""
    return f"{begin} until `{wait.field}` {until}, and return the last answer.{fails}"


def _either(values: tuple[State, ...], verb: str) -> str:
    *most, last = [f"`{json.dumps(value) if isinstance(value, bool) else value}`" for value in values]
    return f"{verb} {', '.join(most)}{' or ' if most else ''}{last}"

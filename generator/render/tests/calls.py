"""Calls of methods with values that the document allows, and what they are to send."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.ir.operations import argument_origins
from generator.ir.package import Package, all_resources
from generator.ir.trials import Trial, TrialValue
from generator.ir.types import Primitive, PrimitiveKind
from generator.python.annotations import Annotator
from generator.python.code import Code
from generator.python.literals import name, string
from generator.render.answers import answer_classes
from generator.render.arguments import arguments
from generator.render.docs.by_hand import defined_by_hand
from generator.render.docs.layout import Expression, Group
from generator.render.docs.samples import Method, methods
from generator.render.docs.values import Values, anything, quoted
from generator.render.package_types import package_types
from generator.values import Value

_CLIENT = Code("client")
_TRUE = Code("True")


class MadeCall(Value, kw_only=True):
    """A call, and what it sends (`sends`: arguments of `Sent`). `left_out` are arguments whose values are not of their
    types."""

    call: Group
    sends: tuple[tuple[str, Expression], ...]
    left_out: tuple[str, ...] = ()


class NoCall(Value, kw_only=True):
    """That there is no call, since a required argument has no value of its type, or is none in the SDK."""

    argument: str


class Calls:
    """Makes calls of the methods of one package. `sources` is the hand-written code that is known, by path in it."""

    def __init__(self, package: Package, sources: Mapping[str, str | bytes]) -> None:
        self.package = package
        self._by_hand = {
            resource.path: defined_by_hand(resource.extensions, resource.class_name, sources)
            for resource in all_resources(package.resources)
        }
        self.annotator = Annotator()
        self.private = package_types(package.declarations, answer_classes(package.client)).private
        self._methods = {method.key: method for method in methods(package)}
        self._files: dict[Expression, str] = {}
        self._values = Values(package.declarations, self._content)

    def method(self, trial: Trial) -> Method:
        """The method that a trial is about."""
        return self._methods[trial.resource, trial.method]

    def value_of(self, trial: Trial, argument: str) -> object:
        """What an argument is given where all are."""
        origin = next(o for o, own in argument_origins(self.method(trial).operation) if own == argument)
        return next((json.loads(value.json) for value in trial.every if value.origin == origin), None)

    def of(
        self, trial: Trial, values: tuple[TrialValue, ...], given: Mapping[str, Any] | None = None
    ) -> MadeCall | NoCall:
        """A call with these values, and those that are `given` in their place."""
        method = self.method(trial)
        made = {value.origin: json.loads(value.json) for value in values}
        origins = {name: origin for origin, name in argument_origins(method.operation)}
        needed = {v.origin for v in trial.required} - {*origins.values(), *(v.origin for v in trial.fixed)}
        if needed:
            return NoCall(argument=" ".join(min(needed)))
        asked = method.operation.stream.parameter if method.operation.stream is not None else None
        items: list[tuple[str, Expression]] = []
        sent: dict[tuple[str, ...], Any] = {v.origin: json.loads(v.json) for v in trial.fixed}
        files: list[str] = []
        content: Expression | None = None
        left_out: list[str] = []
        for argument in arguments(method.operation):
            origin = origins[argument.name]
            told = (given or {}).get(argument.name, made.get(origin, _ABSENT))
            if argument.name == asked and argument.name not in (given or {}):
                continue
            expression = None if told is _ABSENT else self._values.express(told, argument.type)
            if expression is None and argument.required:
                return NoCall(argument=argument.name)
            if expression is None:
                left_out += () if told is _ABSENT else (argument.name,)
                continue
            items.append(("" if argument.positional else f"{name(argument.name)}=", expression))
            if argument.type == _CONTENT:
                content = expression
            else:
                sent[origin] = told
            files += self._named(expression)
        call = Group(f"{_CLIENT}.{method.path}(", tuple(items), ")")
        sends = list(_sends(sent, files, content))
        if sends and self._is_changed(method):
            sends.append(("more=", _TRUE))
        return MadeCall(call=call, sends=tuple(sends), left_out=tuple(left_out))

    def _is_changed(self, method: Method) -> bool:
        """Whether hand-written code has a part in what a method sends."""
        return not self._by_hand.get(method.resource, frozenset()).isdisjoint((method.operation.name, "_execute"))

    def _content(self, value: object, kind: PrimitiveKind) -> Code:
        """What stands for a file or for a body: the text that the document has as its value."""
        text = value if isinstance(value, str) else json.dumps(value)
        content = f"b{quoted(text)}" if text.isascii() else f"{quoted(text)}.encode()"
        if kind is PrimitiveKind.CONTENT:
            return Code(content)
        called = f"{text}.bin" if text.isidentifier() and text.isascii() else "file.bin"
        code = Code(f"({string(called)}, {content})")
        self._files[code] = called
        return code

    def _named(self, expression: Expression) -> Iterator[str]:
        """The names of the files in an expression."""
        if isinstance(expression, Group):
            for _, item in expression.items:
                yield from self._named(item)
        elif expression in self._files:
            yield self._files[expression]


_ABSENT: Any = object()
_CONTENT = Primitive(kind=PrimitiveKind.CONTENT)
_PLACES = ("path", "query", "header", "cookie", "querystring")


def _sends(
    sent: Mapping[tuple[str, ...], Any], files: list[str], content: Expression | None
) -> Iterator[tuple[str, Expression]]:
    """The arguments of `Sent`."""
    for place in _PLACES:
        own = {origin[1]: value for origin, value in sent.items() if origin[0] == place}
        if own:
            yield f"{place}=", anything(own)
    if ("body",) in sent:
        yield "body=", anything(sent["body",])
    members = {origin[1]: value for origin, value in sent.items() if origin[0] == "body" and len(origin) > 1}
    if members:
        yield "body=", anything(members)
    if content is not None:
        yield "content=", content
    if files:
        yield "files=", Group("(", tuple(("", string(file)) for file in files), ",)" if len(files) == 1 else ")")

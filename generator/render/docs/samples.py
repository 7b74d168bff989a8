"""Code samples: real calls of every operation, sync and async, made from the document's examples and types."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

from generator.ir.operations import (
    BinaryResponse,
    EmptyResponse,
    JsonResponse,
    Operation,
    ResponseByStatus,
    TextResponse,
)
from generator.ir.package import Package, all_resources, methods_of
from generator.ir.types import Named, Primitive, PrimitiveKind, parts
from generator.python.code import Code
from generator.python.identifiers import snake_case
from generator.python.literals import dotted, name, string
from generator.render.answers import answer_classes
from generator.render.arguments import Argument, arguments
from generator.render.docs.layout import Expression, Group, lay_out
from generator.render.docs.values import FILE, Values
from generator.render.waits import waiting_names
from generator.values import Value, field, replace

CLIENT = Code("client")
DOWNLOAD = "answer.bin"
_TRUE = Code("True")
_NOTHING = Code("")


class SampleKind(Enum):
    """What a sample shows. The streaming kinds ask an operation that can do both for its stream, the raw one for the
    answer as it came."""

    SYNC = "sync"
    ASYNC = "async"
    SYNC_STREAM = "sync-stream"
    ASYNC_STREAM = "async-stream"
    RAW = "raw"
    GUIDE = "guide"


class Sample(Value, kw_only=True):
    """A complete program. Credentials come from the environment; where a file is needed, it uploads `file.bin`."""

    operation_id: str
    kind: SampleKind
    code: Code


class Method(Value):
    """An operation with the resource it belongs to (`resource` is empty for the client's own)."""

    resource: tuple[str, ...]
    operation: Operation

    @property
    def call(self) -> Code:
        """How it is called, without arguments: `client.chat.completions.create`."""
        return call_of(self.resource, self.operation.name)

    @property
    def path(self) -> Code:
        """How it is called on a client, without arguments: `chat.completions.create`."""
        return dotted(".".join((*self.resource, self.operation.name)))

    @property
    def key(self) -> tuple[tuple[str, ...], str]:
        """What tells it from other methods of the package."""
        return self.resource, self.operation.name


def call_of(resource: tuple[str, ...], own: str) -> Code:
    """How the method of a resource is called, without arguments."""
    return Code(f"{CLIENT}.{dotted('.'.join((*resource, own)))}")


class Wanted(Value, kw_only=True):
    """What someone wants of a sample: values of arguments by their names, what the answer is called (`variable`) and
    what is printed of it, and what stands for the client."""

    given: Mapping[str, Any] = field(default_factory=dict)
    variable: str | None = None
    printed: str | None = None
    receiver: Code = CLIENT


_NOTHING_WANTED = Wanted()


def methods(package: Package) -> Iterator[Method]:
    """Every method of a package: the client's own, then the resource tree from the top."""
    yield from (Method(resource, operation) for resource, operation in methods_of(package))


def introduction(methods: Iterable[Method]) -> Method | None:
    """The method that shows its package best: one whose body has an example, or that takes arguments at least."""
    left = list(methods)
    for speaks_against in _AGAINST:  # what counts most comes first, and spares most of them the rest
        left = [method for method in left if not speaks_against(method.operation)] or left
    return left[0] if left else None


def uploads(operation: Operation) -> bool:
    """Whether an operation takes files."""
    return any(
        isinstance(part, Primitive) and part.kind is PrimitiveKind.FILE
        for part in parts(argument.type for argument in arguments(operation))
    )


_AGAINST: tuple[Callable[[Operation], bool], ...] = (
    lambda operation: operation.deprecated is not None,
    lambda operation: not isinstance(operation.response, JsonResponse) or operation.page is not None,
    uploads,
    lambda operation: operation.request_example is None,
    lambda operation: not any(argument.required for argument in arguments(operation)),
    lambda operation: any(argument.positional for argument in operation.parameters),
    lambda operation: operation.stream is None,
)
"""What speaks against a method as the introduction of a package."""


class Samples:
    """Writes the samples of one package."""

    def __init__(self, package: Package) -> None:
        self._package = name(package.name)
        self._client = package.client.class_name
        self._constructor = _constructor_arguments(package)
        self._values = Values(package.declarations)
        self._answers = answer_classes(package.client)
        self._waiting = {(r.path, name) for r in all_resources(package.resources) for name in waiting_names(r)}

    def of(self, method: Method) -> tuple[Sample, ...]:
        """All samples of an operation."""
        operation = method.operation
        kinds = [SampleKind.SYNC, SampleKind.ASYNC]
        if operation.stream is not None and operation.stream.parameter is not None:
            kinds += [SampleKind.SYNC_STREAM, SampleKind.ASYNC_STREAM]
        if method.key not in self._waiting:  # there are several answers
            kinds.append(SampleKind.RAW)
        return tuple(self.sample(method, kind) for kind in kinds)

    def sample(self, method: Method, kind: SampleKind) -> Sample:
        """One sample of an operation."""
        return Sample(operation_id=method.operation.operation_id, kind=kind, code=self.code(method, kind))

    def code(self, method: Method, kind: SampleKind) -> Code:
        """The text of one sample."""
        if kind in (SampleKind.ASYNC, SampleKind.ASYNC_STREAM):
            return self.program(self.statements(method, kind, indent=4), is_async=True)
        if kind is SampleKind.RAW:
            return self.program(self._raw_statements(method))
        return self.program(self.statements(method, kind))

    def program(
        self,
        statements: Code,
        *,
        is_async: bool = False,
        imported: tuple[str, ...] = (),
        options: tuple[tuple[str, Expression], ...] = (),
        prelude: Code = _NOTHING,
        setup: Code | None = None,
    ) -> Code:
        """Statements that use `client`, as a whole program. Async ones come indented by four columns.

        `imported` are further names of the package that the program uses, `options` further arguments of the client.
        `prelude` are definitions before the client, which may use the HTTP library, `setup` is what makes the client.
        """
        client = name(f"Async{self._client}" if is_async else self._client)
        names = ", ".join(sorted((client, *imported)))
        if setup is None:
            setup = lay_out(Group(f"{client}(", (*self._constructor, *options), ")"), before="client = ")
        library = "import httpx2\n" if prelude else ""
        defined = f"\n{prelude}\n\n\n" if prelude else ""
        imports = f"{_standard_imports(statements, is_async)}{library}from {self._package} import {names}\n"
        begin = f"{imports}\n{defined}{setup}\n"
        if is_async:
            return Code(f"{begin}\n\nasync def main() -> None:\n{statements}\n\n\nasyncio.run(main())")
        return Code(f"{begin}\n{statements}")

    def statements(self, method: Method, kind: SampleKind, indent: int = 0, wanted: Wanted = _NOTHING_WANTED) -> Code:
        """The call, and what is done with its answer."""
        is_async = kind in (SampleKind.ASYNC, SampleKind.ASYNC_STREAM)
        wants_stream = kind in (SampleKind.SYNC_STREAM, SampleKind.ASYNC_STREAM)
        operation = method.operation
        call = self.call(method, stream=wants_stream, wanted=wanted)
        wait = "await " if is_async else ""
        each = "async for" if is_async else "for"
        margin = " " * indent
        if operation.page is not None:
            head = lay_out(call, before=f"{each} item in ", after=":", indent=indent)
            return Code(f"{head}\n{margin}    print(item)")
        if wants_stream or (operation.stream is not None and operation.stream.parameter is None):
            head = lay_out(call, before=f"events = {wait}", indent=indent)
            return Code(f"{head}\n{margin}{each} event in events:\n{margin}    print(event)")
        result, use = _use_of(operation, "await " if is_async and self._answers.awaited else "")
        if wanted.variable and use == f"print({result})":
            result, use = name(wanted.variable), f"print({name(wanted.variable)})"
        if wanted.printed and use == f"print({result})":
            use = f"print({dotted(f'{result}.{wanted.printed}')})"
        head = lay_out(call, before=f"{result} = {wait}" if result else wait, indent=indent)
        return Code(f"{head}\n{margin}{use}") if use else head

    def _raw_statements(self, method: Method) -> Code:
        """A call for the answer as it came, and what can be asked of that."""
        operation = method.operation
        head = (
            f"{lay_out(self.raw_call(method), before='response = ')}\nprint(response.status_code, response.request_id)"
        )
        if operation.stream is not None and operation.stream.parameter is None:
            return Code(f"{head}\nfor event in response.parse():\n    print(event)")
        if operation.page is not None:
            return Code(f"{head}\npage = response.parse()\nprint(page)")
        result, use = _use_of(operation, "")
        return Code(f"{head}\n{result} = response.parse()\n{use}" if result else head)

    def raw_call(self, method: Method, wanted: Wanted = _NOTHING_WANTED) -> Group:
        """The call of an operation that returns the answer as it came."""
        path = dotted(".".join((*method.resource, "with_raw_response", method.operation.name)))
        return replace(self.call(method, wanted=wanted), opening=f"{wanted.receiver}.{path}(")

    def call(self, method: Method, *, stream: bool = False, wanted: Wanted = _NOTHING_WANTED) -> Group:
        """The call of an operation with the arguments that are required, those of the document's example, and those
        that are wanted, which then stand in place of the example's."""
        operation = method.operation
        example, answer = _json(operation.request_example), _json(operation.response_example)
        asked = operation.stream.parameter if operation.stream is not None else None
        items: list[tuple[str, Expression]] = []
        for argument in arguments(operation):
            if argument.name == asked:
                continue
            value = self.wanted(argument, wanted.given)
            if value is None:
                value = self._value(argument, None if wanted.given else example, answer)
            if value is not None:
                items.append(("" if argument.positional else f"{name(argument.name)}=", value))
        if stream and asked is not None:
            items.append((f"{name(asked)}=", _TRUE))
        return Group(f"{wanted.receiver}.{method.path}(", tuple(items), ")")

    def wanted(self, argument: Argument, given: Mapping[str, Any]) -> Expression | None:
        """The value that is given for an argument; None where there is none, or it is of another type."""
        return self._values.express(given[argument.name], argument.type) if argument.name in given else None

    def _value(self, argument: Argument, example: Any, answer: Any) -> Expression | None:
        """The value of an argument; None for one that the sample leaves out."""
        given = _given(argument, example, answer)
        if given is not None:
            expression = self._values.express(given[0], argument.type)
            if expression is not None:
                return expression
        return self._values.synthesise(argument.type, argument.name) if argument.required else None


def _given(argument: Argument, example: Any, answer: Any) -> tuple[Any] | None:
    """What the document's examples say about an argument; a path parameter often stands in the answer's example."""
    if argument.whole_body:
        return None if example is None else (example,)
    if argument.place is None:
        return (
            (example[argument.wire_name],) if isinstance(example, Mapping) and argument.wire_name in example else None
        )
    if argument.required and isinstance(answer, Mapping):
        keys = (argument.wire_name, "id") if argument.positional else (argument.wire_name,)
        return next(((answer[key],) for key in keys if answer.get(key)), None)
    return None


def _json(example: Any) -> Any:
    return None if example is None else json.loads(example.json)


def _use_of(operation: Operation, wait: str) -> tuple[str, str]:
    """The name for an operation's answer, and a statement that uses it; both empty where there is no answer.

    `wait` comes before calls of methods of the answer.
    """
    match operation.response:
        case EmptyResponse():
            return "", ""
        case BinaryResponse():
            return "content", f'{wait}content.write_to_file("{DOWNLOAD}")'
        case TextResponse():
            return "text", "print(text)"
        case JsonResponse(type=Named() as type):
            result = _variable(type.name)
            return result, f"print({result})"
        case JsonResponse() | ResponseByStatus():
            return "result", "print(result)"


_TAKEN = frozenset({"client", "print", "main", "asyncio", "events", "event", "item", "page", "path", "response"})


def _variable(type_name: str) -> str:
    variable = snake_case(type_name)
    return "result" if variable in _TAKEN else name(variable)


def _constructor_arguments(package: Package) -> tuple[tuple[str, Expression], ...]:
    """What the client's constructor needs and the environment cannot give."""
    needed = [
        (f"{name(option.name)}=", string(option.name)) for option in package.client.options if option.must_be_passed
    ]
    if not package.client.servers:
        needed.append(("base_url=", string("https://api.example.com")))
    return tuple(needed)


def _standard_imports(statements: Code, is_async: bool) -> str:
    """The imports of the standard library, with the blank line that follows them."""
    lines = ["import asyncio"] if is_async else []
    if "Mapping[" in statements:
        lines.append("from collections.abc import Mapping")
    if FILE in statements:
        lines.append("from pathlib import Path")
    return "".join(f"{line}\n" for line in lines) + ("\n" if lines else "")

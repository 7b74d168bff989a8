"""Packages of drawn documents, made in memory, written and imported, with a client that talks to a function."""

from __future__ import annotations

import importlib
import io
import itertools
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2

from generator.diagnostics import render
from generator.ir.declarations import Declaration
from generator.ir.operations import FormBody, JsonBody, Operation
from generator.ir.package import Resource
from generator.ir.types import Named
from generator.pipeline import Outcome, generate
from generator.request import Request
from tests.properties.grammar import VERSIONS, Answered, Sample
from tests.properties.spelling import spelled
from tests.properties.standard import Call, File
from tests.support.generated import contents

SERVERS: tuple[dict[str, Any], ...] = (
    {"url": "https://shop.test"},
    {"url": "https://shop.test/"},
    {"url": "https://shop.test/v1"},
    {"url": "https://shop.test/v1/"},
    {"url": "https://{zone}.shop.test/{base}/x", "variables": {"zone": {"default": "eu"}, "base": {"default": "v2"}}},
)
PARTS = frozenset({"client", "stubs", "docs"})
_numbers = itertools.count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A document, and the package that was made of it. `operations` are by operationId, with their resource's path."""

    document: dict[str, Any]
    outcome: Outcome
    module: ModuleType
    operations: Mapping[str, tuple[tuple[str, ...], Operation]]

    def operation(self, number: int) -> Operation:
        """The operation at a position of the document."""
        return self.operations[operation_id(number)][1]

    @property
    def declared(self) -> Mapping[Named, Declaration]:
        """The declarations by what refers to them."""
        assert self.outcome.package is not None
        return {one.reference: one for one in self.outcome.package.declarations}

    def method(self, client: Any, operation_id: str) -> Callable[..., Any]:
        """The method of an operation."""
        path, operation = self.operations[operation_id]
        for name in path:
            client = getattr(client, name)
        method: Callable[..., Any] = getattr(client, operation.name)
        return method

    def client(self, answer: Callable[[httpx2.Request], httpx2.Response], **options: Any) -> Any:
        """A client whose requests are answered by a function."""
        http = httpx2.Client(transport=httpx2.MockTransport(answer))
        return self.module.Shop(http_client=http, max_retries=0, **options)

    def async_client(self, answer: Callable[[httpx2.Request], httpx2.Response], **options: Any) -> Any:
        """An asynchronous one."""
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
        return self.module.AsyncShop(http_client=http, max_retries=0, **options)


def document_of(members: Sequence[Sample | Answered]) -> dict[str, Any]:
    """A document of drawn operations; each stands below a path of its own, and has components of its own."""
    version = members[0].version
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for number, member in enumerate(members):
        verb = member.verb if isinstance(member, Sample) else "get"
        operation = {"operationId": operation_id(number), **_renamed(member.operation, number)}
        paths[path_of(number, member)] = {verb: operation}
        schemas |= {f"R{number}{name}": _renamed(schema, number) for name, schema in member.components.items()}
    return {
        "openapi": VERSIONS[version],
        "info": {"title": "Shop", "version": "1"},
        "servers": [SERVERS[len(json.dumps(paths)) % len(SERVERS)]],
        "paths": paths,
        **({"components": {"schemas": schemas}} if schemas else {}),
    }


def operation_id(number: int) -> str:
    """What the operation at a position of the document is called."""
    return f"op{number}"


def path_of(number: int, member: Sample | Answered) -> str:
    """The path of the operation at a position of the document."""
    return f"/r{number}{member.path if isinstance(member, Sample) else ''}"


_REFERENCE = "#/components/schemas/"


def _renamed(node: Any, number: int) -> Any:
    match node:
        case dict():
            return {key: _renamed(value, number) for key, value in node.items()}
        case list():
            return [_renamed(value, number) for value in node]
        case str() if node.startswith(_REFERENCE):
            return f"{_REFERENCE}R{number}{node.removeprefix(_REFERENCE)}"
        case _:
            return node


def generated(document: Any, package: str = "shop") -> Outcome:
    """What the generator makes of a document."""
    text = io.BytesIO(json.dumps(document).encode())
    return generate(Request(spec="-", package=package, only=PARTS), stdin=text, progress=lambda _: None)


def write(outcome: Outcome, folder: Path) -> None:
    """Write the files of a package as they were rendered."""
    for path, content in contents(outcome.files).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)


def made(members: Sequence[Sample | Answered], folder: Path) -> Made:
    """The package of drawn operations, imported from a folder; its name is in use nowhere else."""
    document = document_of(members)
    package = f"shop_{next(_numbers)}"
    outcome = generated(document, package)
    assert outcome.package is not None, [render(one, outcome.sources) for one in outcome.diagnostics.sorted()]
    write(outcome, folder)
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    importlib.invalidate_caches()
    operations: dict[str, tuple[tuple[str, ...], Operation]] = {}
    for path, operation in _operations(outcome.package.resources):
        operations.setdefault(operation.operation_id, (path, operation))  # other media types have methods behind it
    return Made(document=document, outcome=outcome, module=importlib.import_module(package), operations=operations)


def _operations(resources: Iterable[Resource]) -> Iterator[tuple[tuple[str, ...], Operation]]:
    for resource in resources:
        yield from ((resource.path, operation) for operation in resource.operations)
        yield from _operations(resource.children)


def batches(version: str, members: Sequence[Any], size: int = 15) -> Iterator[list[Any]]:
    """The members of one version, so many to a document."""
    fitting = [member for member in members if member.version == version]
    yield from (list(fitting[start : start + size]) for start in range(0, len(fitting), size))


def is_expressible(operation: Operation, call: Call) -> bool:
    """Whether a method can make a call: one that takes the members of an object cannot send null in its place, nor
    leave out the body where some are required and nobody says that this may be done."""
    if not isinstance(operation.body, JsonBody | FormBody):
        return True
    if call.body is None:
        return not (operation.body.required and any(field.required for field in operation.body.fields))
    return call.body.value is not None


def arguments(sdk: Made, number: int, call: Call) -> dict[str, Any]:
    """A call in the SDK's names, keys included. What the document has no name for goes along as it is."""
    operation, declared = sdk.operation(number), sdk.declared
    names = {(one.place.value, one.wire_name): one for one in operation.parameters}
    found = {names[key].name: spelled(value, names[key].type, declared) for key, value in call.arguments.items()}
    if call.body is None:
        return found
    value, body = _for_callers(call.body.value), operation.body
    if not isinstance(body, JsonBody | FormBody):
        assert body is not None
        return {**found, body.name: spelled(value, body.type, declared)}
    members = {field.wire_name: field for field in body.fields}
    further = {name: inner for name, inner in value.items() if name not in members}
    known = {members[name]: inner for name, inner in value.items() if name in members}
    found |= {field.name: spelled(inner, field.type, declared) for field, inner in known.items()}
    return {**found, "extra_body": further} if further else found


def _for_callers(value: Any) -> Any:
    match value:
        case File(media_type=None):
            return (value.name, value.content)
        case File():
            return (value.name, value.content, value.media_type)
        case dict():
            return {key: _for_callers(inner) for key, inner in value.items()}
        case list() | tuple():
            return type(value)(map(_for_callers, value))
        case _:
            return value

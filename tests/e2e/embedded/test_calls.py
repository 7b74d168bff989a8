"""Every operation over a real socket: the request that its example asks for, and the answer as its type."""

from __future__ import annotations

import importlib
import inspect
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Annotated, Any, get_args, get_origin

import pytest

from generator.document.model import Document
from generator.ir import operations as ir
from generator.ir.package import Package
from generator.ir.types import TypeExpr
from generator.render.docs.samples import Method, methods
from generator.render.references import References
from tests.support.driver import Driver
from tests.support.mock_api import EVENTS, MockAPI, example, success
from tests.support.server import Received, Server

CONTENT = b"content of a file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """What the document shows of one operation: the bodies of its request and its answer."""

    request: Any = None
    answer: Any = None


@pytest.fixture
def api(request: pytest.FixtureRequest, openai_sdk: ModuleType, server: Server) -> Driver:
    keys = {"api_key": "key", "admin_api_key": "admin key", "max_retries": 0}
    return Driver(openai_sdk, "OpenAI", server, asynchronous=request.param == "async", **keys)


@pytest.fixture(scope="module")
def examples(described: Document) -> Mapping[str, Examples]:
    found = {}
    for operation in described.operations:
        answers = [example(content) for content in success(operation) if content.media_type != EVENTS]
        body = example(operation.body.content[0]) if operation.body else None
        found[operation.operation_id or ""] = Examples(request=body, answer=answers[0] if answers else None)
    return found


both = pytest.mark.parametrize("api", ["sync", "async"], indirect=True)


@both
def test_every_operation(
    api: Driver, package: Package, examples: Mapping[str, Examples], mock: MockAPI, openai_sdk: ModuleType
) -> None:
    """Each method sends its example to its route and returns its answer as the declared type."""
    problems = {}
    for method in methods(package):
        operation = method.operation
        shown = examples[operation.operation_id]
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            result = api.run(lambda client, method=method, shown=shown: _call(client, method, shown))
        problem = (
            _miswarned(operation, [str(warning.message) for warning in warned])
            or _misrouted(operation, mock)
            or _misspoken(operation, api.server.received[-1], shown)
            or _misread(operation, result, shown, openai_sdk)
        )
        if problem:
            problems[operation.operation_id] = problem
    assert problems == {}
    assert len(mock.answered) >= 75


@both
def test_every_stream(
    api: Driver,
    package: Package,
    examples: Mapping[str, Examples],
    events: Mapping[str, Any],
    openai_sdk: ModuleType,
) -> None:
    """Each method that can stream gives the events of its stream as their type."""
    streaming = [m for m in methods(package) if m.operation.stream is not None]
    problems = {}
    for method in streaming:
        stream = method.operation.stream
        assert stream is not None
        shown = examples[method.operation.operation_id]
        asked = {stream.parameter: True} if stream.parameter else {}
        found = api.collect(
            lambda client, method=method, shown=shown, asked=asked: _call(client, method, shown, **asked)
        )
        wanted = _type_of(stream.event, openai_sdk)
        if [event.to_dict(mode="json") for event in found] != [events[method.operation.operation_id]] or not _is(
            found[0], wanted
        ):
            problems[method.operation.operation_id] = repr(found)
    assert problems == {}
    assert len(streaming) >= 6


def _call(client: Any, method: Method, shown: Examples, **more: Any) -> Any:
    """Call a method of a client with the arguments that the document's example holds."""
    target = client
    for name in method.resource:
        target = getattr(target, name)
    operation = method.operation
    positional = [f"{p.name} of/1" for p in operation.parameters if p.positional]
    keywords = {p.name: f"{p.name} of/1" for p in operation.parameters if p.required and not p.positional}
    keywords |= _keywords(operation.body, shown.request)
    return getattr(target, operation.name)(*positional, **keywords, **more)


def _keywords(body: ir.RequestBody | None, request: Any) -> dict[str, Any]:
    match body:
        case ir.JsonBody():
            return {field.name: request[field.wire_name] for field in body.fields if field.wire_name in request}
        case ir.FormBody():
            return {
                field.name: _content(request[field.wire_name])
                if field.wire_name in body.files
                else request[field.wire_name]
                for field in body.fields
                if field.wire_name in request
            }
        case ir.WholeBody():
            return {body.name: request}
        case None:
            return {}


def _content(value: Any) -> Any:
    """Files in place of what an example says about them."""
    return [("part.bin", CONTENT) for _ in value] if isinstance(value, list) else ("part.bin", CONTENT)


def _miswarned(operation: ir.Operation, warned: list[str]) -> str:
    return "" if warned == ([operation.deprecated] if operation.deprecated else []) else f"warned {warned}"


def _misrouted(operation: ir.Operation, mock: MockAPI) -> str:
    return "" if mock.answered[-1:] == [operation.operation_id] else f"went to {mock.answered[-1:]}"


def _misspoken(operation: ir.Operation, received: Received, shown: Examples) -> str:
    """What is wrong with a request; nothing where it says what the example says."""
    raw_path = received.target.partition("?")[0]
    if re.sub(r"\{[^}]+\}", "", operation.path).count("/") != raw_path.count("/"):
        return f"a path parameter changed the route: {raw_path}"
    key = "admin key" if operation.security == (("AdminApiKeyAuth",),) else "key"
    if received.headers.get("authorization") != f"Bearer {key}":
        return f"wrong credentials: {received.headers.get('authorization')}"
    match operation.body:
        case ir.JsonBody() | ir.WholeBody():
            return "" if received.json() == shown.request else f"sent {received.body!r}"
        case ir.FormBody():
            missing = [name for name in shown.request if f'name="{name}'.encode() not in received.body]
            files = received.body.count(CONTENT)
            return "" if files and not missing else f"form lacks {missing}, has {files} files"
        case None:
            return f"sent {received.body!r}" if received.body else ""


def _misread(operation: ir.Operation, result: Any, shown: Examples, module: ModuleType) -> str:
    """What is wrong with a result; nothing where it is the example as the type that the stub declares."""
    match operation.response:
        case ir.EmptyResponse():
            good = result is None
        case ir.BinaryResponse():
            good = (
                type(result).__name__ == "HttpxBinaryResponseContent" and result.content == str(shown.answer).encode()
            )
        case ir.TextResponse():
            good = result == shown.answer
        case ir.JsonResponse() if operation.page is not None:
            item = _type_of(operation.page.item, module)
            good = result.to_dict(mode="json") == shown.answer and all(_is(each, item) for each in result.data)
        case ir.JsonResponse(type=declared):
            good = _is(result, _type_of(declared, module)) and result.to_dict(mode="json") == shown.answer
    return "" if good else f"returned {result!r}"


def _type_of(type: TypeExpr, module: ModuleType) -> Any:
    decoding = importlib.import_module(f"{module.__name__}._decoding")
    return decoding.resolve_type(module.__name__, References(frozenset()).reference(type))


def _is(value: Any, type: Any) -> bool:
    """Whether a value is of a model class, or of one of a union's."""
    if get_origin(type) is Annotated:
        return _is(value, get_args(type)[0])
    if inspect.isclass(type):
        return isinstance(value, type)
    return any(_is(value, variant) for variant in get_args(type))

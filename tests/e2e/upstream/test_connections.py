"""Websockets and streams of runs in the published SDK: hand-written methods take what the document's types have."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest

from generator.pipeline import Outcome
from tests.support.guides import programs
from tests.support.websocket_server import WebSocketServer, saying

FAMILIES = [
    ("realtime", "types.realtime", "RealtimeClientEventParam", {"model": "m"}),
    ("beta.realtime", "types.beta.realtime", "RealtimeClientEventParam", {"model": "m"}),
    ("responses", "types.responses", "ResponsesClientEventParam", {}),
    ("beta.responses", "types.beta", "BetaResponsesClientEventParam", {}),
]
RECEIVED = [
    ("realtime", {"type": "session.created", "event_id": "e", "session": {"type": "realtime"}}, "SessionCreatedEvent"),
    ("realtime", {"type": "error", "event_id": "e", "error": {"type": "t", "message": "m"}}, "RealtimeErrorEvent"),
    ("beta.realtime", {"type": "error", "event_id": "e", "error": {"type": "t", "message": "m"}}, "ErrorEvent"),
    ("responses", {"type": "response.output_text.delta", "delta": "x"}, "ResponseTextWsDelta"),
    ("responses", {"type": "error", "error": {"message": "m"}}, "ResponseWsError"),
]
STREAMS = [
    ("beta.threads.runs", "create", "RunArguments", {"stream", "thread_id"}),
    ("beta.threads", "create_and_run", "ThreadRunArguments", {"stream"}),
]
OPTIONS = {"extra_headers", "extra_query", "extra_body", "timeout", "idempotency_key"}


@pytest.fixture
def server() -> Iterator[WebSocketServer]:
    server = WebSocketServer()
    yield server
    server.close()


def resource_of(package: ModuleType, path: str, **options: Any) -> Any:
    found: Any = package.OpenAI(api_key="k", **options)
    for name in path.split("."):
        found = getattr(found, name)
    return found


def members(event: Any) -> Iterator[Any]:
    """The objects that an event may be."""
    variants = [variant for variant in get_args(event) if not isinstance(variant, str)]
    if not variants:
        yield event
    for variant in variants:
        yield from members(variant)


def taken(method: Any) -> set[str]:
    """The names of what a method takes, those of a TypedDict that it unpacks among them."""
    found: set[str] = set()
    for parameter in inspect.signature(method).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            module = inspect.getmodule(method)
            assert module is not None
            name = str(parameter.annotation).removeprefix("Unpack[").removesuffix("]")
            found |= set(_typed_dict(module, name).__annotations__)
        else:
            found.add(parameter.name)
    return found


def _typed_dict(module: ModuleType, name: str) -> Any:
    """The class that a module imports for type checkers only."""
    (line,) = (line for line in inspect.getsource(module).splitlines() if line.endswith(f" import {name}"))
    return getattr(import_module(line.split()[1], module.__package__), name)


@pytest.mark.parametrize(("resource", "home", "union", "arguments"), FAMILIES, ids=str)
def test_every_event_can_be_sent(
    package: ModuleType, server: WebSocketServer, resource: str, home: str, union: str, arguments: dict[str, str]
) -> None:
    """Each event that clients may send has its method, which takes all its members. (`betas` is a header.)"""
    opener = resource_of(package, resource, base_url=server.url).connect(**arguments)
    events = list(members(getattr(import_module(f"{package.__name__}.{home}"), union)))
    assert events
    with opener as connection:
        for event in events:
            hints = get_type_hints(event)
            (name,) = get_args(hints["type"])
            method = connection
            for part in name.split("."):
                method = getattr(method, part)
            assert taken(method) - {"betas"} == hints.keys() - {"type"}, name


@pytest.mark.parametrize(("resource", "event", "name"), RECEIVED, ids=lambda part: str(part)[:20])
def test_what_comes_is_known(
    package: ModuleType, server: WebSocketServer, resource: str, event: dict[str, object], name: str
) -> None:
    """Events become models of their own types, or of types that build on those."""
    server.talks = [saying(event)]
    arguments = {"model": "m"} if "realtime" in resource else {}
    with resource_of(package, resource, base_url=server.url).connect(**arguments) as connection:
        received = connection.recv()
    assert type(received) is not package.BaseModel
    assert received.type == event["type"]
    assert {"type": event["type"]}.items() <= received.to_dict().items()
    assert name in {base.__name__ for base in type(received).__mro__}


@pytest.mark.parametrize(
    ("resource", "method", "arguments", "own"), STREAMS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_streams_of_runs_take_everything(
    package: ModuleType, resource: str, method: str, arguments: str, own: set[str]
) -> None:
    """What starts a run and follows it takes what starting it takes."""
    generated = inspect.signature(getattr(resource_of(package, resource), method)).parameters.values()
    wanted = {p.name for p in generated if p.kind is not p.VAR_KEYWORD} - own
    taken = getattr(import_module(f"{package.__name__}.lib._run_arguments"), arguments)
    assert set(taken.__annotations__) - OPTIONS == wanted


def test_the_guide_shows_what_works(
    outcome: Outcome, package: ModuleType, server: WebSocketServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program of the guide about websockets sends what it asks for, and prints events up to the last one."""
    assert outcome.package is not None
    (program,) = programs(outcome.package, "websockets")
    answer = {"id": "r1", "object": "response", "output": []}
    events = [
        {"type": f"response.{kind}", "sequence_number": 1, "response": answer} for kind in ("created", "completed")
    ]
    server.talks = [saying(*events, after=1)]
    with package.OpenAI(api_key="k", base_url=f"{server.url}/v1") as client:
        exec(program, {"client": client, "__name__": "guide"})
    assert capsys.readouterr().out == "response.created\nresponse.completed\n"
    assert [said["type"] for said in server.said()] == ["response.create"]

"""Websockets as users open them, over real ones on loopback, with both kinds of client."""

from __future__ import annotations

import asyncio
import inspect
import logging
import pickle
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosedError, ConnectionClosedOK, InvalidStatus, SecurityError
from websockets.http11 import Response

from tests.support.websocket_server import WebSocketServer, saying

CREATED = {"type": "session.created", "event_id": "e1"}
DONE = {"type": "response.done"}
FAILED = {"type": "error", "error": {"message": "no"}}
Use = Callable[["Talker"], Awaitable[Any]]


@pytest.fixture
def server() -> Iterator[WebSocketServer]:
    server = WebSocketServer()
    yield server
    server.close()


class Talker:
    """A connection whose methods are awaited, whichever kind of client it belongs to."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    async def call(self, name: str, *arguments: object, **named: object) -> Any:
        """Return the outcome of a method, named with dots for what it stands in."""
        method = self.connection
        for part in name.split("."):
            method = getattr(method, part)
        outcome = method(*arguments, **named)
        return await outcome if inspect.isawaitable(outcome) else outcome

    async def types(self) -> list[str | None]:
        """Return the types of all events until the connection is closed."""
        if hasattr(self.connection, "__aiter__"):
            return [event.type async for event in self.connection]
        return [event.type for event in self.connection]


class Talks:
    """Opens connections of one kind of client."""

    def __init__(self, package: Any, server: WebSocketServer, *, asynchronous: bool) -> None:
        self.package = package
        self.server = server
        self.asynchronous = asynchronous

    def client(self, name: str = "OpenAI", **options: Any) -> Any:
        client = getattr(self.package, f"Async{name}" if self.asynchronous else name)
        return client(**{"api_key": "key-1", "base_url": f"{self.server.url}/v1", **options})

    def opener(self, resource: str = "realtime", client: Any = None, **arguments: Any) -> Any:
        """Return what `connect` of a resource returns."""
        found = client or self.client()
        for part in resource.split("."):
            found = getattr(found, part)
        return found.connect(**arguments)

    def run(self, use: Use, opener: Any = None) -> Any:
        """Return what `use` makes of a connection."""
        opener = opener or self.opener(model="m")

        async def main() -> Any:
            if not self.asynchronous:
                with opener as connection:
                    return await use(Talker(connection))
            async with opener as connection:
                return await use(Talker(connection))

        return asyncio.run(main())


async def nothing(_: Talker) -> None:
    """Open and close."""


@pytest.fixture(params=["sync", "async"])
def talks(request: pytest.FixtureRequest, package: Any, server: WebSocketServer) -> Talks:
    return Talks(package, server, asynchronous=request.param == "async")


# Opening


def test_where_and_with_what_it_is_opened(talks: Talks) -> None:
    """The path below the base URL, parameters, credentials, and what the client and the caller add."""
    client = talks.client(organization="o1", default_headers={"X-A": "1"}, default_query={"q": "1"})
    opener = talks.opener(client=client, model="m 1", extra_query={"x": "2"}, extra_headers={"X-B": "2"})
    talks.run(nothing, opener)
    (opened,) = talks.server.opened
    assert (opened.path, opened.query) == ("/v1/realtime", {"q": "1", "model": "m 1", "x": "2"})
    sent = {"authorization": "Bearer key-1", "shop-organization": "o1", "x-a": "1", "x-b": "2"}
    assert sent.items() <= opened.headers.items()
    assert opened.headers["user-agent"] == client.user_agent


@pytest.mark.parametrize(
    ("resource", "arguments", "target", "beta"),
    [
        ("realtime", {"call_id": "c1"}, "/v1/realtime?call_id=c1", None),
        ("realtime", {}, "/v1/realtime", None),
        ("beta.realtime", {"model": "m"}, "/v1/realtime?model=m", "realtime=v1"),
        ("responses", {}, "/v1/responses", None),
        ("beta.responses", {}, "/v1/responses", None),
    ],
)
def test_every_resource_that_opens_one(
    talks: Talks, resource: str, arguments: dict[str, str], target: str, beta: str | None
) -> None:
    """Each has its path, its parameters and its header."""
    talks.run(nothing, talks.opener(resource, **arguments))
    (opened,) = talks.server.opened
    assert (opened.target, opened.headers.get("openai-beta")) == (target, beta)


@pytest.mark.parametrize("scheme", ["ws", "http"])
def test_a_base_url_for_websockets(talks: Talks, scheme: str) -> None:
    """It replaces the other one, and may be written with either scheme."""
    client = talks.client(base_url="http://nowhere.example/v1", websocket_base_url=f"{scheme}://{talks.server.host}/w/")
    talks.run(nothing, talks.opener(client=client, model="m"))
    assert talks.server.opened[0].target == "/w/realtime?model=m"


@pytest.mark.parametrize("url", ["ftp://a.example", "/realtime", "ws://a.example/?x=1"])
def test_a_base_url_that_is_none(talks: Talks, url: str) -> None:
    """Nothing is sent anywhere."""
    with pytest.raises(ValueError, match="base URL"):
        talks.run(nothing, talks.opener(client=talks.client(websocket_base_url=url), model="m"))


def test_secure_urls_stay_secure(package: Any) -> None:
    """Of https becomes wss."""
    module = import_module(f"{package.__name__}.lib._websocket_client")
    client = package.OpenAI(api_key="k")
    opened = client._run(module.opening(module.SocketCall(client=client, path="/realtime", event="X"), {}, {}))
    assert opened.url == "wss://shop.example/v1/realtime"


def test_keys_are_asked_for(talks: Talks) -> None:
    """A function that gives the key is called for each opening."""
    keys = iter(["k1", "k2"])
    client = talks.client(api_key=lambda: next(keys))
    for _ in range(2):
        talks.run(nothing, talks.opener(client=client, model="m"))
    assert [opened.headers["authorization"] for opened in talks.server.opened] == ["Bearer k1", "Bearer k2"]


def test_without_credentials_nothing_is_opened(talks: Talks) -> None:
    """The error names the option; a header of the caller's does as well."""
    client = talks.client(api_key=None)
    with pytest.raises(talks.package.OpenAIError, match="api_key"):
        talks.run(nothing, talks.opener(client=client, model="m"))
    talks.run(nothing, talks.opener(client=client, model="m", extra_headers={"Authorization": "mine"}))
    assert [opened.headers["authorization"] for opened in talks.server.opened] == ["mine"]


@pytest.mark.parametrize("target", ["/v1/elsewhere?x=1", "ws://evil:pass@{}/v1/elsewhere?x=1"])
def test_redirects_within_the_origin(talks: Talks, target: str) -> None:
    """An asynchronous connection follows, with its credentials and nobody else's; what waits is sent there."""
    talks.server.refusals = 1
    talks.server.refusal = Response(307, "Moved", Headers(Location=target.format(talks.server.host)))
    talks.server.talks = [saying(CREATED, close=1000, after=1)]
    opener = talks.opener(model="m", extra_headers={"X-A": "1"})
    opener.send(DONE)
    if not talks.asynchronous:
        with pytest.raises(InvalidStatus):
            talks.run(nothing, opener)
        assert len(talks.server.opened) == 1
        return
    assert talks.run(lambda talker: talker.types(), opener) == ["session.created"]
    assert [opened.target for opened in talks.server.opened] == ["/v1/realtime?model=m", "/v1/elsewhere?x=1"]
    for opened in talks.server.opened:
        assert (opened.headers["authorization"], opened.headers["x-a"]) == ("Bearer key-1", "1")
    assert talks.server.said() == [DONE]


@pytest.mark.parametrize(
    "others", ["ws://localhost:{port}/stolen?s=SECRET", "//localhost:{port}/", "wss://127.0.0.1:{port}/"]
)
def test_redirects_to_another_origin(talks: Talks, others: str) -> None:
    """They would carry the credentials elsewhere: neither those nor what waits leave, now or when reconnecting."""
    refusal = Response(302, "Found", Headers(Location=others.format(port=talks.server.host.rpartition(":")[2])))
    talks.server.refusals, talks.server.refusal = 1, refusal
    opener = talks.opener(model="m")
    opener.send(DONE)
    with pytest.raises(SecurityError if talks.asynchronous else InvalidStatus) as error:
        talks.run(nothing, opener)
    assert "SECRET" not in str(error.value)
    assert (len(talks.server.opened), talks.server.received) == (1, [])

    def refuse(_: object) -> None:
        talks.server.refusals = 1

    talks.server.talks = [saying(CREATED, cut=True)]
    opener = talks.opener(model="m", on_reconnecting=refuse, max_retries=1, initial_delay=0.01)
    with pytest.raises(ConnectionClosedError):
        talks.run(lambda talker: talker.types(), opener)
    assert len(talks.server.opened) == 3


def test_redirects_without_end(talks: Talks) -> None:
    """Are given up."""
    talks.server.refusals, talks.server.refusal = 100, Response(302, "Found", Headers(Location="/v1/round"))
    with pytest.raises(SecurityError if talks.asynchronous else InvalidStatus):
        talks.run(nothing)
    assert len(talks.server.opened) < 30


def test_what_the_log_tells(talks: Talks, caplog: pytest.LogCaptureFixture) -> None:
    """That it is opened, sizes of messages, tries to open it again: no URL, header, option, message or reason."""
    caplog.set_level(logging.DEBUG, logger=talks.package.__name__)
    cut = saying({"type": "SECRET-event"}, cut=True)
    talks.server.talks = [cut, saying(b"SECRET-b", close=1000)]

    def again(_: object) -> dict[str, Any]:
        return {"extra_query": {"q": "SECRET-q2"}, "extra_headers": {"X-B": "SECRET-h2"}}

    opener = talks.opener(
        model="SECRET-m",
        extra_query={"q": "SECRET-q"},
        extra_headers={"X-A": "SECRET-h"},
        websocket_connection_options={"origin": "http://SECRET-o"},
        on_reconnecting=again,
        initial_delay=0.01,
    )

    async def use(talker: Talker) -> None:
        await talker.call("recv_bytes")
        with suppress(ValueError):  # the second message is no JSON
            await talker.types()

    talks.run(use, opener)
    records = [record for record in caplog.records if record.name.startswith(talks.package.__name__)]
    assert [record.getMessage() for record in records] == [
        "Connecting to WebSocket API",
        "Custom WebSocket connection options provided",
        "Received WebSocket message: 24 bytes",
        "Reconnecting to WebSocket API (attempt 1/5) after 0.0s delay",
        "Connecting to WebSocket API",
        "Custom WebSocket connection options provided",
        "Reconnected to WebSocket API",
        "Received WebSocket message: 8 bytes",
    ]
    assert "SECRET" in str(talks.server.opened[1])
    assert "SECRET" not in repr([(record.args, record.exc_info) for record in records])


def test_options_of_the_library(talks: Talks) -> None:
    """Such as the largest message that is taken."""
    talks.server.talks = [saying({"type": "x" * 100})]
    opener = talks.opener(model="m", websocket_connection_options={"max_size": 50})
    with pytest.raises(ConnectionClosedError):
        talks.run(lambda talker: talker.types(), opener)


@pytest.mark.parametrize(
    ("options", "arguments", "query"),
    [
        ({}, {"model": "m"}, {"api-version": "v1", "deployment": "m"}),
        ({"azure_deployment": "d"}, {"model": "m"}, {"api-version": "v1", "deployment": "d"}),
    ],
)
def test_on_azure(talks: Talks, options: dict[str, str], arguments: dict[str, str], query: dict[str, str]) -> None:
    """A deployment in place of the model, and Azure's own credentials and version."""
    client = talks.client("AzureOpenAI", base_url=None, azure_endpoint=talks.server.url, api_version="v1", **options)
    talks.run(nothing, talks.opener(client=client, **arguments))
    talks.run(nothing, talks.opener("responses", client=client))
    realtime, responses = talks.server.opened
    assert (realtime.path, realtime.query, realtime.headers["api-key"]) == ("/openai/realtime", query, "key-1")
    assert responses.target == "/openai/responses?api-version=v1"
    with pytest.raises(talks.package.OpenAIError, match="model"):
        talks.run(nothing, talks.opener(client=talks.client("AzureOpenAI", api_version="v1"), call_id="c"))


def test_without_the_library(package: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to install."""
    monkeypatch.setitem(sys.modules, "websockets.exceptions", None)
    with pytest.raises(package.OpenAIError, match="realtime"):
        package.OpenAI(api_key="k").realtime.connect(model="m").enter()


def test_nothing_of_it_is_loaded_before(package: Any) -> None:
    """Neither the library nor pydantic, by the package, a client or `connect`."""
    code = f"""
import sys
sys.path.insert(0, {str(Path(package.__file__).parents[1])!r})
import {package.__name__} as sdk
sdk.OpenAI(api_key="k").realtime.connect(model="m")
print([name for name in ("websockets", "pydantic", "httpx2") if name in sys.modules])
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_connections_can_be_named(talks: Talks) -> None:
    """Their classes stand in the module of the resource, for annotations."""
    module = import_module(f"{talks.package.__name__}.resources.realtime.realtime")

    async def use(talker: Talker) -> type:
        return type(talker.connection)

    assert talks.run(use) is (module.AsyncRealtimeConnection if talks.asynchronous else module.RealtimeConnection)


# Events


def test_what_is_received(talks: Talks) -> None:
    """Events by their type, raw messages, and the connection's end."""
    types = talks.package.types.realtime
    talks.server.talks = [saying(CREATED, DONE, b'{"type":"response.done"}', {"type": "new", "a": 1}, close=1000)]

    async def use(talker: Talker) -> None:
        first = await talker.call("recv")
        assert (type(first), first.event_id) == (types.RealtimeServerEventSessionCreated, "e1")
        raw = await talker.call("recv_bytes")
        assert isinstance(raw, bytes)
        assert type(talker.connection.parse_event(raw)) is types.RealtimeServerEventResponseDone
        assert type(await talker.call("recv")) is types.RealtimeServerEventResponseDone
        assert (await talker.call("recv")).to_dict() == {"type": "new", "a": 1}
        with pytest.raises(ConnectionClosedOK):
            await talker.call("recv")

    talks.run(use)


def test_what_is_no_json_raises(talks: Talks) -> None:
    """The connection goes on."""
    talks.server.talks = [saying("<html>", DONE)]

    async def use(talker: Talker) -> Any:
        with pytest.raises(ValueError, match="line 1"):
            await talker.call("recv")
        return (await talker.call("recv")).type

    assert talks.run(use) == "response.done"


@pytest.mark.parametrize(
    ("resource", "event", "name"),
    [
        ("beta.realtime", CREATED, "RealtimeBetaServerEventSessionCreated"),
        ("responses", {"type": "response.created", "response": {"id": "r"}}, "ResponseCreated"),
        ("beta.responses", {"type": "response.failed"}, "ResponseFailed"),
    ],
)
def test_events_of_other_resources(talks: Talks, resource: str, event: object, name: str) -> None:
    """Each resource has its own types."""
    talks.server.talks = [saying(event)]
    arguments = {"model": "m"} if "realtime" in resource else {}

    async def use(talker: Talker) -> str:
        return type(await talker.call("recv")).__name__

    assert talks.run(use, talks.opener(resource, **arguments)) == name


REALTIME = [
    ("session.update", {"session": {"instructions": None}, "event_id": "e"}),
    ("response.create", {}),
    ("response.create", {"response": {"instructions": "x"}}),
    ("response.cancel", {"response_id": "r"}),
    ("input_audio_buffer.append", {"audio": "AA=="}),
    ("input_audio_buffer.commit", {}),
    ("input_audio_buffer.clear", {}),
    ("output_audio_buffer.clear", {}),
    ("conversation.item.create", {"item": {"type": "message"}, "previous_item_id": "p"}),
    ("conversation.item.delete", {"item_id": "i"}),
    ("conversation.item.retrieve", {"item_id": "i"}),
    ("conversation.item.truncate", {"audio_end_ms": 1, "content_index": 0, "item_id": "i"}),
]
RESPONSES = [("response.create", {"model": "m", "input": "ü", "stream": True, "stream_id": "s"})]


@pytest.mark.parametrize(
    ("resource", "arguments", "sent"),
    [
        ("realtime", {"model": "m"}, REALTIME),
        ("beta.realtime", {"model": "m"}, [*REALTIME, ("transcription_session.update", {"session": {"voice": "v"}})]),
        ("responses", {}, RESPONSES),
        ("beta.responses", {}, [*RESPONSES, ("response.inject", {"input": [], "response_id": "r"})]),
    ],
)
def test_what_is_sent(talks: Talks, resource: str, arguments: dict[str, str], sent: list[tuple[str, Any]]) -> None:
    """One method an event; what is left out, or `omit`, is not there."""
    talks.server.talks = [saying(close=1000, after=len(sent))]

    async def use(talker: Talker) -> None:
        for name, members in sent:
            await talker.call(name, **members)
        await talker.types()

    talks.run(use, talks.opener(resource, **arguments))
    assert talks.server.said() == [{"type": name, **members} for name, members in sent]


def test_headers_are_no_part_of_events(talks: Talks) -> None:
    """What operations of the beta send as a header is refused, and said to belong to `connect`."""
    with pytest.raises(TypeError, match="connect"):
        talks.run(lambda talker: talker.call("response.create", betas=["b"]), talks.opener("beta.responses"))


def test_events_can_be_sent_in_any_form(talks: Talks) -> None:
    """As mappings (those that the package does not know too), as models, or as raw messages."""
    omit, types = talks.package.omit, talks.package.types.realtime
    settings = types.SessionSettings(instructions=None)
    model = types.RealtimeClientEventSessionUpdate(type="session.update", session=settings)
    talks.server.talks = [saying(close=1000, after=4)]

    async def use(talker: Talker) -> None:
        await talker.call("send", {"type": "new", "a": omit, "b": None})
        await talker.call("send", model)
        await talker.call("send_raw", "text")
        await talker.call("send_raw", b"\0")
        await talker.types()

    talks.run(use)
    first, second, *raw = talks.server.received
    assert (first, raw) == ('{"type":"new","b":null}', ["text", b"\0"])
    assert second == '{"type":"session.update","session":{"instructions":null}}'


def test_events_can_be_sent_before_it_is_open(talks: Talks) -> None:
    """They are the first to arrive; too many are refused."""
    opener = talks.opener(model="m", max_queue_size=40)
    opener.send({"type": "first"})
    with pytest.raises(talks.package.WebSocketQueueFullError):
        opener.send({"type": "x" * 40})
    opener.send({"type": "second"})
    talks.server.talks = [saying(close=1000, after=3)]

    async def use(talker: Talker) -> None:
        await talker.call("send", {"type": "third"})
        await talker.types()

    talks.run(use, opener)
    assert [event["type"] for event in talks.server.said()] == ["first", "second", "third"]


def test_opened_without_a_block(talks: Talks) -> None:
    """The caller closes it, with a code and a reason; leaving an opener that opened nothing does nothing."""
    opener = talks.opener(model="m")

    async def use() -> list[Any]:
        connection = opener.enter()
        talker = Talker(await connection if inspect.isawaitable(connection) else connection)
        await talker.call("close", code=4000, reason="enough")
        with pytest.raises(ConnectionClosedError, match="enough"):
            await talker.call("recv")
        return await talker.types()

    assert asyncio.run(use()) == []
    unused = talks.opener(model="m")
    left = unused.__aexit__(None, None, None) if talks.asynchronous else unused.__exit__(None, None, None)
    assert (asyncio.run(left) if inspect.isawaitable(left) else left) is None


# Handlers


def test_handlers(talks: Talks) -> None:
    """For a type, for all, once, added to what opens it or to the connection, until they are taken off."""
    called: list[tuple[str, str]] = []

    def note(name: str) -> Callable[[Any], None]:
        return lambda event: called.append((name, event.type))

    async def later(event: Any) -> None:
        called.append(("later", event.type))

    opener = talks.opener(model="m")
    gone = note("gone")
    assert opener.on("event", note("all")) is opener
    decorated = opener.on("session.created")(note("created"))
    assert opener.once("response.done", note("once")).on("response.done", gone).off("response.done", gone) is opener
    opener.off("nothing", decorated)
    talks.server.talks = [saying(CREATED, DONE, DONE, FAILED, close=1000)]

    async def use(talker: Talker) -> None:
        if talks.asynchronous:
            talker.connection.on("session.created", later)
        await talker.call("dispatch_events")

    talks.run(use, opener)
    later_calls = [("later", "session.created")] if talks.asynchronous else []
    assert called == [
        ("created", "session.created"),
        *later_calls,
        ("all", "session.created"),
        ("once", "response.done"),
        ("all", "response.done"),
        ("all", "response.done"),
        ("all", "error"),
    ]


def test_errors_that_nobody_handles_raise(talks: Talks) -> None:
    """An event of type error, that is; a handler for it takes it."""
    talks.server.talks = [saying(FAILED, DONE, close=1000)]
    with pytest.raises(talks.package.OpenAIError, match="no"):
        talks.run(lambda talker: talker.call("dispatch_events"))
    errors: list[str] = []
    opener = talks.opener(model="m").on("error", lambda event: errors.append(event.error.message))
    talks.run(lambda talker: talker.call("dispatch_events"), opener)
    assert errors == ["no"]


# The end


@pytest.mark.parametrize("code", [1000, 1001])
def test_iterating_ends_with_the_connection(talks: Talks, code: int) -> None:
    """When it is closed in good order."""
    talks.server.talks = [saying(CREATED, DONE, close=code)]
    assert talks.run(lambda talker: talker.types()) == ["session.created", "response.done"]


@pytest.mark.parametrize("end", [{"close": 1008}, {"close": 1011}, {"close": 4001}, {"cut": True}])
def test_without_a_say_of_the_caller_nothing_is_opened_again(talks: Talks, end: dict[str, Any]) -> None:
    """The error of the library says why the connection ended."""
    talks.server.talks = [saying(CREATED, **end)]
    with pytest.raises(ConnectionClosedError):
        talks.run(lambda talker: talker.types())
    assert len(talks.server.opened) == 1


def reconnecting(talks: Talks, asked: list[Any], answer: Any = None, **options: Any) -> Any:
    def on_reconnecting(event: Any) -> Any:
        asked.append(event)
        return answer

    return talks.opener(
        model="m",
        extra_query={"x": "1"},
        on_reconnecting=on_reconnecting,
        initial_delay=0.001,
        max_delay=0.002,
        **options,
    )


@pytest.mark.parametrize(("end", "code"), [({"close": 1011}, 1011), ({"close": 1012}, 1012), ({"cut": True}, 1006)])
def test_a_broken_connection_is_opened_again(talks: Talks, end: dict[str, Any], code: int) -> None:
    """Iterating goes on with the next one, as the caller wants it."""
    asked: list[Any] = []
    talks.server.talks = [saying(CREATED, **end), saying(DONE, close=1000)]
    changes = {"extra_query": {"x": "2"}, "extra_headers": {"X-Again": "1"}}
    opener = reconnecting(talks, asked, changes)
    assert talks.run(lambda talker: talker.types(), opener) == ["session.created", "response.done"]
    (event,) = asked
    assert (event.attempt, event.max_attempts, event.close_code, event.extra_query) == (1, 5, code, {"x": "1"})
    first, second = talks.server.opened
    assert (first.query["x"], second.query["x"], second.headers["x-again"]) == ("1", "2", "1")


@pytest.mark.parametrize("end", [{"close": 1008}, {"close": 4001}])
def test_what_would_break_again_is_not_opened_again(talks: Talks, end: dict[str, Any]) -> None:
    """The caller is not asked."""
    asked: list[Any] = []
    talks.server.talks = [saying(CREATED, **end)]
    with pytest.raises(ConnectionClosedError):
        talks.run(lambda talker: talker.types(), reconnecting(talks, asked))
    assert asked == []


def test_the_caller_can_give_up(talks: Talks) -> None:
    """Then the connection ended as it did."""
    asked: list[Any] = []
    talks.server.talks = [saying(close=1011)]
    with pytest.raises(ConnectionClosedError, match="1011"):
        talks.run(lambda talker: talker.types(), reconnecting(talks, asked, {"abort": True}))
    assert (len(asked), len(talks.server.opened)) == (1, 1)


def test_there_are_only_so_many_tries(talks: Talks) -> None:
    """They are counted from the break, and then the error is that of the break."""
    asked: list[Any] = []

    def refuse_from_now(server: WebSocketServer, connection: Any) -> None:
        server.refusals = 2
        connection.close(1011)

    talks.server.talks = [refuse_from_now, saying(DONE, close=1000)]
    with pytest.raises(ConnectionClosedError, match="1011"):
        talks.run(lambda talker: talker.types(), reconnecting(talks, asked, max_retries=2))
    assert [event.attempt for event in asked] == [1, 2]
    talks.server.talks = [refuse_from_now, saying(DONE, close=1000)]
    assert talks.run(lambda talker: talker.types(), reconnecting(talks, asked, max_retries=3)) == ["response.done"]


def test_what_is_sent_meanwhile_arrives(talks: Talks) -> None:
    """What could not be sent, and what is sent while it is being opened, in this order."""
    talks.server.talks = [saying(CREATED, close=1011), saying(DONE, close=1000, after=2)]
    sent = threading.Event()

    async def use(talker: Talker) -> None:
        await talker.call("recv")
        with pytest.raises(ConnectionClosedError):
            await talker.call("recv")
        with pytest.raises(ConnectionClosedError):
            await talker.call("send", {"type": "too late"})
        holder.append(talker)
        await talker.types()

    holder: list[Talker] = []
    pending: list[Any] = []

    def on_reconnecting(_: Any) -> None:
        outcome = holder[0].connection.send({"type": "meanwhile"})
        if inspect.isawaitable(outcome):
            pending.append(asyncio.ensure_future(outcome))
        sent.set()

    talks.run(use, talks.opener(model="m", on_reconnecting=on_reconnecting, initial_delay=0.001))
    assert sent.is_set()
    assert [event["type"] for event in talks.server.said()] == ["too late", "meanwhile"]


def test_what_was_never_sent_is_in_the_error(talks: Talks) -> None:
    """Which can be pickled, as all errors."""
    talks.server.talks = [saying(close=1011)]

    async def use(talker: Talker) -> None:
        with pytest.raises(ConnectionClosedError):
            await talker.call("recv")
        with pytest.raises(ConnectionClosedError):
            await talker.call("send", {"type": "lost"})
        await talker.types()

    with pytest.raises(talks.package.WebSocketConnectionClosedError) as raised:
        talks.run(use)
    assert raised.value.unsent_messages == ['{"type":"lost"}']
    copy = pickle.loads(pickle.dumps(raised.value))
    assert (str(copy), copy.unsent_messages) == (str(raised.value), raised.value.unsent_messages)
    assert isinstance(raised.value.__cause__, ConnectionClosedError)

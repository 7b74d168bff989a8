"""Server-sent events: the standard's grammar, and streams over a socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, events, reply_json

DELTA = b'data: {"type":"delta","text":"%b"}\n\n'
DONE = b"data: [DONE]\n\n"

# stream, events as (event, data, id, retry)
GRAMMAR = {
    "plain": (b"data: a\n\ndata: b\n\n", [(None, "a", None, None), (None, "b", None, None)]),
    "bom": (b"\xef\xbb\xbfdata: a\n\n", [(None, "a", None, None)]),
    "only the first bom": (b"data: a\n\n\xef\xbb\xbfdata: b\n\n", [(None, "a", None, None)]),
    "cr": (b"data: a\r\rdata: b\r\r", [(None, "a", None, None), (None, "b", None, None)]),
    "crlf": (b"data: a\r\n\r\ndata: b\r\n\r\n", [(None, "a", None, None), (None, "b", None, None)]),
    "mixed ends": (b"data: a\r\ndata: b\rdata: c\n\r\n", [(None, "a\nb\nc", None, None)]),
    "no space": (b"data:a\n\n", [(None, "a", None, None)]),
    "one space only": (b"data:  a\n\n", [(None, " a", None, None)]),
    "colons": (b"data: a:b: c\n\n", [(None, "a:b: c", None, None)]),
    "lines": (b"data: a\ndata\ndata: c\n\n", [(None, "a\n\nc", None, None)]),
    "empty data": (b"data\n\n", [(None, "", None, None)]),
    "comments": (b": hi\n\n:\ndata: a\n: x\n\n", [(None, "a", None, None)]),
    "event": (b"event: e\ndata: a\n\ndata: b\n\n", [("e", "a", None, None), (None, "b", None, None)]),
    "event without data": (b"event: e\n\ndata: b\n\n", [(None, "b", None, None)]),
    "last event wins": (b"event: e\nevent: f\ndata: b\n\n", [("f", "b", None, None)]),
    "id stays": (b"id: 1\ndata: a\n\ndata: b\n\n", [(None, "a", "1", None), (None, "b", "1", None)]),
    "id with nul": (b"id: 1\0\ndata: a\n\n", [(None, "a", None, None)]),
    "retry": (b"retry: 10\ndata: a\n\nretry: x\ndata: b\n\n", [(None, "a", None, 10), (None, "b", None, None)]),
    "unknown fields": (b"foo: 1\nData: x\n data: y\ndata: a\n\n", [(None, "a", None, None)]),
    "unfinished": (b"data: a\n\ndata: b\n", [(None, "a", None, None)]),
    "utf-8": ("data: grün 漢\u2028\x85字\n\n".encode(), [(None, "grün 漢\u2028\x85字", None, None)]),
}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 10_000])
@pytest.mark.parametrize("name", GRAMMAR)
def test_the_standards_grammar(littleapi: Any, name: str, size: int) -> None:
    """Each rule of the standard holds, wherever the bytes are split."""
    from littleapi._streaming import SSEDecoder

    stream, expected = GRAMMAR[name]
    decoder = SSEDecoder()
    chunks = [stream[start : start + size] for start in range(0, len(stream), size)]
    found = [event for chunk in chunks for event in decoder.feed(chunk)]
    assert [(event.event, event.data, event.id, event.retry) for event in found] == expected


def test_streams_from_elsewhere(littleapi: Any) -> None:
    """Who has the bytes of a stream gets its events, from an iterator of either kind."""
    from littleapi._streaming import SSEDecoder

    chunks = [b"event: e\nda", b"ta: a\n\ndata: b\n\n"]

    async def later() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    async def collected() -> list[Any]:
        return [event async for event in SSEDecoder().aiter_bytes(later())]

    for found in (list(SSEDecoder().iter_bytes(iter(chunks))), asyncio.run(collected())):
        assert [(event.event, event.data) for event in found] == [("e", "a"), (None, "b")]


def test_a_large_event_in_small_pieces(littleapi: Any) -> None:
    """The work grows linearly with a long line that arrives piece by piece."""
    from littleapi._streaming import SSEDecoder

    decoder = SSEDecoder()
    list(decoder.feed(b"data: "))
    for _ in range(100_000):
        assert list(decoder.feed(b"0123456789" * 5)) == []
    (event,) = decoder.feed(b"\n\n")
    assert len(event.raw) == 5_000_000


def test_events_become_their_types(api: Driver, littleapi: Any) -> None:
    """Each event is decoded by its type; an unknown one is kept whole; what follows the end is ignored."""
    api.server.script(events(DELTA % b"a", b'data: {"type":"new","x":[1]}\n\n' + DONE, DELTA % b"late"))
    found = api.collect(lambda client: client.things.create(name="n", stream=True))
    things = littleapi.types.things
    assert [type(event).__name__ for event in found] == ["ThingDelta", "BaseModel"]
    assert isinstance(found[1], littleapi.BaseModel)
    assert found[0].text == "a"
    assert found[1].to_dict() == {"type": "new", "x": [1]}
    assert things.ThingEvent is not None
    assert api.server.received[0].json()["stream"] is True


def test_named_events(api: Driver) -> None:
    """Where the type of an event has `event` and `data`, the event's name becomes part of it."""
    api.server.script(
        events(
            b'event: thing.created\ndata: {"id":"1","name":"a"}\n\n',
            b'event: thing.melted\ndata: {"id":"2"}\n\n',
            b"event: done\ndata: [DONE]\n\n",
        )
    )
    found = api.collect(lambda client: client.things.watch())
    assert [event.event for event in found] == ["thing.created", "thing.melted"]
    assert found[0].data.name == "a"
    assert found[1].to_dict() == {"event": "thing.melted", "data": {"id": "2"}}


def test_an_error_inside_a_stream(api: Driver, littleapi: Any) -> None:
    """What came before is delivered, then the reported error is raised."""
    error = {"message": "broke", "code": "c", "type": "t", "param": None}
    api.server.script(events(DELTA % b"a", b"data: " + json.dumps({"error": error}).encode() + b"\n\n"))
    seen: list[Any] = []
    with pytest.raises(littleapi.APIError, match="broke") as caught:
        api.run(_keeping(api, lambda client: client.things.create(name="n", stream=True), seen))
    assert len(seen) == 1
    assert (caught.value.code, caught.value.body) == ("c", error)
    assert type(caught.value) is littleapi.APIError


def test_an_error_as_a_named_event(api: Driver, littleapi: Any) -> None:
    """In a stream of named events, the one named `error` is raised."""
    api.server.script(events(b'event: error\ndata: {"message":"broke"}\n\n'))
    with pytest.raises(littleapi.APIError, match="broke"):
        api.collect(lambda client: client.things.watch())


def test_an_event_that_mentions_errors(api: Driver) -> None:
    """A member called `error` that is null, or stands deeper, is no error."""
    api.server.script(
        events(b'data: {"type":"done","error":null,"thing":{"id":"1","name":"n","error":{"message":"m"}}}\n\n')
    )
    (event,) = api.collect(lambda client: client.things.create(name="n", stream=True))
    assert event.thing.error == {"message": "m"}


def test_half_an_event(api: Driver, littleapi: Any) -> None:
    """A connection that breaks inside an event raises, and never delivers half of it."""
    api.server.script(events(DELTA % b"a", b'data: {"type":"del', pause=0.02, cut=True))
    seen: list[Any] = []
    with pytest.raises(littleapi.APIConnectionError):
        api.run(_keeping(api, lambda client: client.things.create(name="n", stream=True), seen))
    assert [event.text for event in seen] == ["a"]


def test_an_event_that_is_no_json(api: Driver, littleapi: Any) -> None:
    """An event that cannot be decoded is an error that shows it."""
    api.server.script(events(b'data: {"type"\n\n'))
    with pytest.raises(littleapi.APIResponseValidationError) as caught:
        api.collect(lambda client: client.things.create(name="n", stream=True))
    assert caught.value.body == '{"type"'


def test_a_break_after_the_end_is_no_error(api: Driver) -> None:
    """Once the end was said, the fate of the connection does not matter."""
    api.server.script(events(DELTA % b"a" + DONE, pause=0.02, cut=True))
    assert len(api.collect(lambda client: client.things.create(name="n", stream=True))) == 1


def test_silence_in_a_stream_times_out(api: Driver, littleapi: Any) -> None:
    """The timeout counts for each wait inside a stream."""
    api.server.script(events(DELTA % b"a", b"", DELTA % b"b", pause=0.3))
    with pytest.raises(littleapi.APITimeoutError):
        api.collect(lambda client: client.things.create(name="n", stream=True, timeout=0.45))


def test_json_in_place_of_a_stream(api: Driver, littleapi: Any) -> None:
    """A JSON answer where events were asked for is an error, not an empty stream."""
    api.server.script(reply_json({"id": "1"}))
    with pytest.raises(littleapi.APIResponseValidationError) as caught:
        api.collect(lambda client: client.things.create(name="n", stream=True))
    assert caught.value.body == {"id": "1"}


def test_a_page_in_place_of_a_stream(api: Driver, littleapi: Any) -> None:
    """What a gateway on the way shows to people is no empty stream either."""
    api.server.script(Reply(headers={"content-type": "text/html; charset=utf-8"}, body=b"<p>Please log in</p>"))
    with pytest.raises(littleapi.APIResponseValidationError, match="text/html") as caught:
        api.collect(lambda client: client.things.create(name="n", stream=True))
    assert caught.value.body == "<p>Please log in</p>"


def test_half_an_answer_in_place_of_a_stream(api: Driver, littleapi: Any) -> None:
    """A connection that breaks inside of such an answer is an error of the connection."""
    half = Reply(headers={"content-type": "application/json", "content-length": "100"}, body=b'{"id":', cut=True)
    api.server.script(half)
    with pytest.raises(littleapi.APIConnectionError):
        api.collect(lambda client: client.things.create(name="n", stream=True), max_retries=0)


def test_an_error_status_in_place_of_a_stream(api: Driver, littleapi: Any) -> None:
    """An error status raises with its body read."""
    api.server.script(reply_json({"error": {"message": "no"}}, status=400))
    with pytest.raises(littleapi.BadRequestError, match="no"):
        api.collect(lambda client: client.things.create(name="n", stream=True))


def test_leaving_a_stream_early_frees_the_connection(api: Driver) -> None:
    """Closing a stream, or leaving its `with` block, ends the transfer."""
    api.server.script(events(*[DELTA % b"a"] * 100, pause=0.01))
    if api.asynchronous:

        async def leave(client: Any) -> Any:
            async with await client.things.create(name="n", stream=True) as stream:
                return await stream.__anext__()

        assert api.run(leave).text == "a"
    else:

        def leave_sync(client: Any) -> Any:
            with client.things.create(name="n", stream=True) as stream:
                return next(stream)

        assert api.run(leave_sync).text == "a"
    assert api.server.wait_until_idle()


def test_a_finished_stream_gives_its_connection_back(api: Driver) -> None:
    """After the end, the next call uses the same connection."""
    api.server.script(events(DELTA % b"a", DONE), reply_json({"id": "1", "name": "n"}))

    if api.asynchronous:

        async def both(client: Any) -> None:
            assert [event.text async for event in await client.things.create(name="n", stream=True)] == ["a"]
            await client.things.retrieve("x")

        api.run(both)
    else:

        def both_sync(client: Any) -> None:
            assert [event.text for event in client.things.create(name="n", stream=True)] == ["a"]
            client.things.retrieve("x")

        api.run(both_sync)
    assert api.server.connections == 1


def test_a_cancelled_stream_frees_the_connection(littleapi: Any, server: Any) -> None:
    """Cancelling the task that reads a stream closes its connection."""
    server.script(events(*[DELTA % b"a"] * 100, pause=0.05))

    async def read(client: Any, started: asyncio.Event) -> None:
        async for _ in await client.things.create(name="n", stream=True):
            started.set()

    async def main() -> None:
        async with littleapi.AsyncLittle(api_key="k", base_url=server.url) as client:
            started = asyncio.Event()
            task = asyncio.create_task(read(client, started))
            await started.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(main())
    assert server.wait_until_idle()


def test_a_stream_of_a_bare_route(api: Driver, littleapi: Any) -> None:
    """An undocumented route can be streamed, into JSON values or a type of the caller's."""
    api.server.script(events(b'data: {"id":"1"}\n\n'), events(b'data: {"id":"1"}\n\n'))
    assert api.collect(lambda client: client.post("/s", cast_to=object, stream=True)) == [{"id": "1"}]
    stream_class = littleapi.AsyncStream if api.asynchronous else littleapi.Stream
    part = littleapi.types.things.Part
    (event,) = api.collect(lambda client: client.get("/s", cast_to=object, stream=True, stream_cls=stream_class[part]))
    assert type(event) is part


def test_raw_response_of_a_stream(api: Driver) -> None:
    """The raw face of a streaming call parses to the stream."""
    api.server.script(events(DELTA % b"a", DONE))

    def parsed(client: Any) -> Any:
        if not api.asynchronous:
            return client.things.with_raw_response.create(name="n", stream=True).parse()

        async def parse() -> Any:
            return await (await client.things.with_raw_response.create(name="n", stream=True)).parse()

        return parse()

    assert [event.text for event in api.collect(parsed)] == ["a"]


def _keeping(api: Driver, call: Any, seen: list[Any]) -> Any:
    """Return a function that puts the events of a stream into `seen` as they come."""
    if not api.asynchronous:
        return lambda client: [seen.append(event) for event in call(client)]

    async def keep(client: Any) -> None:
        async for event in await call(client):
            seen.append(event)

    return keep


def test_chunked_answers_are_read_to_their_end(api: Driver) -> None:
    """A JSON body in pieces is put together."""
    api.server.script(Reply(headers={"content-type": "application/json"}, chunks=(b'{"id":', b'"1"}')))
    assert api.run(lambda client: client.things.retrieve("x")).id == "1"

"""What stands in the place of a stream of events: events under another name, errors, pages, and nothing."""

from __future__ import annotations

import json
import pickle
from contextlib import closing
from typing import Any

import httpx2
import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, events, reply_json

DELTA = b'data: {"type":"delta","text":"a"}\n\n'
DONE = b"data: [DONE]\n\n"
PAGE = b"<!doctype html>\n<p>Please log in</p>\n\n"
KEY = "key-of-a-caller-0123456789"
SHOWN_BODY = 65_536


def stream(client: Any) -> Any:
    return client.things.create(name="n", stream=True)


def named(media_type: str | None, body: bytes) -> Reply:
    return Reply(headers={} if media_type is None else {"content-type": media_type}, chunks=(body,))


@pytest.mark.parametrize(
    "media_type",
    [
        "text/html; charset=utf-8",
        "application/json",
        "text/plain",
        "application/octet-stream",
        "application/x-ndjson",
        "text/event-stream; charset=iso-8859-1",
        "TEXT/EVENT-STREAM",
        None,
    ],
)
def test_events_under_any_name(api: Driver, media_type: str | None) -> None:
    """What can be read as events is read, and always as UTF-8."""
    api.server.script(
        named(media_type, b": hi\r\n\r\n" + 'data: {"type":"delta","text":"grün"}\r\n\r\n'.encode() + DONE)
    )
    assert [event.text for event in api.collect(stream)] == ["grün"]


@pytest.mark.parametrize("media_type", ["text/html", "application/json", "text/plain", "text/event-stream", None])
@pytest.mark.parametrize("body", [PAGE, b"upstream timed out", b": hi\n\nupstream timed out"])
def test_text_in_place_of_a_stream(api: Driver, littleapi: Any, media_type: str | None, body: bytes) -> None:
    """Text without an event is an error that tells status, type and beginning, whatever the text is called."""
    api.server.script(named(media_type, body))
    with pytest.raises(littleapi.APIResponseValidationError) as caught:
        api.collect(stream)
    assert "status 200" in str(caught.value)
    assert (media_type or "no content type") in str(caught.value)
    assert caught.value.body in str(caught.value) or caught.value.body.startswith("<!doctype html>")
    assert not str(caught.value.body).startswith(":")
    assert caught.value.status_code == 200


def test_it_is_told_when_the_stream_is_read(api: Driver, littleapi: Any) -> None:
    """Making the stream reads nothing, and raises nothing."""
    api.server.script(named("text/html", PAGE))

    def make(client: Any) -> Any:
        if not api.asynchronous:
            with stream(client) as made:
                return made

        async def amake() -> Any:
            async with await stream(client) as made:
                return made

        return amake()

    assert isinstance(api.run(make), (littleapi.Stream, littleapi.AsyncStream))


def test_an_error_of_the_api_in_place_of_a_stream(api: Driver, littleapi: Any) -> None:
    """An error that comes as JSON has what the API says of it, as one inside of a stream has."""
    error = {"message": "quota", "code": "c", "type": "t", "param": None}
    api.server.script(reply_json({"error": error}))
    with pytest.raises(littleapi.APIResponseValidationError, match="quota") as caught:
        api.collect(stream)
    assert (caught.value.code, caught.value.body) == ("c", error)


def test_what_was_sent_is_not_shown(api: Driver, littleapi: Any) -> None:
    """A server that shows the credentials of the request does not get them into the error."""
    api.server.script(named("text/html", b"<p>Bearer " + KEY.encode() + b" is unknown</p>"))
    for call in (stream, lambda client: client.things.retrieve("x")):
        with pytest.raises(littleapi.APIResponseValidationError, match="is unknown") as caught:
            (api.collect if call is stream else api.run)(call, api_key=KEY)
        assert KEY not in f"{caught.value} {caught.value.body}"


@pytest.mark.parametrize(
    "body", [b"", b"\n\n", b": hi\n\n", b"retry: 10\n\n", b'data: {"type":"del', b'event: delta\ndata: {"type":']
)
def test_a_stream_without_events(api: Driver, body: bytes) -> None:
    """A stream that ends before its first event has none: nothing else is there."""
    api.server.script(named("text/plain", body))
    assert api.collect(stream) == []


def test_little_is_kept_of_what_is_no_stream(api: Driver, littleapi: Any) -> None:
    """Of an endless page in one line, its beginning is all that is held."""
    api.server.script(Reply(headers={"content-type": "text/html"}, chunks=(b"<html>", *[b"x" * 100_000] * 50)))
    with pytest.raises(littleapi.APIResponseValidationError) as caught:
        api.collect(stream)
    assert len(caught.value.body) <= SHOWN_BODY
    from littleapi._streaming import SSEDecoder

    decoder = SSEDecoder()
    for portion in (b"\xef\xbb", b"\xbf<", b"html>", *[b"x" * 1000] * 1000):
        assert list(decoder.feed(portion)) == []
    assert sum(map(len, decoder._unfinished)) < 100
    assert [event.data for event in decoder.feed(b"</html>\n\n" + b"data: 1\n\n")] == ["1"]


def test_raw_answers_that_are_no_stream(api: Driver, littleapi: Any) -> None:
    """The raw faces hand out the answer; the stream that they make of it tells."""
    api.server.script(named("text/html", DELTA + DONE), named("text/html", PAGE))

    def parsed(client: Any) -> Any:
        if not api.asynchronous:
            return client.things.with_raw_response.create(name="n", stream=True).parse()

        async def parse() -> Any:
            return await (await client.things.with_raw_response.create(name="n", stream=True)).parse()

        return parse()

    assert [event.text for event in api.collect(parsed)] == ["a"]
    with pytest.raises(littleapi.APIResponseValidationError, match="text/html"):
        api.collect(parsed)


@pytest.mark.parametrize(
    "frame", [b"data:\n\n", b"data:   \n\n", b"event: ping\ndata:\n\n", b"event: ping\n\n", b"id: 1\n\n"]
)
def test_frames_without_data(api: Driver, frame: bytes) -> None:
    """A frame that only keeps the connection, or holds nothing but its name, id or pause, is passed over."""
    thing = b'event: thing.created\ndata: {"id":"1","name":"n"}\n\n'
    api.server.script(events(frame + DELTA + frame + DONE), events(frame + thing + frame + DONE))
    assert [event.text for event in api.collect(stream)] == ["a"]
    assert [event.data.id for event in api.collect(lambda client: client.things.watch())] == ["1"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"message":"broke"}', "broke"),
        (b'{"error":{"message":"broke"}}', "broke"),
        (b"broke", "broke"),
        (b'"broke"', "broke"),
        (b'{"detail":"broke"}', "An error occurred during streaming"),
        (b"", "An error occurred during streaming"),
    ],
)
def test_an_event_that_is_called_an_error(api: Driver, littleapi: Any, data: bytes, message: str) -> None:
    """What is called as errors are is one, however its data look, where no event of the stream is called so."""
    api.server.script(events(b"event: error\ndata: " + data + b"\n\n"))
    for call in (stream, lambda client: client.things.watch()):
        with pytest.raises(littleapi.APIError) as caught:
            api.collect(call)
        assert str(caught.value) == message


def test_an_error_without_a_message(api: Driver, littleapi: Any) -> None:
    """An error that says nothing in words is told with what it has."""
    api.server.script(events(b'data: {"error":{"code":"c"}}\n\n'))
    with pytest.raises(littleapi.APIError, match=r"^An error occurred during streaming$") as caught:
        api.collect(stream)
    assert (caught.value.code, caught.value.body) == ("c", {"code": "c"})


def test_a_broken_stream_is_an_error_of_the_http_library_too(api: Driver, littleapi: Any) -> None:
    """Handlers of either class catch it; both kinds of it can be pickled."""
    api.server.script(events(DELTA, b'data: {"type":"del', pause=0.02, cut=True))
    with pytest.raises(httpx2.TransportError) as caught:
        api.collect(stream)
    error = caught.value
    assert isinstance(error, littleapi.APIConnectionError)
    assert isinstance(error.__cause__, httpx2.TransportError)
    assert (type(error).__name__, str(error), error.request.method) == (
        "APIConnectionError",
        "Connection error.",
        "POST",
    )
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.request.url) == (type(error), str(error), error.request.url)


def test_silence_in_a_stream_is_a_timeout_of_the_http_library_too(api: Driver, littleapi: Any) -> None:
    """The same for the time that ran out."""
    api.server.script(events(DELTA, b"", DELTA, pause=0.3))
    with pytest.raises(httpx2.ReadTimeout) as caught:
        api.collect(lambda client: client.things.create(name="n", stream=True, timeout=0.45))
    assert isinstance(caught.value, littleapi.APITimeoutError)


def test_an_event_that_is_no_json_is_an_error_of_json_too(api: Driver, littleapi: Any) -> None:
    """Handlers of either class catch it, and find where the text is wrong."""
    api.server.script(events(b'data: {"type"\n\n'))
    with pytest.raises(json.JSONDecodeError) as caught:
        api.collect(stream)
    error = caught.value
    assert isinstance(error, littleapi.APIResponseValidationError)
    assert (error.doc, error.pos, error.body) == ('{"type"', 7, '{"type"')
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.pos, again.body) == (type(error), error.pos, error.body)


def test_nobody_waits_after_the_end(api: Driver) -> None:
    """A server that lets the connection stand after the end is left, with most of what it would send."""
    api.server.script(events(DELTA + DONE, *[b": hi\n\n"] * 400, pause=0.01))

    def read(client: Any) -> Any:
        if not api.asynchronous:
            made = stream(client)
            return len(list(made)), made.response.num_bytes_downloaded

        async def aread() -> Any:
            made = await stream(client)
            return len([event async for event in made]), made.response.num_bytes_downloaded

        return aread()

    count, size = api.run(read)
    assert count == 1
    assert size < 1000
    assert api.server.wait_until_idle()


def test_a_stream_in_closing(api: Driver) -> None:
    """What closes things of either kind closes streams."""
    api.server.script(events(*[DELTA] * 100, pause=0.01))
    if api.asynchronous:

        async def leave(client: Any) -> Any:
            made = await stream(client)
            first = await made.__anext__()
            await made.aclose()
            return first

        assert api.run(leave).text == "a"
    else:

        def leave_sync(client: Any) -> Any:
            with closing(stream(client)) as made:
                return next(made)

        assert api.run(leave_sync).text == "a"
    assert api.server.wait_until_idle()

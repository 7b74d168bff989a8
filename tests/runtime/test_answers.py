"""What comes back: JSON, text, binary and empty answers, raw and streamed answers, errors by status."""

from __future__ import annotations

import gzip
import importlib
import inspect
import json
import pickle
from pathlib import Path
from typing import Annotated, Any

import httpx2
import pydantic
import pytest

from tests.runtime.conftest import driver
from tests.support.driver import Driver
from tests.support.server import Reply, Server, reply_json

THING = {"id": "t1", "name": "one", "schema": {"a": 1}, "extra": [1, {"b": None}]}


def test_a_model_with_its_request_id(api: Driver, littleapi: Any) -> None:
    """JSON becomes the model; unknown members stay; the request's id is at hand and in no dump."""
    api.server.script(reply_json(THING, x_request_id="req_9"))
    thing = api.run(lambda client: client.things.retrieve("x"))
    assert type(thing) is littleapi.types.things.Thing
    assert (thing.schema_, thing.extra, thing._request_id) == ({"a": 1}, [1, {"b": None}], "req_9")
    assert thing.to_dict() == THING
    assert json.loads(thing.to_json()) == THING
    assert pickle.loads(pickle.dumps(thing)) == thing


def test_compressed_answers(api: Driver) -> None:
    """A gzip body is decoded, whole or streamed."""
    body = gzip.compress(json.dumps(THING).encode())
    api.server.script(Reply(headers={"content-type": "application/json", "content-encoding": "gzip"}, body=body))
    assert api.run(lambda client: client.things.retrieve("x")).id == "t1"


def test_an_empty_answer(api: Driver) -> None:
    """An operation without a result returns None, whatever the body."""
    api.server.script(Reply(status=204), reply_json(THING))
    assert api.run(lambda client: client.things.delete("x")) is None
    assert api.run(lambda client: client.things.delete("x")) is None


def test_text_that_comes_as_json(api: Driver) -> None:
    """A text answer in the form of a JSON string is unquoted."""
    api.server.script(reply_json("grün"))
    assert api.run(lambda client: client.things.replace("x", content=b"c")) == "grün"


@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
@pytest.mark.parametrize(
    ("text", "to", "value"),
    [
        ("true", bool, True),
        ("TRUE", bool, True),
        ("False", bool, False),
        ("1", bool, False),
        ("", bool, False),
        ("12", int, 12),
        ("1.5", float, 1.5),
        ("12", float, 12.0),
        ("True", Annotated[bool, "a mark"], True),
        ("said", Annotated[str, "a mark"], "said"),
        ('"said"', str, '"said"'),
    ],
)
def test_what_a_text_says(api: Driver, text: str, content_type: str, to: Any, value: object) -> None:
    """A caller who asks for a plain value gets what the text says, whatever the content type."""
    api.server.script(Reply(headers={"content-type": content_type}, body=text.encode()))
    if to is not bool and content_type == "application/json" and text == "said":
        return  # which is no JSON
    raw = api.run(lambda client: client.things.with_raw_response.retrieve("x"))
    found = api.settle(raw.parse(to=to))
    assert (found, type(found)) == (value, type(value))

    def face(client: Any) -> Any:
        return client.things.with_streaming_response.retrieve("x")

    assert api.within(face, lambda response: response.parse(to=to)) == value


def test_classes_that_no_answer_becomes(api: Driver) -> None:
    """Models of others, and classes derived from that of HTTP responses, are refused instead of half made."""

    class Foreign(pydantic.BaseModel):
        id: str

    class Own(httpx2.Response):
        pass

    api.server.script(reply_json(THING))
    raw = api.run(lambda client: client.things.with_raw_response.retrieve("x"))
    with pytest.raises(TypeError, match="`from littleapi import BaseModel`"):
        api.settle(raw.parse(to=Foreign))
    with pytest.raises(ValueError, match="Subclasses of HTTP response classes"):
        api.settle(raw.parse(to=Own))
    assert api.settle(raw.parse(to=httpx2.Response)) is raw.http_response


def test_a_model_in_the_wrong_content_type(api: Driver) -> None:
    """JSON that is declared as something else is read all the same; what is no JSON comes as text."""
    octets = {"content-type": "application/octet-stream"}
    html = {"content-type": "text/html"}
    text = {"content-type": "text/plain"}
    thing = json.dumps(THING).encode()
    api.server.script(
        Reply(headers=octets, body=thing), Reply(headers=html, body=thing), Reply(headers=text, body=b"hi")
    )
    assert api.run(lambda client: client.things.retrieve("x")).id == "t1"
    assert api.run(lambda client: client.things.retrieve("x")).id == "t1"
    assert api.run(lambda client: client.things.retrieve("x")) == "hi"


PAGE = b"<!doctype html>\n<p>Please log in</p>"


@pytest.mark.parametrize("media_type", ["text/html; charset=utf-8", "text/plain", "application/json"])
def test_a_page_where_json_is_declared(api: Driver, littleapi: Any, media_type: str) -> None:
    """HTML is an error that says so, for objects and for lists; where text is declared it is text."""
    api.server.script(Reply(headers={"content-type": media_type}, body=PAGE))
    for call in (lambda client: client.things.retrieve("x"), lambda client: client.things.list()):
        with pytest.raises(littleapi.APIResponseValidationError, match="status 200") as caught:
            api.run(call)
        assert media_type in str(caught.value)
        assert "Please log in" in str(caught.value)
        assert caught.value.body == PAGE.decode()
    assert api.run(lambda client: client.things.replace("x", content=b"c")) == PAGE.decode()
    if media_type != "application/json":
        assert api.run(lambda client: client.get("/p", cast_to=object)) == PAGE.decode()


ENCODED = {
    "mark": ("application/json", "utf-8-sig"),
    "mark as text": ("text/plain", "utf-8-sig"),
    "utf-16": ("application/json", "utf-16"),
    "utf-16 without mark": ("application/json; charset=utf-16be", "utf-16-be"),
    "utf-32": ("application/json", "utf-32"),
    "latin": ("application/json; charset=iso-8859-1", "latin-1"),
    "quoted": ('application/json; charset="UTF-8"', "utf-8"),
    "unknown": ("application/json; charset=nonsense", "utf-8"),
}


@pytest.mark.parametrize("name", ENCODED)
def test_json_in_other_encodings(api: Driver, littleapi: Any, name: str) -> None:
    """JSON behind a byte order mark, behind white space or in another encoding is read: objects, lists and errors."""
    media_type, encoding = ENCODED[name]

    def reply(value: object, status: int = 200) -> Reply:
        text = json.dumps(value, ensure_ascii=False, indent=1)
        body = (text if "16" in encoding or "32" in encoding else f"\n \t{text}\n").encode(encoding)
        return Reply(status=status, headers={"content-type": media_type}, body=body)

    grown = {"id": "grün", "name": "n"}
    error = {"message": "zu spät"}
    api.server.script(reply(grown), reply({"data": [grown], "has_more": False}), reply({"error": error}, 400))
    assert api.run(lambda client: client.things.retrieve("x")).id == "grün"
    assert [thing.id for thing in api.collect(lambda client: client.things.list())] == ["grün"]
    with pytest.raises(littleapi.BadRequestError) as caught:
        api.run(lambda client: client.things.retrieve("x"))
    assert caught.value.body == error


@pytest.mark.parametrize("body", [b'{"id": "t1", "na', b"nonsense"])
def test_half_a_document(api: Driver, littleapi: Any, body: bytes) -> None:
    """A body that is declared as JSON and is none is an error that shows it."""
    api.server.script(Reply(headers={"content-type": "application/json"}, body=body))
    with pytest.raises(littleapi.APIResponseValidationError) as caught:
        api.run(lambda client: client.things.retrieve("x"))
    assert caught.value.status_code == 200
    assert caught.value.body == body.decode()


def test_no_body_where_json_is_declared(api: Driver, littleapi: Any) -> None:
    """Nothing is as good as null, but strictly it is no answer; a page of nothing has no items."""
    api.server.script(Reply(), Reply(headers={"content-type": "application/json"}), Reply())
    assert api.run(lambda client: client.things.retrieve("x")) is None
    with pytest.raises(littleapi.APIResponseValidationError):
        api.run(lambda client: client.things.retrieve("x"), _strict_response_validation=True)
    assert api.collect(lambda client: client.things.list()) == []


def test_strict_validation(api: Driver, littleapi: Any) -> None:
    """With the option, an answer that departs from its schema raises; without it, it is taken as it is."""
    api.server.script(reply_json({"id": 5, "state": "unheard-of"}))
    thing = api.run(lambda client: client.things.retrieve("x"))
    assert (thing.id, thing.state, thing.name) == (5, "unheard-of", None)
    with pytest.raises(littleapi.APIResponseValidationError, match="id"):
        api.run(lambda client: client.things.retrieve("x"), _strict_response_validation=True)


def test_the_answer_to_a_value(littleapi: Any) -> None:
    """A known value has its answer; an argument left out, by either sentinel, that of the value it amounts to."""
    answers = {"long": "Long", "short": "Short"}
    answer_to = importlib.import_module(f"{littleapi.__name__}._operations").answer_to
    values = ("long", littleapi.omit, littleapi.not_given, "other", None, ["long"])
    found = [answer_to(value, answers, otherwise="Any", omitted="short") for value in values]
    assert found == ["Long", "Short", "Short", "Any", "Any", "Any"]
    assert answer_to(littleapi.omit, answers, otherwise="Any") == "Any"


def test_an_unwrapped_member(api: Driver, littleapi: Any) -> None:
    """An envelope is opened; one without the member is an error."""
    api.server.script(reply_json({"data": [THING]}), reply_json({"other": 1}))
    assert [thing.to_dict() for thing in api.run(lambda client: client.things.search())] == [THING]
    with pytest.raises(littleapi.APIResponseValidationError, match="data"):
        api.run(lambda client: client.things.search())


def test_binary_content(api: Driver, tmp_path: Path) -> None:
    """Bytes arrive untouched, at once, in pieces or in a file."""
    content = bytes(range(256)) * 500
    api.server.script(Reply(headers={"content-type": "application/octet-stream"}, body=content))
    answer = api.run(lambda client: client.things.content("x"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/octet-stream")
    assert api.settle(answer.read()) == content
    api.settle(answer.write_to_file(tmp_path / "a"))
    api.settle(answer.stream_to_file(tmp_path / "b", chunk_size=10))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == content
    assert api.server.received[0].headers["accept"] == "application/octet-stream"


def test_binary_content_read_asynchronously(littleapi: Any, server: Server) -> None:
    """The asynchronous readers of binary content give what the others do."""
    text = "grün\nblau\n"
    server.script(Reply(headers={"content-type": "text/plain; charset=utf-8"}, body=text.encode()))

    async def read(client: Any) -> list[Any]:
        answer = await client.things.content("x")
        pieces = [piece async for piece in answer.iter_bytes(3)]
        texts = [piece async for piece in answer.iter_text(3)]
        return [pieces, texts, [line async for line in answer.iter_lines()], await answer.read()]

    pieces, texts, lines, whole = driver(littleapi, server, asynchronous=True).run(read)
    assert b"".join(pieces) == whole == text.encode()
    assert "".join(texts) == text
    assert lines == ["grün", "blau"]


def test_raw_response(api: Driver, littleapi: Any) -> None:
    """The raw face of a method tells status, headers and request, and still parses."""
    api.server.script(reply_json({}, status=500), reply_json(THING, x_extra="e"))
    raw = api.run(lambda client: client.things.with_raw_response.retrieve("x"))
    assert (raw.status_code, raw.headers["X-Extra"], raw.request_id) == (200, "e", "req_1")
    assert (raw.method, raw.http_request.url.path, raw.retries_taken) == ("GET", "/things/x", 1)
    assert raw.elapsed.total_seconds() >= 0
    parsed = api.settle(raw.parse())
    assert api.settle(raw.parse()) is parsed
    assert parsed.id == "t1"
    assert api.settle(raw.parse(to=littleapi.types.things.Part)).id == "t1"
    assert api.settle(raw.json()) == json.loads(api.settle(raw.text())) == json.loads(api.settle(raw.read())) == THING


def test_raw_faces_reach_everything(api: Driver) -> None:
    """Client, child resources, operations of the client and bare routes all have the raw face."""
    api.server.script(reply_json(THING))
    calls = [
        lambda client: client.with_raw_response.things.retrieve("x"),
        lambda client: client.with_raw_response.things.parts.retrieve("p", thing_id="t"),
        lambda client: client.things.with_raw_response.parts.retrieve("p", thing_id="t"),
        lambda client: client.with_raw_response.status(),
        lambda client: client.with_raw_response.get("/new", cast_to=object),
        lambda client: client.things.with_raw_response.with_raw_response.retrieve("x"),
    ]
    for call in calls:
        assert api.run(call).status_code == 200


FORM_HEADER = "X-Stainless-Raw-Response"


@pytest.mark.parametrize(("face", "form"), [("with_raw_response", "true"), ("with_streaming_response", "stream")])
def test_who_wraps_a_method_learns_the_form(
    api: Driver, monkeypatch: pytest.MonkeyPatch, littleapi: Any, face: str, form: str
) -> None:
    """A header among the arguments says it, beside those of the caller; it is not sent."""
    seen = []
    things = littleapi.resources.things
    for resource in (things.Things, things.AsyncThings):

        def spy(self: Any, *given: Any, retrieve: Any = resource.retrieve, **named: Any) -> Any:
            seen.append(named["extra_headers"])
            return retrieve(self, *given, **named)

        monkeypatch.setattr(resource, "retrieve", spy)
    api.server.script(reply_json(THING))

    def call(client: Any) -> Any:
        return getattr(client.things, face).retrieve("x", extra_headers={"X-Own": "1"})

    if face == "with_raw_response":
        api.run(call)
    else:
        api.within(call, lambda response: response.parse())
    assert seen == [{"X-Own": "1", FORM_HEADER: form}]
    assert api.server.received[-1].headers["x-own"] == "1"
    assert FORM_HEADER.lower() not in api.server.received[-1].headers


def test_the_header_itself_chooses_the_form(api: Driver, littleapi: Any) -> None:
    """As libraries do that build requests of their own."""
    api.server.script(reply_json(THING))
    raw = api.run(lambda client: client.things.retrieve("x", extra_headers={FORM_HEADER: "true"}))
    assert api.settle(raw.parse()).id == "t1"
    assert raw.headers["content-type"] == "application/json"


def test_raw_methods_look_like_those_they_stand_for(littleapi: Any) -> None:
    """Coroutine functions are coroutine functions, and the names are listed."""
    client = littleapi.AsyncLittle(api_key="k")
    assert inspect.iscoroutinefunction(client.things.with_raw_response.retrieve)
    assert "retrieve" in dir(client.things.with_raw_response)
    assert client.things.with_raw_response.retrieve.__doc__ == client.things.retrieve.__doc__


def test_raw_face_of_a_page_and_a_stream(api: Driver) -> None:
    """A raw list parses to its page, a raw stream to its stream."""
    api.server.script(reply_json({"data": [THING], "has_more": False}))
    page = api.settle(api.run(lambda client: client.things.with_raw_response.list()).parse())
    assert [thing.id for thing in page.data] == ["t1"]


def test_streaming_response(api: Driver, tmp_path: Path) -> None:
    """The streamed face leaves the body unread until it is asked for, and closes it on leaving."""
    api.server.script(Reply(headers={"content-type": "text/plain"}, chunks=(b"one\ntw", b"o\n")))

    def face(client: Any) -> Any:
        return client.things.with_streaming_response.content("x")

    assert b"".join(api.within(face, lambda response: response.iter_bytes())) == b"one\ntwo\n"
    assert "".join(api.within(face, lambda response: response.iter_text())) == "one\ntwo\n"
    assert api.within(face, lambda response: response.iter_lines()) == ["one", "two"]
    assert api.within(face, lambda response: response.read()) == b"one\ntwo\n"
    assert api.within(face, lambda response: response.text()) == "one\ntwo\n"
    api.within(face, lambda response: response.stream_to_file(tmp_path / "x"))
    assert (tmp_path / "x").read_bytes() == b"one\ntwo\n"
    assert api.within(face, lambda response: response.parse()) == b"one\ntwo\n"


def test_streaming_faces_reach_everything(api: Driver) -> None:
    """Client, child resources, and lists have the streamed face, which sends nothing before it is entered."""
    api.server.script(reply_json(THING))
    calls = [
        lambda client: client.with_streaming_response.things.retrieve("x"),
        lambda client: client.things.with_streaming_response.parts.retrieve("p", thing_id="t"),
        lambda client: client.with_streaming_response.get("/new", cast_to=object),
        lambda client: client.with_streaming_response.things.list(),
    ]
    for call in calls:
        assert api.within(call, lambda response: response.json()) == THING
    count = len(api.server.received)
    api.run(lambda client: bool(client.things.with_streaming_response.retrieve("x")))
    assert len(api.server.received) == count


def test_leaving_a_streamed_answer_early_frees_the_connection(api: Driver) -> None:
    """What is not read is given up when the block ends."""
    api.server.script(Reply(chunks=(b"x" * 1000,) * 50, pause=0.01))
    status = api.within(
        lambda client: client.things.with_streaming_response.content("x"), lambda response: response.status_code
    )
    assert status == 200
    assert api.server.wait_until_idle()


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (409, "ConflictError"),
        (418, "APIStatusError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (500, "InternalServerError"),
        (503, "InternalServerError"),
    ],
)
def test_errors_by_status(api: Driver, littleapi: Any, status: int, name: str) -> None:
    """Each status has its class; the error tells what the API said, and can be pickled."""
    error = {"message": "no", "code": "c", "param": "p", "type": "t"}
    api.server.script(reply_json({"error": error}, status=status, x_request_id="req_5"))
    with pytest.raises(littleapi.APIStatusError) as caught:
        api.run(lambda client: client.things.retrieve("x"), max_retries=0)
    for raised in (caught.value, pickle.loads(pickle.dumps(caught.value))):
        assert type(raised) is getattr(littleapi, name)
        assert (raised.status_code, raised.request_id, raised.body) == (status, "req_5", error)
        assert (raised.code, raised.param, raised.type) == ("c", "p", "t")
        assert raised.message == str(raised) == f"Error code: {status} - {{'error': {error}}}"
        assert raised.response.status_code == status
        assert raised.request.url.path == "/things/x"


@pytest.mark.parametrize("face", ["with_raw_response", "with_streaming_response"])
def test_errors_behind_the_faces(api: Driver, littleapi: Any, face: str) -> None:
    """An error status raises in every form of answer, with its body read."""
    api.server.script(Reply(status=404, body=b"not here", headers={"content-type": "text/plain"}))
    with pytest.raises(littleapi.NotFoundError, match="not here") as caught:
        if face == "with_raw_response":
            api.run(lambda client: client.things.with_raw_response.retrieve("x"))
        else:
            api.within(lambda client: client.things.with_streaming_response.retrieve("x"), lambda response: response)
    assert caught.value.body == "not here"


def test_other_errors_can_be_pickled(littleapi: Any) -> None:
    """Errors that are no answers survive pickling too."""
    from littleapi import _http

    request = _http.Request("GET", "http://x")
    errors = [
        littleapi.APIConnectionError(request=request),
        littleapi.APITimeoutError(request),
        littleapi.InvalidWebhookSignatureError("bad"),
    ]
    for error in errors:
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error)
        assert str(again) == str(error)


@pytest.mark.parametrize(
    ("body", "message"),
    [("[1]", "Error code: 400 - [1]"), ("{}", "Error code: 400 - {}"), ("no JSON", "no JSON"), ("", "Error code: 400")],
)
def test_what_errors_say_of_other_bodies(api: Driver, littleapi: Any, body: str, message: str) -> None:
    """JSON of any kind is shown after the status, text as it is."""
    api.server.script(Reply(status=400, headers={"content-type": "application/json"}, body=body.encode()))
    with pytest.raises(littleapi.BadRequestError) as raised:
        api.run(lambda client: client.things.retrieve("x"))
    assert str(raised.value) == message

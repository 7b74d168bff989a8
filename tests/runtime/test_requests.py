"""What goes out: paths, queries, headers, bodies."""

from __future__ import annotations

import asyncio
import importlib
import io
import json
import os
from collections.abc import AsyncIterator
from datetime import datetime, timezone
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest

from tests.runtime.conftest import driver
from tests.support.driver import Driver
from tests.support.server import Received, Reply, Server, events, reply_json

THING = {"id": "t1", "name": "one"}


@pytest.fixture(autouse=True)
def answer(server: Server) -> None:
    server.script(reply_json(THING))


def parts_of(request: Received) -> list[tuple[str, str | None, str | None, bytes]]:
    """Return (name, file name, content type, content) of each part, as the standard library reads them."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + request.body)
    return [
        (
            str(part.get_param("name", header="content-disposition")),
            part.get_filename(),
            part.get_content_type() if "content-type" in part else None,
            part.get_payload(decode=True),
        )
        for part in message.get_payload()
    ]


@pytest.mark.parametrize("value", ["a/b", "a?b", "a#b", "..%2f", "a b", "ü", "a\r\nb", "{x}", "%2e"])
def test_a_path_value_stays_in_its_segment(api: Driver, value: str) -> None:
    """Whatever a value holds, the route is the same and the value arrives whole."""
    from urllib.parse import unquote

    api.run(lambda client: client.things.retrieve(value))
    segments = api.server.received[0].target.split("/")
    assert segments[:2] == ["", "things"]
    assert len(segments) == 3
    assert unquote(segments[2]) == value


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_path_value_that_changes_the_route_is_refused(api: Driver, value: str) -> None:
    """Empty values and dot segments never leave."""
    with pytest.raises(ValueError, match=r"path|`thing_id`"):
        api.run(lambda client: client.things.retrieve(value))
    assert api.server.received == []


def test_query_styles(api: Driver) -> None:
    """Arrays go in brackets, or joined where the operation says so; objects nest; omitted values are absent."""
    api.server.script(reply_json({"data": [THING]}))
    found = api.run(
        lambda client: client.things.search(ids=["a", "b,c"], tags=["x", "y"], where={"size": {"gt": 3}, "new": True})
    )
    assert found[0].id == "t1"
    assert api.server.received[0].query == [
        ("ids", "a,b,c"),
        ("tags[]", "x"),
        ("tags[]", "y"),
        ("where[size][gt]", "3"),
        ("where[new]", "true"),
    ]
    assert b" " not in api.server.received[0].target.encode()


def test_omit_none_and_defaults_of_the_query(api: Driver, littleapi: Any) -> None:
    """`omit` takes a default away, and so does None, which no style has a form for; the call's own value wins."""
    api.run(
        lambda client: client.things.retrieve("x", extra_query={"a": littleapi.omit, "b": None, "c": 2}),
        default_query={"a": 1, "b": 1, "c": 1, "d": 1},
    )
    assert sorted(api.server.received[0].query) == [("c", "2"), ("d", "1")]


def test_headers_of_a_request(api: Driver) -> None:
    """Defaults, options, credentials, operation headers and the caller's own come together."""
    api.run(
        lambda client: client.things.create(
            name="n", betas=["b1", "b2"], extra_headers={"X-Call": "c", "little-version": "9"}
        ),
        organization="org",
        shard=7,
        default_headers={"X-Client": "d", "X-Call": "overridden"},
    )
    request = api.server.received[0]
    assert request.headers["authorization"] == "Bearer key-1"
    assert request.headers["little-beta"] == "b1,b2"
    assert request.headers["little-organization"] == "org"
    assert request.headers["little-version"] == "9"
    assert request.headers["x-client"] == "d"
    assert request.headers["x-call"] == "c"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["user-agent"] in ("Little/Python 1.2.3", "AsyncLittle/Python 1.2.3")
    assert request.headers["x-stainless-lang"] == "python"
    assert request.headers["x-stainless-retry-count"] == "0"
    assert request.headers["x-stainless-async"] == ("async:asyncio" if api.asynchronous else "false")
    assert request.query == [("shard", "7")]


def test_omit_removes_a_header(api: Driver, littleapi: Any) -> None:
    """A default header can be left out of one call."""
    api.run(lambda client: client.things.retrieve("x", extra_headers={"Little-Version": littleapi.omit}))
    assert "little-version" not in api.server.received[0].headers


@pytest.mark.parametrize("header", [{"X": "a\r\nY: b"}, {"X": "a\nb"}, {"X\r\nY": "a"}, {"X": "a\0"}])
def test_headers_cannot_be_broken_out_of(api: Driver, header: dict[str, str]) -> None:
    """CR, LF and NUL are refused before anything is sent."""
    with pytest.raises(ValueError, match="line break"):
        api.run(lambda client: client.things.retrieve("x", extra_headers=header))
    assert api.server.received == []


def test_a_header_may_hold_other_text(api: Driver) -> None:
    """Text beyond ASCII goes out as UTF-8."""
    api.run(lambda client: client.things.retrieve("x", extra_headers={"X-Name": "grün"}))
    assert api.server.received[0].headers["x-name"].encode("latin-1").decode() == "grün"


def test_json_body(api: Driver, littleapi: Any) -> None:
    """Omitted members are dropped; iterables, models, dates, bytes and None become JSON; additions are merged in."""
    part = littleapi.types.things.Part(id="p", parts=[])
    api.run(
        lambda client: client.things.create(
            name="grün",
            parts=(part for _ in range(1)),
            extra_body={
                "when": datetime(2024, 1, 2, tzinfo=timezone.utc),
                "nothing": None,
                "set": ("a",),
                "raw": b"hi?",
            },
        )
    )
    assert api.server.received[0].json() == {
        "name": "grün",
        "parts": [{"id": "p", "parts": []}],
        "when": "2024-01-02T00:00:00+00:00",
        "nothing": None,
        "set": ["a"],
        "raw": "aGk/",
    }


@pytest.mark.parametrize("value", [float("nan"), 1j, object()])
def test_what_json_cannot_hold_is_refused(api: Driver, value: object) -> None:
    """Nothing is sent in place of a value that has no JSON form."""
    with pytest.raises((TypeError, ValueError)):
        api.run(lambda client: client.things.create(name="x", extra_body={"value": value}))
    assert api.server.received == []


@pytest.mark.parametrize("sentinel", ["omit", "not_given"])
def test_omit_inside_a_value(api: Driver, littleapi: Any, sentinel: str) -> None:
    """What is omitted inside a value is left out, at any depth, and nothing else is lost: iterators are read once."""
    left_out = getattr(littleapi, sentinel)
    parts = ({"id": str(number), "name": left_out} for number in range(2))
    more = {"a": left_out, "b": [left_out, {"c": left_out, "d": (1, left_out)}], "e": iter("fg")}
    api.run(lambda client: client.things.create(name="x", parts=parts, extra_body={"more": more}))
    assert json.loads(api.server.received[0].body) == {
        "name": "x",
        "parts": [{"id": "0"}, {"id": "1"}],
        "more": {"b": [{"d": [1]}], "e": ["f", "g"]},
    }


def test_multipart(api: Driver, tmp_path: Path) -> None:
    """Bytes, paths, open files and tuples become parts, after those of text; arrays get brackets; nested fields too."""
    path = tmp_path / "note.txt"
    path.write_bytes(b"from a path")
    with path.open("rb") as file:
        file.seek(5)
        api.run(
            lambda client: client.things.upload(
                file=('a".png', io.BytesIO(b"in memory"), "image/png", {"X-Extra": "1"}),
                images=[path, file, b"plain", (None, b"nameless")],
                meta={"id": "m", "labels": {"a": {"b": [1, 2]}, "c": True}},
                tags=["x", "y"],
            )
        )
        assert not file.closed
    request = api.server.received[0]
    assert parts_of(request) == [
        ("meta[id]", None, None, b"m"),
        ("meta[labels][a][b][]", None, None, b"1"),
        ("meta[labels][a][b][]", None, None, b"2"),
        ("meta[labels][c]", None, None, b"true"),
        ("tags[]", None, None, b"x"),
        ("tags[]", None, None, b"y"),
        ("file", "a%22.png", "image/png", b"in memory"),
        ("images[]", "note.txt", "text/plain", b"from a path"),
        ("images[]", "note.txt", "text/plain", b"a path"),
        ("images[]", "upload", "application/octet-stream", b"plain"),
        ("images[]", None, None, b"nameless"),
    ]
    assert "x-extra: 1" in request.body.decode("utf-8").lower()
    assert int(request.headers["content-length"]) == len(request.body)


def test_a_file_argument_may_be_text_where_the_operation_allows(api: Driver, littleapi: Any) -> None:
    """There a string in place of a file is an ordinary field."""

    def upload(client: Any) -> Any:
        sent = {"form": {"file": "https://files.example/x"}, "form_encodings": {"file": {"text": True}}}
        return client.things._post("/things/upload", returns=None, files=("file",), **sent)

    api.run(upload)
    assert parts_of(api.server.received[0]) == [("file", None, None, b"https://files.example/x")]


@pytest.mark.parametrize(
    ("file", "name"), [("a/path", "file"), (["a/path"], "file[]"), ([b"x", 1], "file[]"), (7, "file")]
)
def test_text_is_no_file(api: Driver, file: object, name: str) -> None:
    """A path in text would be sent as the content: it is refused before that, and the error says what to write."""
    with pytest.raises(RuntimeError, match=r"Pass open\(path") as caught:
        api.run(lambda client: client.things.upload(file=file))
    assert f"entry at `{name}`" in str(caught.value)
    assert api.server.received == []


def test_a_file_name_cannot_add_a_header(api: Driver) -> None:
    """Line breaks in names and in headers of a part do not start a new header."""
    api.run(lambda client: client.things.upload(file=('a"\r\nX-Evil: 1', b"x")))
    assert b"\r\nX-Evil" not in api.server.received[0].body
    with pytest.raises(ValueError, match="line break"):
        api.run(lambda client: client.things.upload(file=("a", b"x", "text/plain\r\nX-Evil: 1")))


class Meter(io.RawIOBase):
    """A file of many zeros that notes the largest read."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.largest = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "the file is read whole"
        self.largest = max(self.largest, size)
        size = min(size, self.left)
        self.left -= size
        return bytes(size)


def test_files_are_streamed(api: Driver) -> None:
    """A file is read in pieces of bounded size; without a known length it goes out chunked."""
    meter = Meter(3_000_000)
    api.run(lambda client: client.things.upload(file=meter))
    assert meter.left == 0
    assert meter.largest <= 65_536
    assert api.server.received[0].headers["transfer-encoding"] == "chunked"
    assert len(api.server.received[0].body) > 3_000_000


def test_a_text_file_is_refused(api: Driver) -> None:
    """A file opened as text is named as the mistake it is."""
    with pytest.raises(TypeError, match="binary"):
        api.run(lambda client: client.things.upload(file=io.StringIO("text")))


def test_urlencoded_form(api: Driver) -> None:
    """A form that is no multipart is written like a query, and basic credentials go along."""
    api.run(lambda client: client.things.login(name="a b&c", roles=["r", "s"]), api_key=None, user="u", password="p:ü")
    request = api.server.received[0]
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.body == b"name=a%20b%26c&roles%5B%5D=r&roles%5B%5D=s"
    assert request.headers["authorization"] == "Basic dTpwOsO8"


@pytest.mark.parametrize("kind", ["bytes", "str", "file", "iterator"])
def test_raw_content(api: Driver, kind: str) -> None:
    """Raw bodies come from bytes, text, files and iterators; the answer is text."""
    api.server.script(Reply(headers={"content-type": "text/plain"}, body="grün".encode()))
    content: Any = {"bytes": b"raw", "str": "raw", "file": io.BytesIO(b"raw"), "iterator": iter([b"r", b"aw"])}[kind]
    assert api.run(lambda client: client.things.replace("x", content=content)) == "grün"
    request = api.server.received[0]
    assert (request.method, request.body) == ("PUT", b"raw")
    assert request.headers["content-type"] == "application/sdp"
    assert request.headers["accept"] == "text/plain"


def test_an_operation_with_its_own_server(api: Driver) -> None:
    """A caller's base URL goes before the server that the document gives to one operation."""
    api.run(lambda client: client.things.parts.retrieve("p", thing_id="t"))
    assert api.server.received[0].path == "/things/t/parts/p"


def test_routes_without_a_method(api: Driver) -> None:
    """get, post, put, patch and delete reach any route, with options, files and types of the caller's choice."""
    options = {"headers": {"X-A": "1"}, "params": {"q": [1, 2]}}
    assert api.run(lambda client: client.get("/new", cast_to=dict[str, object], options=options)) == THING
    assert api.run(lambda client: client.post("/new", cast_to=object, body={"a": 1})) == THING
    assert api.run(lambda client: client.put("/new", cast_to=str, content=b"x")) == '{"id": "t1", "name": "one"}'
    assert api.run(lambda client: client.patch("new", cast_to=bytes, files={"f": b"x"}, body={"a": 1}))
    api.run(lambda client: client.delete("/new", cast_to=type(None)))
    received = api.server.received
    assert [request.method for request in received] == ["GET", "POST", "PUT", "PATCH", "DELETE"]
    assert {request.path for request in received} == {"/new"}
    assert received[0].headers["x-a"] == "1"
    assert received[0].query == [("q[]", "1"), ("q[]", "2")]
    assert [part[0] for part in parts_of(received[3])] == ["a", "f"]


def test_an_operation_of_the_client(api: Driver) -> None:
    """Operations that live on the client work like those of resources, here without credentials."""
    assert api.run(lambda client: client.status(), api_key=None) == THING
    assert "authorization" not in api.server.received[0].headers


def test_uploads_leave_files_usable(api: Driver) -> None:
    """An upload from a descriptor-backed file starts at its place and can be repeated."""
    read, write = os.pipe()
    os.write(write, b"piped")
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        api.run(lambda client: client.things.upload(file=("pipe.bin", pipe)))
    assert parts_of(api.server.received[0])[0][3] == b"piped"


class Slow:
    """An asynchronous file over bytes, with or without a place in it, as libraries for such files have it."""

    name = "folder/slow.bin"

    def __init__(self, content: bytes) -> None:
        self._file = io.BytesIO(content)

    async def read(self, size: int) -> bytes:
        assert size > 0, "the file is read whole"
        return self._file.read(size)


class Seekable(Slow):
    async def tell(self) -> int:
        return self._file.tell()

    async def seek(self, place: int) -> int:
        return self._file.seek(place)


async def some_pieces() -> AsyncIterator[bytes]:
    yield b"made "
    yield b"up"


def asynchronous(littleapi: Any, server: Server) -> Driver:
    return driver(littleapi, server, asynchronous=True)


def test_asynchronous_content(littleapi: Any, server: Server) -> None:
    """Asynchronous files and iterables are parts like others, by themselves, in lists and with a name."""
    asynchronous(littleapi, server).run(
        lambda client: client.things.upload(
            file=Slow(b"slow"), images=[some_pieces(), ("b.txt", some_pieces()), ("c.png", iter([b"a", b"b"]))]
        )
    )
    assert parts_of(server.received[0]) == [
        ("file", "slow.bin", "application/octet-stream", b"slow"),
        ("images[]", "upload", "application/octet-stream", b"made up"),
        ("images[]", "b.txt", "text/plain", b"made up"),
        ("images[]", "c.png", "image/png", b"ab"),
    ]
    assert server.received[0].headers["transfer-encoding"] == "chunked"


def test_an_asynchronous_file_as_a_whole_body(littleapi: Any, server: Server) -> None:
    """A raw body may be such a file; it starts where the file stands."""
    file = Seekable(b"skip content")
    asyncio.run(file.seek(5))
    server.script(Reply(headers={"content-type": "text/plain"}, body=b"ok"))
    asynchronous(littleapi, server).run(lambda client: client.things.replace("x", content=file))
    assert server.received[0].body == b"content"


def test_asynchronous_files_and_retries(littleapi: Any, server: Server) -> None:
    """One with a place is rewound to it for another try; one without is not tried again."""
    server.script(Reply(status=500), reply_json(THING))
    file = Seekable(b"skip content")
    asyncio.run(file.seek(5))
    api = asynchronous(littleapi, server)
    api.run(lambda client: client.things.upload(file=file))
    assert [parts_of(request)[0][3] for request in server.received] == [b"content", b"content"]
    server.script(Reply(status=500), reply_json(THING))
    with pytest.raises(littleapi.InternalServerError):
        api.run(lambda client: client.things.upload(file=Slow(b"x")))
    assert len(server.received) == 3


@pytest.mark.parametrize("content", ["file", "iterable"])
def test_the_synchronous_client_refuses_asynchronous_content(littleapi: Any, server: Server, content: str) -> None:
    """What needs an event loop is named as the mistake it is."""
    given = Slow(b"x") if content == "file" else some_pieces()
    with pytest.raises(TypeError, match="asynchronous client"):
        driver(littleapi, server, asynchronous=False).run(lambda client: client.things.upload(file=given))


@pytest.mark.parametrize("content", [1, "text", object()])
def test_what_is_no_file_is_refused(api: Driver, content: object) -> None:
    """Content that cannot be sent is refused before anything is."""
    with pytest.raises(TypeError, match="expected bytes"):
        api.run(lambda client: client.things.upload(file=("name", content)))
    assert api.server.received == []


@pytest.mark.parametrize("name", ["bogus", "query", "headers", "body", "stream", "max_retries", "security"])
def test_arguments_that_a_method_does_not_have(api: Driver, name: str) -> None:
    """They are refused before anything is sent, whatever the runtime itself calls by such a name."""
    for call in (
        lambda client: client.things.retrieve("x", **{name: True}),
        lambda client: client.things.list(**{name: True}),
    ):
        with pytest.raises(TypeError, match=name):
            api.run(call)
    assert api.server.received == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_bytes_as_a_body(api: Driver, method: str) -> None:
    """They are sent as they are, as the JSON that they should be, with the advice to call them content."""
    api.server.script(reply_json(THING))
    with pytest.warns(DeprecationWarning, match="Passing raw bytes as `body` is deprecated") as warned:
        api.run(lambda client: getattr(client, method)("/new", cast_to=object, body=b'{"a": 1}'))
    assert "littleapi" not in warned[0].filename
    (request,) = api.server.received
    assert (request.body, request.headers["content-type"]) == (b'{"a": 1}', "application/json")


def test_one_body_at_a_time(api: Driver) -> None:
    """A body, files and content exclude each other."""
    with pytest.raises(TypeError, match=r"^Passing both `body` and `content` is not supported$"):
        api.run(lambda client: client.post("/new", cast_to=object, body={}, content=b"x"))
    with pytest.raises(TypeError, match=r"^Passing both `files` and `content` is not supported$"):
        api.run(lambda client: client.post("/new", cast_to=object, files={"f": b"x"}, content=b"x"))


def test_several_files_under_a_name(api: Driver) -> None:
    """Files in pairs keep their names and their order, after the members; the caller may say what separates parts."""
    api.server.script(reply_json(THING))
    files = [("f", ("a.txt", b"A")), ("f", ("b.bin", b"B", "image/png")), ("other", b"C")]
    options = {"headers": {"Content-Type": "multipart/form-data; boundary=between"}}
    body = {"list": ["1", "2"], "inner": {"x": True}}
    api.run(lambda client: client.post("/new", cast_to=object, body=body, files=files, options=options))
    (request,) = api.server.received
    assert request.headers["content-type"] == "multipart/form-data; boundary=between"
    assert parts_of(request) == [
        ("list[]", None, None, b"1"),
        ("list[]", None, None, b"2"),
        ("inner[x]", None, None, b"true"),
        ("f", "a.txt", "text/plain", b"A"),
        ("f", "b.bin", "image/png", b"B"),
        ("other", "upload", "application/octet-stream", b"C"),
    ]
    with pytest.raises(TypeError, match="made of a mapping, got list"):
        api.run(lambda client: client.post("/new", cast_to=object, body=[1], options=options))


@pytest.mark.parametrize("library", [httpx, httpx2])
def test_classes_of_answers(api: Driver, library: Any) -> None:
    """An answer comes as it came where its class is asked for, as a class derived from it too, which says its type."""
    api.server.script(reply_json(THING))
    plain = "AsyncAPIResponse" if api.asynchronous else "APIResponse"
    other = "APIResponse" if api.asynchronous else "AsyncAPIResponse"
    response = importlib.import_module("littleapi._response")
    own: Any = getattr(response, plain)

    class Own(own[bytes]):  # type: ignore[misc]  # made at run time
        pass

    answer = api.run(lambda client: client.get("/x", cast_to=Own))
    assert type(answer) is Own
    assert api.settle(answer.parse()) == b'{"id": "t1", "name": "one"}'
    answer = api.run(lambda client: client.get("/x", cast_to=own[dict[str, str]]))
    assert api.settle(answer.parse()) == THING
    with pytest.raises(TypeError, match=r"^API Response types must subclass"):
        api.run(lambda client: client.get("/x", cast_to=getattr(response, other)[bytes]))

    class Unmakeable(library.Response):  # type: ignore[misc]  # made at run time
        pass

    with pytest.raises(ValueError, match=r"^Subclasses of HTTP response classes cannot be passed to `cast_to`$"):
        api.run(lambda client: client.get("/x", cast_to=Unmakeable))


def test_requests_as_one_value(api: Driver) -> None:
    """`client.request` sends what is described, by every part of it."""
    api.server.script(reply_json(THING))
    final: Any = importlib.import_module("littleapi._models").FinalRequestOptions
    options = final(
        method="post",
        url="/new",
        params={"q": 1},
        headers={"X-Own": "a"},
        json_data={"a": 1},
        extra_json={"b": 2},
        idempotency_key="key",
    )
    assert api.run(lambda client: client.request(dict[str, str], options)) == THING
    (request,) = api.server.received
    assert (request.method, request.target, request.json()) == ("POST", "/new?q=1", {"a": 1, "b": 2})
    assert (request.headers["x-own"], request.headers["idempotency-key"]) == ("a", "key")
    raw = final.construct(method="put", url="/new", content=b"raw", max_retries=0)
    assert api.run(lambda client: client.request(cast_to=str, options=raw)) == '{"id": "t1", "name": "one"}'
    assert api.server.received[1].body == b"raw"
    sides = final(method="put", url="/new", content=b"raw", json_data={})
    with pytest.raises(TypeError, match="not supported"):
        api.run(lambda client: client.request(object, sides))
    api.server.script(events(b'data: {"n": 1}\n\n'))
    streamed = final(method="get", url="/new")
    assert api.collect(lambda client: client.request(object, streamed, stream=True)) == [{"n": 1}]

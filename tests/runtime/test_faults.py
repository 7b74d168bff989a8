"""Retries, timeouts, broken connections, broken answers, redirects."""

from __future__ import annotations

import gzip
import io
import socket
import time
from email.utils import formatdate
from typing import Any

import httpx
import httpx2
import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, Reset, Server, events, reply_json

THING = {"id": "t1", "name": "one"}
OK = reply_json(THING)
HALF = b'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"id":'


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 599])
def test_passing_errors_are_retried(api: Driver, status: int) -> None:
    """Two more tries by default, counted in a header, with one idempotency key for all of them."""
    api.server.script(Reply(status=status), Reply(status=status), OK)
    assert api.run(lambda client: client.things.create(name="n")).id == "t1"
    headers = [request.headers for request in api.server.received]
    assert [header["x-stainless-retry-count"] for header in headers] == ["0", "1", "2"]
    assert len({header["idempotency-key"] for header in headers}) == 1
    assert len({request.body for request in api.server.received}) == 1


def test_retries_end(api: Driver, littleapi: Any) -> None:
    """After the last try the error is raised."""
    api.server.script(Reply(status=500))
    with pytest.raises(littleapi.InternalServerError):
        api.run(lambda client: client.things.retrieve("x"))
    assert len(api.server.received) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_lasting_errors_are_not_retried(api: Driver, littleapi: Any, status: int) -> None:
    """An error of the request is not sent again."""
    api.server.script(Reply(status=status))
    with pytest.raises(littleapi.APIStatusError):
        api.run(lambda client: client.things.retrieve("x"))
    assert len(api.server.received) == 1


def test_the_server_decides_about_retries(api: Driver, littleapi: Any) -> None:
    """x-should-retry goes before the status, both ways."""
    api.server.script(Reply(status=400, headers={"x-should-retry": "true"}), OK)
    api.run(lambda client: client.things.retrieve("x"))
    api.server.script(Reply(status=500, headers={"x-should-retry": "false"}), OK)
    with pytest.raises(littleapi.InternalServerError):
        api.run(lambda client: client.things.retrieve("x"))
    assert len(api.server.received) == 3


def test_the_number_of_retries(api: Driver, littleapi: Any) -> None:
    """max_retries of the client, of a copy, or of a bare route counts."""
    api.server.script(Reply(status=500))
    calls = [
        (lambda client: client.things.retrieve("x"), {"max_retries": 0}, 1),
        (lambda client: client.with_options(max_retries=3).things.retrieve("x"), {}, 4),
        (lambda client: client.get("/x", cast_to=object, options={"max_retries": 1}), {}, 2),
    ]
    for call, options, expected in calls:
        api.server.received.clear()
        with pytest.raises(littleapi.InternalServerError):
            api.run(call, **options)
        assert len(api.server.received) == expected


def test_an_idempotency_key_of_the_caller(api: Driver) -> None:
    """The caller's key is sent; GET has none by itself."""
    api.server.script(OK)
    api.run(lambda client: client.things.create(name="n", idempotency_key="mine"))
    api.run(lambda client: client.things.retrieve("x"))
    assert api.server.received[0].headers["idempotency-key"] == "mine"
    assert "idempotency-key" not in api.server.received[1].headers


@pytest.mark.parametrize(
    ("headers", "least"),
    [
        ({"retry-after-ms": "120"}, 0.12),
        ({"retry-after": "0.12"}, 0.12),
        ({"retry-after-ms": "x", "retry-after": "0.1"}, 0.1),
    ],
)
def test_the_server_says_how_long_to_wait(api: Driver, headers: dict[str, str], least: float) -> None:
    """The wait that the answer asks for is kept."""
    api.server.script(Reply(status=429, headers=headers), OK)
    start = time.monotonic()
    api.run(lambda client: client.things.retrieve("x"))
    assert time.monotonic() - start >= least


def test_a_date_to_wait_for(api: Driver) -> None:
    """A date in `retry-after` is waited for; HTTP dates are cut to whole seconds."""
    date = formatdate(time.time() + 1.5, usegmt=True)
    api.server.script(Reply(status=429, headers={"retry-after": date}), OK)
    start = time.monotonic()
    api.run(lambda client: client.things.retrieve("x"), max_retries=1)
    assert 0.4 < time.monotonic() - start < 1.6


def test_a_limit_that_does_not_invite_a_retry(api: Driver, littleapi: Any) -> None:
    """A 429 that says not to come back is raised at once, whatever it says about waiting."""
    api.server.script(Reply(status=429, headers={"x-should-retry": "false", "retry-after": "1"}), OK)
    start = time.monotonic()
    with pytest.raises(littleapi.RateLimitError):
        api.run(lambda client: client.things.retrieve("x"))
    assert time.monotonic() - start < 0.5
    assert len(api.server.received) == 1


def test_a_server_that_insists_on_retries(api: Driver, littleapi: Any) -> None:
    """`x-should-retry: true` is obeyed no more often than any other reason to try again."""
    api.server.script(Reply(status=404, headers={"x-should-retry": "true", "retry-after-ms": "1"}))
    with pytest.raises(littleapi.NotFoundError):
        api.run(lambda client: client.things.retrieve("x"))
    assert len(api.server.received) == 3


def test_delays(littleapi: Any) -> None:
    """Without a word of the server, waits double up to the maximum, less up to a quarter; long ones are not obeyed."""
    from littleapi import _retry

    def delay(attempt: int, headers: dict[str, str] | None = None) -> float:
        return _retry.delay(attempt, headers, initial=0.5, maximum=8.0)

    for attempt, full in enumerate([0.5, 1, 2, 4, 8, 8, 8]):
        for _ in range(50):
            assert 0.75 * full <= delay(attempt) <= full
    assert delay(10_000) <= 8
    date = formatdate(time.time() + 30, usegmt=True)
    assert 28 < delay(0, {"retry-after": date}) < 31
    for ignored in ("3600", "-1", "soon", formatdate(time.time() - 30, usegmt=True), "nan", "inf"):
        assert delay(0, {"retry-after": ignored}) <= 0.5


@pytest.mark.parametrize(
    "fault", [Reset(), Reset(b"HTTP/1.1 200 OK\r\ncontent-"), Reset(HALF)], ids=["before", "headers", "body"]
)
def test_broken_connections(api: Driver, littleapi: Any, fault: Reset) -> None:
    """A reset before, inside and after the headers is tried again, and raised in the end with its cause."""
    api.server.script(fault, OK)
    assert api.run(lambda client: client.things.retrieve("x")).id == "t1"
    api.server.script(fault)
    with pytest.raises(littleapi.APIConnectionError) as caught:
        api.run(lambda client: client.things.retrieve("x"), max_retries=1)
    assert caught.value.__cause__ is not None
    assert caught.value.request.url.path == "/things/x"
    assert len(api.server.received) == 4


def test_a_body_shorter_than_declared(api: Driver, littleapi: Any) -> None:
    """A connection that closes too early never passes for a whole answer."""
    api.server.script(Reply(headers={"content-length": "1000"}, body=b'{"id":"1"}', cut=True))
    with pytest.raises(littleapi.APIConnectionError):
        api.run(lambda client: client.things.retrieve("x"), max_retries=0)


def test_refused_connections(api: Driver, littleapi: Any) -> None:
    """Nobody listening is a connection error."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(littleapi.APIConnectionError) as caught:
        api.run(lambda client: client.things.retrieve("x"), base_url=f"http://127.0.0.1:{port}", max_retries=1)
    assert not isinstance(caught.value, littleapi.APITimeoutError)


@pytest.mark.parametrize("where", ["client", "call", "copy", "Timeout"])
def test_timeouts(api: Driver, littleapi: Any, where: str) -> None:
    """The timeout of the client, of a copy or of the call ends the wait, and is retried."""
    api.server.script(Reply(before=0.6), OK)
    options: dict[str, Any] = {"timeout": 0.1} if where == "client" else {}
    if where == "Timeout":
        options = {"timeout": littleapi.Timeout(5, read=0.1)}
    calls = {
        "call": lambda client: client.things.retrieve("x", timeout=0.1),
        "copy": lambda client: client.with_options(timeout=0.1).things.retrieve("x"),
    }
    call = calls.get(where, lambda client: client.things.retrieve("x"))
    start = time.monotonic()
    with pytest.raises(littleapi.APITimeoutError):
        api.run(call, max_retries=0, **options)
    assert time.monotonic() - start < 0.5
    api.server.script(Reply(before=0.6), OK)
    assert api.run(lambda client: client.things.retrieve("x", timeout=0.1)).id == "t1"


def test_a_slow_drip(api: Driver, littleapi: Any) -> None:
    """A body that comes byte by byte is read to its end as long as no wait exceeds the timeout."""
    body = b'{"id":"1"}'
    pieces = tuple(body[place : place + 1] for place in range(len(body)))
    api.server.script(Reply(headers={"content-type": "application/json"}, chunks=pieces, pause=0.02))
    assert api.run(lambda client: client.things.retrieve("x", timeout=0.15)).id == "1"


def test_a_drip_that_is_too_slow(api: Driver, littleapi: Any) -> None:
    """Silence inside of a body is a timeout, tried again like any other."""
    api.server.script(Reply(headers={"content-type": "application/json"}, chunks=(b"{", b"}"), pause=0.3), OK)
    assert api.run(lambda client: client.things.retrieve("x", timeout=0.1), max_retries=1).id == "t1"
    api.server.script(Reply(headers={"content-type": "application/json"}, chunks=(b"{", b"}"), pause=0.3))
    with pytest.raises(littleapi.APITimeoutError):
        api.run(lambda client: client.things.retrieve("x", timeout=0.1), max_retries=0)


def test_a_compressed_stream(api: Driver) -> None:
    """Events come out of a compressed stream as it arrives."""
    packed = gzip.compress(b"".join(b'data: {"type":"delta","text":"%d"}\n\n' % number for number in range(50)))
    pieces = tuple(packed[place : place + 7] for place in range(0, len(packed), 7))
    kind = {"content-type": "text/event-stream", "content-encoding": "gzip"}
    api.server.script(Reply(headers=kind, chunks=pieces))
    texts = [event.text for event in api.collect(lambda client: client.things.create(name="n", stream=True))]
    assert texts == [str(number) for number in range(50)]


def test_a_compressed_error(api: Driver, littleapi: Any) -> None:
    """The body of an error is decoded too."""
    body = gzip.compress(b'{"error": {"message": "no such thing"}}')
    kind = {"content-type": "application/json", "content-encoding": "gzip"}
    api.server.script(Reply(status=404, headers=kind, body=body))
    with pytest.raises(littleapi.NotFoundError, match="no such thing"):
        api.run(lambda client: client.things.retrieve("x"))


@pytest.mark.parametrize("body", [b"no gzip at all", gzip.compress(b'{"id": "t1"}')[:-12]], ids=["none", "half"])
def test_broken_compression(api: Driver, littleapi: Any, body: bytes) -> None:
    """What claims to be compressed and is not, or not wholly, never passes for an answer."""
    kind = {"content-type": "application/json", "content-encoding": "gzip"}
    api.server.script(Reply(headers=kind, body=body))
    with pytest.raises(littleapi.APIError):
        api.run(lambda client: client.things.retrieve("x"), max_retries=0)


def test_files_are_rewound_for_a_retry(api: Driver) -> None:
    """A file is sent whole again, from where it stood."""
    file = io.BytesIO(b"skip content")
    file.seek(5)
    api.server.script(Reply(status=500), OK)
    api.run(lambda client: client.things.upload(file=file))
    bodies = [request.body for request in api.server.received]
    assert bodies[0] == bodies[1]
    assert b"\r\n\r\ncontent\r\n" in bodies[0]


def test_a_body_that_cannot_be_sent_again(api: Driver, littleapi: Any) -> None:
    """A used-up iterator is not retried: the first error is the one that is raised."""
    api.server.script(Reply(status=500), OK)
    with pytest.raises(littleapi.InternalServerError):
        api.run(lambda client: client.things.replace("x", content=iter([b"a"])))
    assert len(api.server.received) == 1


def test_redirects(api: Driver) -> None:
    """Redirects are followed; within the host credentials and body go along."""
    api.server.script(Reply(status=307, headers={"location": "/moved"}), OK)
    assert api.run(lambda client: client.things.upload(file=io.BytesIO(b"abc"))).id == "t1"
    first, second = api.server.received
    assert (second.path, second.method, second.body) == ("/moved", "POST", first.body)
    assert second.headers["authorization"] == "Bearer key-1"


def test_redirects_to_another_host_carry_no_credentials(api: Driver) -> None:
    """Neither the standard header nor the package's own leave the host they were meant for."""
    elsewhere = api.server.url.replace("127.0.0.1", "localhost")
    api.server.script(Reply(status=302, headers={"location": f"{elsewhere}/x"}), OK)
    api.run(lambda client: client.things.create(name="n", extra_headers={"Cookie": "a=b"}), admin_key="admin")
    api.run(lambda client: client.things.retrieve("x"))
    first, second = api.server.received[:2]
    assert first.headers["x-admin-key"] == "admin"
    assert not {"x-admin-key", "authorization", "cookie"} & second.headers.keys()


def test_redirects_to_another_port_carry_no_credentials(api: Driver) -> None:
    """Another port is another server; the credentials of the query and of cookies stay behind like those of headers."""
    other = Server()
    try:
        other.script(OK)
        api.server.script(Reply(status=302, headers={"location": f"{other.url}/elsewhere"}))
        api.run(lambda client: client.things.login(name="n"), user="u", password="p", api_key=None)
        api.run(
            lambda client: client.things.retrieve("x", extra_headers={"Authorization": "Bearer mine", "X-Trace": "t"})
        )
    finally:
        other.close()
    assert [(request.method, request.target) for request in other.received] == [("GET", "/elsewhere")] * 2
    for request in other.received:
        assert request.body == b""
        assert not {"authorization", "cookie", "x-admin-key"} & request.headers.keys()
    assert other.received[1].headers["x-trace"] == "t"


@pytest.mark.parametrize("status", [307, 308])
def test_bodies_stay_with_their_origin(api: Driver, littleapi: Any, status: int) -> None:
    """A redirect that would take a body to another host, port or scheme is an error, which says so."""
    other = Server()
    try:
        other.script(OK)
        api.server.script(Reply(status=status, headers={"location": f"{other.url}/elsewhere"}))
        with pytest.raises(littleapi.APIStatusError, match="body") as caught:
            api.run(lambda client: client.things.create(name="n"))
        assert caught.value.status_code == status
        with pytest.raises(littleapi.APIStatusError, match="body"):
            api.run(lambda client: client.things.replace("x", content=iter([b"a"])))
        assert api.run(lambda client: client.things.retrieve("x")).id == "t1"
        assert len(api.server.received) == 3
        assert [request.method for request in other.received] == ["GET"]
    finally:
        other.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"], ids=["same origin", "another"])
def test_user_information_in_a_location(api: Driver, host: str) -> None:
    """Nobody's credentials are made of what a redirect says before its host."""
    target = api.server.url.replace("http://127.0.0.1", f"http://user:password@{host}")
    api.server.script(Reply(status=302, headers={"location": f"{target}/x"}), OK)
    raw = api.run(lambda client: client.things.with_raw_response.retrieve("x"))
    assert "user" not in str(raw.http_request.url)
    assert api.server.received[1].headers.get("authorization") == ("Bearer key-1" if host == "127.0.0.1" else None)


def test_user_information_of_the_base_url(api: Driver) -> None:
    """What the caller gives as credentials in the base URL stays with its origin, like all credentials."""
    own = api.server.url.replace("http://", "http://user:password@")
    elsewhere = api.server.url.replace("127.0.0.1", "localhost")
    hops = [Reply(status=302, headers={"location": location}) for location in ("/here", f"{api.server.url}/there")]
    api.server.script(*hops, Reply(status=302, headers={"location": f"{elsewhere}/away"}), OK)
    api.run(lambda client: client.things.retrieve("x"), base_url=own)
    sent = [request.headers.get("authorization", "") for request in api.server.received]
    assert [text.partition(" ")[0] for text in sent] == ["Basic", "Basic", "Basic", ""]


@pytest.mark.parametrize(
    ("base", "location", "trusted"),
    [
        ("http://a.example", "https://a.example/x", True),
        ("http://a.example:80", "https://a.example:443/x", True),
        ("https://a.example", "https://A.EXAMPLE:443/x", True),
        ("http://a.example", "https://a.example:8443/x", False),
        ("http://a.example:8080", "https://a.example/x", False),
        ("http://a.example:8080", "https://a.example:8080/x", False),
        ("http://a.example:443", "https://a.example/x", False),
        ("https://a.example", "http://a.example/x", False),
        ("https://a.example", "https://a.example:8443/x", False),
        ("https://a.example", "https://a.example.evil.example/x", False),
        ("https://a.example", "https://a.example@evil.example/x", False),
        ("https://a.example", "//evil.example/x", False),
    ],
)
def test_what_an_origin_is(littleapi: Any, base: str, location: str, trusted: bool) -> None:
    """Scheme, host and port; only from http to https on the usual ports do credentials go along."""
    sent: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        if len(sent) == 1:
            return httpx2.Response(302, headers={"location": location})
        return httpx2.Response(200, json={"id": "t1", "name": "one"})

    own = httpx2.Client(transport=httpx2.MockTransport(answer), follow_redirects=True)
    with littleapi.Little(api_key="k", base_url=base, http_client=own) as client:
        client.things.retrieve("x")
    assert ("authorization" in sent[1].headers) is trusted


def test_the_history_of_an_answer(api: Driver) -> None:
    """An answer knows the redirects that led to it, in their order."""
    api.server.script(*(Reply(status=302, headers={"location": f"/{name}"}) for name in "ab"), OK)
    raw = api.run(lambda client: client.things.with_raw_response.retrieve("x"))
    assert [step.headers["location"] for step in raw.http_response.history] == ["/a", "/b"]
    assert raw.http_response.url.path == "/b"


def test_a_redirect_that_asks_for_another_method(api: Driver) -> None:
    """303 turns a POST into a GET without a body."""
    api.server.script(Reply(status=303, headers={"location": "/made"}), OK)
    assert api.run(lambda client: client.things.create(name="n")).id == "t1"
    made = api.server.received[1]
    assert (made.method, made.target, made.body) == ("GET", "/made", b"")
    assert not {"content-length", "transfer-encoding"} & made.headers.keys()


def test_a_redirected_stream(api: Driver) -> None:
    """A stream may be answered elsewhere."""
    api.server.script(Reply(status=307, headers={"location": "/s"}), events(b'data: {"type":"delta","text":"a"}\n\n'))
    assert [event.text for event in api.collect(lambda client: client.things.create(name="n", stream=True))] == ["a"]
    assert api.server.received[1].json() == {"name": "n", "stream": True}


@pytest.mark.parametrize("location", ["", "http://", "ftp://127.0.0.1/x", "http://[", "//", "\x7f"])
def test_redirects_to_nowhere(api: Driver, littleapi: Any, location: str) -> None:
    """A target that makes no sense is an error of this library's."""
    api.server.script(Reply(status=302, headers={"location": location}))
    with pytest.raises(littleapi.APIError):
        api.run(lambda client: client.things.retrieve("x"), max_retries=0)


@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
def test_redirects_to_another_host_carry_no_credentials_of_the_http_client(api: Driver, library: Any) -> None:
    """User name and password of the caller's HTTP client stay with the host too, on every hop that follows."""
    elsewhere = api.server.url.replace("127.0.0.1", "localhost")
    away = Reply(status=302, headers={"location": f"{elsewhere}/x"})
    api.server.script(away, Reply(status=302, headers={"location": "/y"}), OK)
    kind = library.AsyncClient if api.asynchronous else library.Client
    own = kind(auth=("user", "password"), follow_redirects=True)
    api.run(lambda client: client.things.retrieve("x"), api_key=None, http_client=own)
    first, second, third = api.server.received
    assert first.headers["authorization"].startswith("Basic ")
    assert "authorization" not in second.headers
    assert "authorization" not in third.headers


def test_endless_redirects(api: Driver, littleapi: Any) -> None:
    """A circle of redirects ends in an error, after twenty of them; it is not gone round again."""
    api.server.script(Reply(status=302, headers={"location": "/again"}))
    with pytest.raises(littleapi.APIConnectionError, match="20 redirects") as caught:
        api.run(lambda client: client.things.retrieve("x"))
    assert len(api.server.received) == 21
    assert isinstance(caught.value.__cause__, httpx2.TooManyRedirects)


def test_a_redirect_of_a_body_that_cannot_be_sent_again(api: Driver, littleapi: Any) -> None:
    """A used-up iterator does not go out empty or cut short: the redirect fails, and says why."""
    api.server.script(Reply(status=307, headers={"location": "/moved"}), OK)
    with pytest.raises(littleapi.SDKError, match="cannot be sent again"):
        api.run(lambda client: client.things.replace("x", content=iter([b"a"])))


def sender(api: Driver, handle: Any, **options: Any) -> Any:
    """Return an HTTP client that `handle` answers for."""
    kind = httpx2.AsyncClient if api.asynchronous else httpx2.Client
    return kind(transport=httpx2.MockTransport(handle), **options)


@pytest.mark.parametrize("error", [RuntimeError("Event loop is closed"), KeyError("pool"), ValueError("odd")])
def test_whatever_a_transport_raises(api: Driver, littleapi: Any, error: Exception) -> None:
    """It is a try that failed: another one follows, and after the last a connection error, with the cause."""
    counts: list[str] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        counts.append(request.headers["x-stainless-retry-count"])
        if len(counts) in (1, 3, 4):
            raise error
        return httpx2.Response(200, json=THING)

    def call(client: Any) -> Any:
        return client.things.retrieve("x")

    assert api.run(call, http_client=sender(api, handle), max_retries=1).id == "t1"
    with pytest.raises(littleapi.APIConnectionError, match=r"^Connection error\.$") as caught:
        api.run(call, http_client=sender(api, handle), max_retries=1)
    assert caught.value.__cause__ is error
    assert counts == ["0", "1", "0", "1"]


def test_errors_that_are_no_failed_try(api: Driver, littleapi: Any) -> None:
    """Errors of the package that a hook raises, and those of the caller's own content, come as they are, at once."""
    sent: list[httpx2.Request] = []

    def refuse(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        raise littleapi.SDKError("not allowed")

    with pytest.raises(littleapi.SDKError, match="not allowed"):
        api.run(lambda client: client.things.retrieve("x"), http_client=sender(api, refuse))
    assert len(sent) == 1

    class Broken:
        def __init__(self) -> None:
            self.begun = 0

        def __iter__(self) -> Any:
            self.begun += 1
            yield b"a"
            raise LookupError("gone")

    content = Broken()
    with pytest.raises(LookupError, match="gone"):
        api.run(lambda client: client.things.replace("x", content=content))
    assert content.begun == 1


@pytest.mark.parametrize("usual", [True, False])
@pytest.mark.parametrize("said", [True, False, None])
def test_a_call_says_whether_redirects_are_followed(
    api: Driver, littleapi: Any, usual: bool, said: bool | None
) -> None:
    """What an option of the call says goes before the setting of the HTTP client; the way is in the history."""

    def handle(request: httpx2.Request) -> httpx2.Response:
        step = int(request.url.path.rpartition("/")[2])
        return httpx2.Response(302, headers={"location": f"/{step + 1}"}) if step < 3 else httpx2.Response(200)

    options = {} if said is None else {"follow_redirects": said}
    http_client = sender(api, handle, follow_redirects=usual)

    def call(client: Any) -> Any:
        return client.get("/1", cast_to=httpx2.Response, options=options)

    if usual if said is None else said:
        answer = api.run(call, http_client=http_client)
        assert [each.url.path for each in (*answer.history, answer)] == ["/1", "/2", "/3"]
    else:
        with pytest.raises(littleapi.APIStatusError) as caught:
            api.run(call, http_client=http_client)
        assert caught.value.response.headers["location"] == "/2"


@pytest.mark.parametrize("name", ["x-stainless-retry-count", "X-Stainless-Retry-Count"])
def test_tries_need_not_be_counted(api: Driver, littleapi: Any, name: str) -> None:
    """A caller leaves the header out, or says what is in it."""
    for value, expected in ((littleapi.omit, None), ("42", "42")):
        api.server.received.clear()
        api.server.script(Reply(status=500, headers={"retry-after-ms": "1"}), OK)
        api.run(lambda client, value=value: client.things.retrieve("x", extra_headers={name: value}))
        assert [r.headers.get("x-stainless-retry-count") for r in api.server.received] == [expected] * 2

"""Requests of the HTTP libraries: put together by the runtime, the same as by the library itself."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import httpx
import httpx2
import pytest

URL = "http://127.0.0.1:8000/v1/things?a=%2F"
TIMEOUT = {"connect": 1.0, "read": 2.0, "write": 3.0, "pool": None}
HEADERS = [(b"Content-Type", b"application/json"), (b"User-Agent", b"Little/1"), (b"X-Own", "ä".encode())]


def seen(request: Any) -> tuple[object, ...]:
    """What of a request goes over the wire; a header's place says nothing."""
    headers = sorted((name.lower(), value) for name, value in request.headers.raw)
    return request.method, str(request.url), headers, request.read(), request.content, request.extensions


@pytest.mark.parametrize("library", [httpx2, httpx], ids=["httpx2", "httpx"])
@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("content", [None, b"", b"{}"], ids=["none", "empty", "body"])
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"headers": [("X-Two", "1"), ("X-Two", "2"), ("x-own", "client's"), ("host", "elsewhere")]},
        {"cookies": {"session": "1"}, "params": {"b": "1"}},
        {"cookies": {"session": "1"}},
        {"headers": {"Content-Length": "2"}},
    ],
    ids=["plain", "headers", "parameters", "cookies", "length"],
)
def test_requests_are_those_of_the_library(
    littleapi: Any, library: Any, asynchronous: bool, method: str, content: bytes | None, settings: dict[str, Any]
) -> None:
    """Method, URL, headers, cookies, body and timeouts are what the HTTP client's own `build_request` makes of them."""
    client = (library.AsyncClient if asynchronous else library.Client)(**settings)
    query = {"params": {"a": "/"}} if "params" in settings else {}  # given in the URL, it would be replaced
    theirs = client.build_request(
        method, URL, content=content, headers=HEADERS, extensions={"timeout": TIMEOUT}, **query
    )
    ours = (
        import_module(f"{littleapi.__name__}._http")
        .library_of(client)
        .build_request(client, method=method, url=URL, headers=HEADERS, content=content, timeout=TIMEOUT)
    )
    assert seen(ours) == seen(theirs)


def test_a_client_that_builds_its_own_requests(littleapi: Any) -> None:
    """A caller's client with a `build_request` of its own is asked."""

    class Signing(httpx2.Client):
        def build_request(self, method: str, url: Any, **arguments: Any) -> httpx2.Request:
            request = super().build_request(method, url, **arguments)
            request.headers["x-signature"] = str(len(request.content))
            return request

    sent: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return httpx2.Response(200, json={"id": "t1", "name": "one"})

    with littleapi.Little(api_key="k", http_client=Signing(transport=httpx2.MockTransport(answer))) as client:
        client.things.create(name="x")
    assert sent[0].headers["x-signature"] == str(len(sent[0].content)) != "0"


@pytest.mark.parametrize("library", [httpx2, httpx], ids=["httpx2", "httpx"])
@pytest.mark.parametrize("content", [b"", iter([b"x"])], ids=["bytes", "stream"])
def test_parameters_of_the_http_client(littleapi: Any, library: Any, content: Any) -> None:
    """They go out beside those of the request, which win where both have a name, as often as they have it."""
    client = library.Client(params={"theirs": "1", "both": "client's"})
    request = (
        import_module(f"{littleapi.__name__}._http")
        .library_of(client)
        .build_request(
            client,
            method="POST",
            url="http://127.0.0.1/things?both=a&both=b%26c&empty=&plus=%2B",
            headers=[],
            content=content,
            timeout=TIMEOUT,
        )
    )
    assert request.url.params.multi_items() == [
        ("theirs", "1"),
        ("both", "a"),
        ("both", "b&c"),
        ("empty", ""),
        ("plus", "+"),
    ]

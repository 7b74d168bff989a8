"""Nothing that is secret is in the log, wherever callers, the API or what is around them can put it."""

from __future__ import annotations

import inspect
import io
import logging
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

import httpx2
import pytest

from tests.support.recorded import Recorded

SECRET = "never-to-be-seen"
WITHIN = {"id": SECRET, "object": SECRET, "output": [], "data": [], "choices": [], "text": SECRET, "purpose": SECRET}
HEADERS = {"x-request-id": "req_1", "x-private": SECRET, "set-cookie": f"a={SECRET}"}
LIBRARIES = ("httpx2", "httpcore2", "httpcore", "botocore")
"""What logs by itself, where an application wants it to: whole URLs, for one."""
EXTRA: Any = {
    "extra_headers": {"X-Own": SECRET, "Idempotency-Key": SECRET, "Cookie": SECRET, "Authorization": SECRET},
    "extra_query": {"q": SECRET},
    "extra_body": {"b": {"headers": {"Authorization": SECRET}}},
}
EVERYWHERE: Any = {
    "base_url": f"https://{SECRET}:{SECRET}@api.example/{SECRET}",
    "default_headers": {"X-Default": SECRET},
    "default_query": {"d": SECRET},
    "organization": SECRET,
    "webhook_secret": SECRET,
}


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that is logged, by whomever."""
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def make(request: pytest.FixtureRequest, openai_sdk: ModuleType) -> Callable[..., Recorded]:
    """Return what makes a client of some class over some answers."""

    def made(answer: Callable[[httpx2.Request], httpx2.Response], name: str = "OpenAI") -> Recorded:
        return Recorded(openai_sdk, name, answer, asynchronous=request.param)

    return made


def told(log: pytest.LogCaptureFixture) -> list[str]:
    """Return the package's lines; nothing that a handler finds in any line is secret, texts of errors included."""
    records = [record for record in log.records if record.name.partition(".")[0] not in LIBRARIES]
    for record in records:
        assert record.exc_info is None
        assert SECRET not in record.getMessage().lower() + repr(vars(record)).lower()
    return [record.getMessage() for record in records if record.name.startswith("openai_sdk")]


def fine(_: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, json=WITHIN, headers=HEADERS)


def read(stream: Any) -> Any:
    """Return the events of a stream of either kind."""
    if not inspect.isawaitable(stream):
        return list(stream)

    async def events() -> list[Any]:
        return [event async for event in await stream]

    return events()


def chat(client: Any, **arguments: Any) -> Any:
    messages = [{"role": "user", "content": SECRET}]
    return client.chat.completions.create(model=SECRET, messages=messages, **arguments)


CALLS: dict[str, Callable[[Any], Any]] = {
    "body": lambda client: chat(client, **EXTRA),
    "path": lambda client: client.responses.retrieve(f"resp_{SECRET}", **EXTRA),
    "tools": lambda client: client.responses.create(
        model=SECRET,
        input=SECRET,
        tools=[{"type": "mcp", "server_label": SECRET, "server_url": f"https://{SECRET}", "authorization": SECRET}],
    ),
    "file": lambda client: client.files.create(file=(f"{SECRET}.txt", SECRET.encode()), purpose="batch", **EXTRA),
    "open file": lambda client: client.files.create(file=io.BytesIO(SECRET.encode()), purpose="batch"),
    "page": lambda client: client.files.list(after=SECRET, extra_query={"q": SECRET}),
    "raw": lambda client: client.chat.completions.with_raw_response.create(model=SECRET, messages=[], **EXTRA),
    "route": lambda client: client.post(f"/{SECRET}?q={SECRET}", cast_to=object, body={"a": SECRET}),
    "another host": lambda client: client.get(f"https://other.example/{SECRET}?q={SECRET}", cast_to=object),
}


@pytest.mark.parametrize("call", CALLS)
def test_what_callers_give(make: Callable[..., Recorded], log: pytest.LogCaptureFixture, call: str) -> None:
    """In every place of a request and of the client."""
    api = make(fine)
    api.run(CALLS[call], api_key=SECRET, **EVERYWHERE)
    assert SECRET in str(api.sent[0].url) + str(api.sent[0].headers.raw)
    lines = told(log)
    assert lines[-1] == "request_id: req_1"
    assert lines[-2] in ("HTTP Response: GET 200", "HTTP Response: POST 200")


@pytest.mark.parametrize("last", [b"[DONE]", f'{{"error":{{"message":"{SECRET}"}}}}'.encode(), SECRET.encode()])
def test_what_streams_bring(make: Callable[..., Recorded], log: pytest.LogCaptureFixture, last: bytes) -> None:
    """Events, errors among them, and what cannot be read."""
    body = b'data: {"id":"%b","choices":[]}\n\ndata: %b\n\n' % (SECRET.encode(), last)
    answer = httpx2.Response(200, content=body, headers={**HEADERS, "content-type": "text/event-stream"})
    api = make(lambda _: answer)
    if last == b"[DONE]":
        api.run(lambda client: read(chat(client, stream=True)), api_key=SECRET)
    else:
        with pytest.raises(api.package.APIError):
            api.run(lambda client: read(chat(client, stream=True)), api_key=SECRET)
    assert "HTTP Response: POST 200" in told(log)


FAILURES: dict[str, Callable[[httpx2.Request], httpx2.Response]] = {
    "status": lambda _: httpx2.Response(503, json={"error": {"message": SECRET}}, headers={"retry-after-ms": "1"}),
    "refused": lambda _: httpx2.Response(401, json={"error": {"message": SECRET, "code": SECRET}}, headers=HEADERS),
    "no json": lambda _: httpx2.Response(400, text=f"<{SECRET}>", headers=HEADERS),
    "elsewhere": lambda _: httpx2.Response(307, headers={"location": f"https://{SECRET}.example/{SECRET}?q={SECRET}"}),
    "round": lambda _: httpx2.Response(307, headers={"location": f"/{SECRET}?q={SECRET}"}),
    "nowhere": lambda _: httpx2.Response(307, headers={"location": f"{SECRET}://[{SECRET}"}),
}


@pytest.mark.parametrize("failure", [*FAILURES, "ReadTimeout", "ConnectError", "RemoteProtocolError"])
def test_what_failures_say(make: Callable[..., Recorded], log: pytest.LogCaptureFixture, failure: str) -> None:
    """Statuses, redirects to where nothing is sent or without an end, and errors of the HTTP library with a text."""

    def fail(request: httpx2.Request) -> httpx2.Response:
        if failure in FAILURES:
            return FAILURES[failure](request)
        raise getattr(httpx2, failure)(SECRET, request=request)

    api = make(fail)
    http = api.http(follow_redirects=True)
    with pytest.raises((api.package.OpenAIError, httpx2.HTTPError)):
        api.run(chat, api_key=SECRET, max_retries=1, http=http, **EVERYWHERE)
    assert told(log)


def test_redirects(make: Callable[..., Recorded], log: pytest.LogCaptureFixture) -> None:
    """Each request and answer is told of, and no location."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        if "moved" in request.url.path:
            return fine(request)
        return httpx2.Response(307, headers={"location": f"/moved/{SECRET}?q={SECRET}"})

    api = make(answer)
    api.run(chat, api_key=SECRET, http=api.http(follow_redirects=True))
    assert told(log)[1:] == [
        "Sending HTTP Request: POST",
        "HTTP Response: POST 307",
        "request_id: None",
        "Sending HTTP Request: POST",
        "HTTP Response: POST 200",
        "request_id: req_1",
    ]


@pytest.mark.parametrize("status", [200, 401, 500])
@pytest.mark.parametrize("how", ["api_key", "azure_ad_token", "azure_ad_token_provider"])
def test_azure(make: Callable[..., Recorded], log: pytest.LogCaptureFixture, how: str, status: int) -> None:
    """Keys, tokens, endpoints, versions and deployments."""
    api = make(lambda _: httpx2.Response(status, json=WITHIN, headers=HEADERS), "AzureOpenAI")
    options = {how: (lambda: SECRET) if how.endswith("provider") else SECRET}
    where = {"azure_endpoint": f"https://{SECRET}.example", "api_version": SECRET, "azure_deployment": SECRET}
    try:
        api.run(chat, **where, **options)
    except api.package.APIStatusError as error:
        assert error.status_code == status
    assert f"HTTP Response: POST {status}" in told(log)


@pytest.mark.parametrize("status", [200, 403, 500])
@pytest.mark.parametrize("signed", [False, True])
def test_bedrock(
    make: Callable[..., Recorded],
    openai_sdk: ModuleType,
    log: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    signed: bool,
    status: int,
) -> None:
    """Tokens, and keys that requests are signed with."""
    if signed:
        pytest.importorskip("botocore")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    api = make(lambda _: httpx2.Response(status, json=WITHIN, headers=HEADERS))
    keys = {"access_key_id": SECRET, "secret_access_key": SECRET, "session_token": SECRET}
    credentials: Any = keys if signed else {"api_key": SECRET}
    provider = import_module(f"{openai_sdk.__name__}.providers").bedrock(region="us-east-1", **credentials)
    try:
        api.run(chat, provider=provider)
    except api.package.APIStatusError as error:
        assert error.status_code == status
    assert f"HTTP Response: POST {status}" in told(log)


@pytest.mark.parametrize("exchanged", [200, 400, 500, "no json", "ConnectError"])
def test_workload_identity(
    make: Callable[..., Recorded],
    openai_sdk: ModuleType,
    log: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    exchanged: Any,
) -> None:
    """What the platform vouches with, the key that comes for it, and what is said where none does."""

    def exchange(request: httpx2.Request) -> httpx2.Response:
        if exchanged == "ConnectError":
            raise httpx2.ConnectError(SECRET, request=request)
        if exchanged == "no json":
            return httpx2.Response(200, text=SECRET)
        body = {"access_token": SECRET, "expires_in": 60} if exchanged == 200 else {"error": SECRET}
        return httpx2.Response(exchanged, json=body, headers=HEADERS)

    auth = import_module(f"{openai_sdk.__name__}.auth._workload")
    monkeypatch.setattr(auth, "default_client", lambda: httpx2.Client(transport=httpx2.MockTransport(exchange)))
    api = make(fine)
    identity = {"identity_provider_id": SECRET, "service_account_id": SECRET}
    provider = {"token_type": "jwt", "get_token": lambda: SECRET}
    if exchanged == 200:
        api.run(chat, workload_identity={**identity, "provider": provider})
    else:
        with pytest.raises((api.package.OpenAIError, httpx2.HTTPError)):
            api.run(chat, workload_identity={**identity, "provider": provider})
    lines = told(log)
    assert ("HTTP Response: POST 200" in lines) == (exchanged == 200)

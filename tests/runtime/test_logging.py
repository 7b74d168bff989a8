"""Logging: what is told, and what never is."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from httpx2 import AsyncClient, Client, ConnectError, MockTransport, ReadTimeout, Request, Response

from tests.support.driver import Driver
from tests.support.server import Reply, reply_json

SECRET = "SECRET"
"""What stands in every place that a caller or the API can put something."""


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG, logger="littleapi")
    return caplog


def told(log: pytest.LogCaptureFixture) -> list[str]:
    """Return the package's lines; none of them, nor what handlers see of them, may hold a secret."""
    records = [record for record in log.records if record.name.partition(".")[0] == "littleapi"]
    for record in records:
        assert (record.exc_info, record.stack_info) == (None, None)
        assert SECRET not in record.getMessage().upper() + repr(vars(record)).upper()
    return [record.getMessage() for record in records]


def answering(asynchronous: bool, handler: Callable[[Request], Response]) -> Any:
    """Return an HTTP client whose answers come from `handler`."""
    return (AsyncClient if asynchronous else Client)(transport=MockTransport(handler))


def test_secrets_are_not_logged(api: Driver, log: pytest.LogCaptureFixture) -> None:
    """Keys, headers, cookies, queries, paths, bodies and answers never reach the log; what is done does."""
    api.server.script(
        Reply(
            status=500, headers={"set-cookie": "SECRET-5", "x-a": SECRET, "x-request-id": "r1"}, body=SECRET.encode()
        ),
        Reply(status=302, headers={"location": "/SECRET-7?a=SECRET-8"}),
        reply_json({"id": "1", "name": SECRET}, set_cookie="SECRET-6", x_request_id="r2"),
    )
    everywhere = {
        "admin_key": "SECRET-2",
        "session": "SECRET-3",
        "api_key": "SECRET-1",
        "base_url": f"{api.server.url.replace('://', '://SECRET:SECRET@')}/SECRET",
        "default_headers": {"X-Default": SECRET},
        "default_query": {"default": SECRET},
        "max_retries": 1,
    }
    extra = {"extra_headers": {"Api-Key": "SECRET-4", "Idempotency-Key": SECRET, "X-B": SECRET}}
    extra |= {"extra_query": {"q": SECRET}, "extra_body": {"b": SECRET}}
    asked = {"headers": {"X-B": SECRET}, "params": {"q": SECRET}}
    api.run(lambda client: client.get(f"/things/{SECRET}?p={SECRET}", cast_to=object, options=asked), **everywhere)
    assert told(log) == [
        "Building HTTP request: method=GET retries_taken=0",
        "Sending HTTP Request: GET",
        "HTTP Response: GET 500",
        "request_id: r1",
        "Encountered an HTTP status error: 500",
        "Retrying due to status code 500",
        "1 retry left",
        log.messages[7],
        "Building HTTP request: method=GET retries_taken=1",
        "Sending HTTP Request: GET",
        "HTTP Response: GET 302",
        "request_id: req_1",
        "Sending HTTP Request: GET",
        "HTTP Response: GET 200",
        "request_id: r2",
    ]
    log.clear()
    api.run(lambda client: client.things.login(name=SECRET, **extra), **everywhere)
    api.run(lambda client: client.things.create(name=SECRET, **extra), **everywhere)
    assert "HTTP Response: POST 200" in told(log)
    assert any("SECRET-2" in str(request.headers) for request in api.server.received)


@pytest.mark.parametrize("failure", [500, 400, ReadTimeout, ConnectError])
def test_failures(api: Driver, littleapi: Any, log: pytest.LogCaptureFixture, failure: Any) -> None:
    """What failed is told by its status or its kind: no text of an error, no traceback."""

    def fail(request: Request) -> Response:
        if isinstance(failure, int):
            return Response(failure, json={"error": {"message": SECRET}}, headers={"retry-after-ms": "1", "x": SECRET})
        raise failure(SECRET, request=request)

    with pytest.raises(littleapi.APIError):
        api.run(
            lambda client: client.get(f"/{SECRET}?q={SECRET}", cast_to=object),
            http_client=answering(api.asynchronous, fail),
            max_retries=1,
        )
    lines = told(log)
    tries = 1 if failure == 400 else 2
    said = f"HTTP Response: GET {failure}" if isinstance(failure, int) else failure.__name__
    assert sum(said in line for line in lines) == tries
    waits = [line for line in lines if line.startswith("Retrying request in ")]
    assert [line.partition(" seconds ")[2] for line in waits] == ["(retry 1 of 1)"] * (tries - 1)


def test_a_method_that_a_caller_made_up(api: Driver, log: pytest.LogCaptureFixture) -> None:
    """It may say anything, and is not shown."""
    api.server.script(reply_json({}))
    api.run(lambda client: client._other(SECRET, "/things"))
    assert "Sending HTTP Request: <custom>" in told(log)


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("level", ["debug", "info", "warning", "nonsense", None])
def test_the_switch(package_folder: Path, level: str | None, asynchronous: bool) -> None:
    """LITTLE_LOG makes the package log to stderr, with nothing of the HTTP library's lines, which show whole URLs."""
    environment = {**os.environ, "PYTHONPATH": str(package_folder)} | ({} if level is None else {"LITTLE_LOG": level})
    program = [sys.executable, "-c", PROGRAM, "AsyncLittle" if asynchronous else "Little"]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=True)
    assert SECRET not in done.stderr
    assert ("Retrying request in" in done.stderr) == (level in ("debug", "info"))
    assert (" DEBUG] HTTP Response: GET 200" in done.stderr) == (level == "debug")
    if level in ("debug", "info"):
        assert re.search(r"^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - littleapi._base_client:\d+ - INFO\] ", done.stderr, re.M)
    else:
        assert done.stderr == ""


PROGRAM = """
import asyncio, inspect, sys
import httpx2, littleapi

answers = [httpx2.Response(500, headers={"retry-after-ms": "1"}), httpx2.Response(200, json={"a": "SECRET"})]
http = httpx2.AsyncClient if sys.argv[1].startswith("Async") else httpx2.Client
transport = httpx2.MockTransport(lambda request: answers.pop(0))
client = getattr(littleapi, sys.argv[1])(api_key="SECRET", http_client=http(transport=transport), base_url="http://a")

async def main():
    outcome = client.get("/SECRET?q=SECRET", cast_to=object)
    return await outcome if inspect.isawaitable(outcome) else outcome

assert asyncio.run(main()) == {"a": "SECRET"}
"""


def test_the_level_comes_from_the_environment(littleapi: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """LITTLE_LOG sets the level of the package's logger, which is left alone otherwise."""
    logger = logging.getLogger("littleapi")
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)
    for text, level in (("", logging.NOTSET), ("nonsense", logging.NOTSET), ("Info", logging.INFO), ("error", 40)):
        monkeypatch.setattr(logger, "level", logging.NOTSET)
        monkeypatch.setenv("LITTLE_LOG", text)
        littleapi.Little(api_key="k")
        assert logger.level == level
    logger.setLevel(logging.NOTSET)

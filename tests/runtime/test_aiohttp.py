"""`DefaultAioHttpClient`: the asynchronous client over aiohttp behaves as over the default library."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx2
import pytest

from tests.support.server import Reply, Reset, Server, events, reply_json

THING = {"id": "t1", "name": "one"}
OK = reply_json(THING)
DELTA = b'data: {"type": "delta", "text": "%d"}\n\n'


@pytest.fixture
def run(littleapi: Any, server: Server) -> Callable[..., Any]:
    """Carry out `call(client)` over aiohttp."""

    def carry_out(call: Callable[[Any], Awaitable[Any]], **options: Any) -> Any:
        async def main() -> Any:
            given = {"api_key": "k", "base_url": server.url, **options}
            async with littleapi.AsyncLittle(**given, http_client=littleapi.DefaultAioHttpClient()) as client:
                return await call(client)

        return asyncio.run(main())

    return carry_out


def test_a_call(run: Any, server: Server, littleapi: Any) -> None:
    """Headers, body and answer are those of the default client, and aiohttp adds none of its own."""
    server.script(OK)
    thing = run(lambda client: client.things.create(name="grün", extra_headers={"X-A": "ü"}), admin_key="a")
    assert isinstance(thing, littleapi.types.things.Thing)
    request = server.received[0]
    assert request.json() == {"name": "grün"}
    assert request.headers["user-agent"] == "AsyncLittle/Python 1.2.3"
    assert request.headers["accept"] == "application/json"
    assert int(request.headers["content-length"]) == len(request.body)


def test_connections_are_kept(run: Any, server: Server) -> None:
    """Calls one after another share a connection, which is closed with the client."""
    server.script(OK)

    async def calls(client: Any) -> None:
        for _ in range(3):
            await client.things.retrieve("x")

    run(calls)
    assert server.connections == 1
    assert server.wait_until_idle()


def test_compressed_answers_and_redirects(run: Any, server: Server) -> None:
    """Bodies are decompressed once; redirects are followed by the client, not by aiohttp."""
    body = gzip.compress(json.dumps(THING).encode())
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    server.script(Reply(status=307, headers={"location": "/moved"}), Reply(headers=headers, body=body))
    assert run(lambda client: client.things.retrieve("x")).id == "t1"
    assert [request.path for request in server.received] == ["/things/x", "/moved"]


def test_uploads(run: Any, server: Server) -> None:
    """Files go out with their length, content of unknown length in chunks; a retry sends a file again."""
    server.script(Reply(status=500), OK)

    async def pieces() -> AsyncIterator[bytes]:
        yield b"piece"
        yield b"meal"

    run(lambda client: client.things.upload(file=io.BytesIO(b"abc")))
    run(lambda client: client.things.replace("x", content=pieces()))
    first, second, third = server.received
    assert first.body == second.body
    assert int(first.headers["content-length"]) == len(first.body)
    assert (third.body, third.headers["transfer-encoding"]) == (b"piecemeal", "chunked")


def test_an_error_in_the_callers_content(run: Any, server: Server) -> None:
    """What the caller's own iterable raises comes out as it is."""

    async def broken() -> AsyncIterator[bytes]:
        yield b"x"
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        run(lambda client: client.things.replace("x", content=broken()))


def test_a_stream(run: Any, server: Server) -> None:
    """Events arrive one by one; leaving early frees the connection."""
    server.script(events(*(DELTA % n for n in range(3)), b"data: [DONE]\n\n"))

    async def whole(client: Any) -> list[str]:
        stream = await client.things.create(name="n", stream=True)
        return [event.text async for event in stream]

    async def early(client: Any) -> None:
        async with await client.things.create(name="n", stream=True) as stream:
            await stream.__anext__()

    assert run(whole, admin_key="a") == ["0", "1", "2"]
    server.script(events(DELTA % 1, b"data: ", pause=0.2))
    run(early, admin_key="a")
    assert server.wait_until_idle()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Reset(), "APIConnectionError"),
        (Reset(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"), "APIConnectionError"),
        (Reply(headers={"content-length": "1000"}, body=b"{}", cut=True), "APIConnectionError"),
        (Reply(before=0.6), "APITimeoutError"),
        (Reply(chunks=(b"{", b"}"), pause=0.6), "APITimeoutError"),
    ],
    ids=["reset", "half", "short", "late", "slow"],
)
def test_faults(run: Any, server: Server, littleapi: Any, fault: Any, error: str) -> None:
    """aiohttp's errors become this package's, with the cause, and are retried."""
    server.script(fault)
    with pytest.raises(getattr(littleapi, error)) as caught:
        run(lambda client: client.things.retrieve("x", timeout=0.2), max_retries=1)
    assert type(caught.value) is getattr(littleapi, error)
    assert isinstance(caught.value.__cause__, httpx2.TransportError)
    assert len(server.received) == 2


def test_refused_connections(run: Any, littleapi: Any) -> None:
    """Nobody listening is a connection error."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(littleapi.APIConnectionError) as caught:
        run(lambda client: client.things.retrieve("x"), base_url=f"http://127.0.0.1:{port}", max_retries=0)
    assert isinstance(caught.value.__cause__, httpx2.ConnectError)


def test_cancellation(run: Any, server: Server) -> None:
    """A cancelled call leaves no connection behind."""
    server.script(Reply(before=0.3))

    async def cancelled(client: Any) -> None:
        task = asyncio.create_task(client.things.retrieve("x"))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(cancelled)
    assert server.wait_until_idle()


def test_a_proxy_of_the_environment(run: Any, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests go through the proxy that the environment names, but for the hosts it excepts."""
    server.script(OK)
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    run(lambda client: client.things.retrieve("x"), base_url="http://little.invalid")
    run(lambda client: client.things.retrieve("x"))
    assert [request.target for request in server.received] == ["http://little.invalid/things/x", "/things/x"]


def test_without_the_extra(littleapi: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The missing extra is named."""
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    monkeypatch.delitem(sys.modules, "littleapi._aiohttp", raising=False)
    with pytest.raises(RuntimeError, match="aiohttp"):
        littleapi.DefaultAioHttpClient()


def test_arguments(littleapi: Any) -> None:
    """It is a client of the default library, with this package's defaults."""
    client = littleapi.DefaultAioHttpClient(timeout=3)
    assert isinstance(client, httpx2.AsyncClient)
    assert client.timeout == httpx2.Timeout(3)
    assert client.follow_redirects

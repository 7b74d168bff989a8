"""What clients are made and copied with, where they may be used, and what they say when that cannot be."""

from __future__ import annotations

import asyncio
import inspect
import threading
from typing import Any

import httpx
import httpx2
import pytest

from tests.support.driver import Driver
from tests.support.server import Server, events, reply_json

OK = reply_json({"id": "t1", "name": "one"})
ITEMS = events(b'data: {"id":"1"}\n\n', b'data: {"id":"2"}\n\n')


def test_no_retries_are_not_none(api: Driver) -> None:
    """`max_retries` is a number: None, which could be none or without end, is refused, also by copies."""
    told = r"max_retries cannot be None\. .* pass `littleapi\.DEFAULT_MAX_RETRIES`$"
    with pytest.raises(TypeError, match=told):
        api.client(max_retries=None)
    with pytest.raises(TypeError, match=told):
        api.client().copy(max_retries=None)


def test_copies_show_their_arguments(api: Driver) -> None:
    """`copy` and `with_options` have the arguments of the constructor, for editors and `help`."""
    client = api.client()
    wanted = {*inspect.signature(type(client)).parameters, "set_default_headers", "set_default_query"}
    for method in (client.copy, client.with_options):
        parameters = inspect.signature(method).parameters
        assert set(parameters) == wanted
        assert {parameter.kind for parameter in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
        assert {parameter.default for parameter in parameters.values()} == {...}
    assert "self" in inspect.signature(type(client).copy).parameters


def test_copies_of_a_class_of_ones_own(littleapi: Any) -> None:
    """A class with another constructor has copies too, which show what that takes."""

    class Own(littleapi.Little):  # type: ignore[misc]  # made at run time
        def __init__(self, tenant: str = "none", *more: object, **options: Any) -> None:
            self.tenant = tenant
            super().__init__(**options)

    client = Own(api_key="k", base_url="https://little.example")
    assert list(inspect.signature(client.copy).parameters) == ["tenant", "options"]
    assert client.copy(tenant="a", max_retries=9).tenant == "a"


@pytest.mark.parametrize("wrong", [httpx2.Client, httpx2.AsyncClient, httpx.Client, httpx.AsyncClient, object])
def test_other_http_clients(api: Driver, wrong: Any) -> None:
    """A client of the other kind, or none at all, is refused, by its class."""
    fits = wrong in ((httpx2.AsyncClient, httpx.AsyncClient) if api.asynchronous else (httpx2.Client, httpx.Client))
    if fits:
        api.client(http_client=wrong())
        return
    name = "AsyncClient" if api.asynchronous else "Client"
    with pytest.raises(TypeError) as caught:
        api.client(http_client=wrong())
    expected = f"Expected an instance of `httpx.{name}` or `httpx2.{name}` but got {wrong}"
    assert str(caught.value) == f"Invalid `http_client` argument; {expected}"


def test_a_base_url_with_a_query(api: Driver, littleapi: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its query goes with every call, as it is written, and a parameter of the call takes the place of one in it."""
    api.server.script(OK)
    base = f"{api.server.url}/v1?tenant=a%2Fb&mode=x"

    def target(call: Any, **options: Any) -> str:
        api.run(call, **options)
        return str(api.server.received[-1].target)

    assert target(lambda client: client.things.retrieve("1"), base_url=base) == "/v1/things/1?tenant=a%2Fb&mode=x"
    copied = target(lambda client: client.copy().things.retrieve("1"), base_url=base)
    assert copied == "/v1/things/1?tenant=a%2Fb&mode=x"
    call = {"extra_query": {"mode": "y"}}
    assert target(lambda client: client.things.retrieve("1", **call), base_url=base) == (
        "/v1/things/1?tenant=a%2Fb&mode=y"
    )
    elsewhere = target(lambda client: client.get(f"{api.server.url}/else", cast_to=object), base_url=base)
    assert elsewhere == "/else"
    client = api.client(base_url=base)
    assert str(client.base_url) == f"{api.server.url}/v1/?tenant=a%2Fb&mode=x"
    client.base_url = f"{api.server.url}/v2"
    assert str(client.base_url) == f"{api.server.url}/v2/"
    monkeypatch.setenv("LITTLE_BASE_URL", f"{api.server.url}/e?k=1")
    assert target(lambda client: client.things.retrieve("1"), base_url=None) == "/e/things/1?k=1"


def test_use_after_closing(api: Driver, littleapi: Any) -> None:
    """It is an error of the package, with the library's behind it."""

    def use(client: Any) -> Any:
        return client.things.retrieve("x")

    client = api.client(max_retries=0)

    async def later() -> None:
        await client.close()
        await use(client)

    with pytest.raises(littleapi.APIConnectionError) as caught:
        if api.asynchronous:
            asyncio.run(later())
        else:
            client.close()
            use(client)
    assert isinstance(caught.value.__cause__, RuntimeError)
    assert client.is_closed()


def test_one_event_loop_after_another(littleapi: Any, server: Server) -> None:
    """A client that was made outside of any loop works in each, streams and copies too, without a new try."""
    client = littleapi.AsyncLittle(api_key="k", base_url=server.url, max_retries=0)
    server.route("/things/x", OK)
    server.route("/things/watch", ITEMS)

    async def call() -> str:
        return str((await client.things.retrieve("x")).id)

    async def stream() -> int:
        return len([event async for event in await client.things.watch()])

    async def begin() -> None:
        async for _ in await client.things.watch():
            break

    async def copied() -> str:
        return str((await client.with_options(timeout=5).things.retrieve("x")).id)

    async def close() -> None:
        await client.close()

    outcomes: list[Any] = [asyncio.run(each()) for each in (call, call, stream, begin, stream, copied, call)]
    assert outcomes == ["t1", "t1", 2, None, 2, "t1", "t1"]
    asyncio.run(close())
    assert client.is_closed()
    with pytest.raises(littleapi.APIConnectionError):
        asyncio.run(call())


def test_event_loops_side_by_side(littleapi: Any, server: Server) -> None:
    """Threads with a loop each share a client."""
    client = littleapi.AsyncLittle(api_key="k", base_url=server.url, max_retries=0)
    server.script(OK)
    seen: list[str] = []

    async def calls() -> None:
        for _ in range(5):
            seen.append((await client.things.retrieve("x")).id)

    threads = [threading.Thread(target=asyncio.run, args=(calls(),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == ["t1"] * 15
    asyncio.run(calls())
    assert len(client._pool._by_loop) == 1  # those of loops that are over are not kept

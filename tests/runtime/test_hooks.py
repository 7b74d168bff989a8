"""Hooks: what classes that are derived from a client have in place of its own is asked in every call."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import Any

import pytest

from tests.support.server import Server, reply_json


def derived(littleapi: Any, *, asynchronous: bool, seen: list[Any]) -> type[Any]:  # noqa: C901 - a class for each kind
    """A client class that has each hook."""

    class Both:
        def _build_request(self, options: Any, *, retries_taken: int = 0) -> Any:
            if isinstance(options.json_data, dict):
                options.json_data["added"] = retries_taken
            return super()._build_request(options, retries_taken=retries_taken)  # type: ignore[misc]

        def _make_status_error(self, message: str, *, body: object, response: Any) -> Exception:
            seen.append(("error", body))
            return super()._make_status_error(message, body=body, response=response)  # type: ignore[misc]

        @property
        def default_headers(self) -> dict[str, str]:
            return {**super().default_headers, "X-Default": "d"}  # type: ignore[misc]

    class Client(Both, littleapi.Little):
        def _prepare_options(self, options: Any) -> Any:
            options.headers = {**(options.headers or {}), "X-Prepared": options.method}
            return super()._prepare_options(options.copy(update={"url": options.url + "?seen=1"}))

        def _prepare_request(self, request: Any) -> None:
            request.headers["X-Last"] = "l"

        def _process_response(self, **said: Any) -> Any:
            seen.append(said["cast_to"])
            return super()._process_response(**said)

    class AsyncClient(Both, littleapi.AsyncLittle):
        async def _prepare_options(self, options: Any) -> Any:
            options.headers = {**(options.headers or {}), "X-Prepared": options.method}
            return await super()._prepare_options(options.copy(update={"url": options.url + "?seen=1"}))

        async def _prepare_request(self, request: Any) -> None:
            request.headers["X-Last"] = "l"

        async def _process_response(self, **said: Any) -> Any:
            seen.append(said["cast_to"])
            return await super()._process_response(**said)

    return AsyncClient if asynchronous else Client


@pytest.mark.parametrize("asynchronous", [False, True])
def test_hooks_are_asked(littleapi: Any, server: Server, asynchronous: bool) -> None:
    """Each sees the call, changes what is sent, and what they return is what counts."""
    seen: list[Any] = []
    client = derived(littleapi, asynchronous=asynchronous, seen=seen)(
        api_key="key-1", base_url=server.url, max_retries=0
    )
    server.script(reply_json({"id": "a"}), reply_json({"message": "no"}, status=400))

    async def later() -> Any:
        return await client.post("/things", cast_to=dict, body={"own": 1})

    async def both() -> Any:
        first = await later()
        with pytest.raises(littleapi.BadRequestError):
            await later()
        await client.close()
        return first

    def post() -> Any:
        return client.post("/things", cast_to=dict, body={"own": 1})

    if asynchronous:
        assert asyncio.run(both()) == {"id": "a"}
    else:
        assert post() == {"id": "a"}
        with pytest.raises(littleapi.BadRequestError):
            post()
        client.close()
    assert seen == [dict, ("error", {"message": "no"})]
    first = server.received[0]
    assert first.target.endswith("/things?seen=1")
    assert first.json() == {"own": 1, "added": 0}
    said = {name: first.headers.get(name) for name in ("x-prepared", "x-last", "x-default", "x-stainless-retry-count")}
    assert said == {"x-prepared": "post", "x-last": "l", "x-default": "d", "x-stainless-retry-count": "0"}


def test_tracers_put_something_around_request(littleapi: Any, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients made from then on send every call through it; those of other classes do not have it."""
    seen: list[Any] = []
    own = littleapi.Little.request

    def traced(self: Any, cast_to: Any, options: Any, **streaming: Any) -> Any:
        seen.append((options.method, options.json_data))
        return own(self, cast_to, options, **streaming)

    monkeypatch.setattr(littleapi.Little, "request", traced, raising=False)
    server.script(reply_json({"id": "a"}))
    with littleapi.Little(api_key="key-1", base_url=server.url) as client:
        client.post("/things", cast_to=dict, body={"own": 1})
    assert seen == [("post", {"own": 1})]
    assert "_execute" not in vars(littleapi.AsyncLittle(api_key="key-1", base_url=server.url))


def test_what_stands_on_an_instance_answers_raw_too(littleapi: Any, server: Server) -> None:
    """A function put in a method's place is called for raw answers, and the face is of the resource's own class."""
    server.script(reply_json({"id": "a"}))
    client = littleapi.Little(api_key="key-1", base_url=server.url)
    things = client.things
    own, seen = things.retrieve, []

    def around(*arguments: Any, **named: Any) -> Any:
        seen.append(arguments)
        return own(*arguments, **named)

    things.retrieve = around
    face = things.with_raw_response
    assert face.retrieve("a").status_code == 200
    assert seen == [("a",)]
    module = import_module(type(things).__module__)
    assert type(face) is module.ThingsWithRawResponse
    assert type(things.with_streaming_response) is module.ThingsWithStreamingResponse
    assert module.ThingsWithRawResponse(things).retrieve("a").status_code == 200
    with pytest.raises(AttributeError, match="NothingWithRawResponse"):
        _ = module.NothingWithRawResponse
    client.close()

"""What a client asks at each try of a call, where it was told to: `before_request`, `after_response`, `on_error`."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, Reset, events, reply_json

THING = {"id": "t1", "name": "a"}


class Told:
    """Hooks that write down what they are told; with `awaits` they are coroutine functions."""

    def __init__(self, *, awaits: bool = False) -> None:
        self.lines: list[str] = []
        self.attempts: list[Any] = []
        self.errors: list[Exception] = []
        hooks = {name: getattr(self, name) for name in ("before_request", "after_response", "on_error")}
        self.options = {name: _awaited(hook) if awaits else hook for name, hook in hooks.items()}

    def before_request(self, attempt: Any) -> None:
        self.lines.append(f"before {attempt.method} {attempt.operation_id} {attempt.number}")
        attempt.request.headers["X-Try"] = str(attempt.number)
        attempt.state["seen"] = attempt.number
        self.attempts.append(attempt)

    def after_response(self, attempt: Any, response: Any) -> None:
        self.lines.append(f"after {attempt.number} {attempt.state['seen']} {response.status_code} {attempt.will_retry}")

    def on_error(self, attempt: Any, error: Exception) -> None:
        self.lines.append(f"error {attempt.number} {type(error).__name__} {attempt.will_retry}")
        self.errors.append(error)


class Awaited:
    """What a function returns that has to be awaited, and does not look like one."""

    def __await__(self) -> Any:
        yield


def _awaited(hook: Any) -> Any:
    async def asked(*arguments: Any) -> None:
        await asyncio.sleep(0)
        hook(*arguments)

    return asked


@pytest.fixture
def told(api: Driver) -> Told:
    """Hooks of the kind that only an asynchronous client takes, where it is one; others are plain functions."""
    return Told(awaits=api.asynchronous)


def test_each_try_is_told(api: Driver, told: Told) -> None:
    """The method, the description's name, the number; the status of each answer, and why another try follows."""
    api.server.script(reply_json({}, status=503), Reset(), reply_json(THING))
    thing = api.run(lambda client: client.things.retrieve("t1"), **told.options)
    assert thing.id == "t1"
    assert told.lines == [
        "before things.retrieve getThing 1",
        "after 1 1 503 True",
        "error 1 InternalServerError True",
        "before things.retrieve getThing 2",
        "error 2 APIConnectionError True",
        "before things.retrieve getThing 3",
        "after 3 3 200 False",
    ]
    assert [received.headers["x-try"] for received in api.server.received] == ["1", "2", "3"]
    assert told.errors[1].__cause__ is not None


def test_what_the_call_raises_is_told(api: Driver, told: Told, littleapi: Any) -> None:
    """The error that the caller gets is the one that the hook saw, with its body."""
    api.server.script(reply_json({"message": "no"}, status=400))
    with pytest.raises(littleapi.BadRequestError) as raised:
        api.run(lambda client: client.things.retrieve("t1"), **told.options)
    assert told.lines[1:] == ["after 1 1 400 False", "error 1 BadRequestError False"]
    assert told.errors == [raised.value]
    assert told.errors[0].body == {"message": "no"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["before_request", "after_response", "on_error"])
def test_a_hook_stops_the_call(api: Driver, name: str) -> None:
    """What it raises is what the caller gets, as it is, and nothing is tried again."""

    class StopError(Exception):
        pass

    def stop(*_: Any) -> None:
        raise StopError

    api.server.script(*[reply_json({}, status=503) for _ in range(3)])
    with pytest.raises(StopError):
        api.run(lambda client: client.things.retrieve("t1"), **{name: stop})
    assert len(api.server.received) == (0 if name == "before_request" else 1)


def test_stopping_gives_back_the_connection(api: Driver) -> None:
    """A stream that a hook did not want is closed."""

    def stop(*_: Any) -> None:
        raise RuntimeError("unwanted")

    api.server.script(events(b"data: {}\n\n", b"data: {}\n\n", pause=0.05))

    def call(client: Any) -> Any:
        return client.things.watch()

    if not api.asynchronous:
        client = api.client(after_response=stop)
        with pytest.raises(RuntimeError, match="unwanted"):
            call(client)
        assert api.server.wait_until_idle()
        client.close()
        return

    async def main() -> None:
        client = api.client(after_response=stop)
        with pytest.raises(RuntimeError, match="unwanted"):
            await call(client)
        assert await asyncio.to_thread(api.server.wait_until_idle)
        await client.close()

    asyncio.run(main())


@pytest.mark.parametrize(
    ("call", "method", "operation_id"),
    [
        (lambda client: client.status(), "status", "getStatus"),
        (lambda client: client.things.retrieve("a/b.c d"), "things.retrieve", "getThing"),
        (lambda client: client.things.search(ids=["1"]), "things.search", None),
        (lambda client: client.things.with_raw_response.retrieve("t"), "things.retrieve", "getThing"),
        (lambda client: client.get("/things/t1", cast_to=object), "things.retrieve", "getThing"),
        (lambda client: client.get("/things/a.xml", cast_to=object), "things.retrieve", "getThing"),
        (lambda client: client.get("/things;blue", cast_to=object), "things.by_color", "byColor"),
        (lambda client: client.get("/things?deep=1", cast_to=object), "things.deep", "getDeep"),
        (lambda client: client.get("/things?deep=2", cast_to=object), "things.list", "listThings"),
        (lambda client: client.get("/others", cast_to=object), None, None),
        (lambda client: client.delete("/status", cast_to=object), None, None),
    ],
)
def test_the_method_of_a_call(api: Driver, call: Any, method: str | None, operation_id: str | None) -> None:
    """It follows from verb and path, as it does for the API; a path that no method has has none."""
    told = Told()
    api.server.script(reply_json({**THING, "data": []}))
    api.run(call, **told.options)
    assert (told.attempts[0].method, told.attempts[0].operation_id) == (method, operation_id)


def test_each_page_is_a_call(api: Driver) -> None:
    """Pages that follow are told as calls of the method that gave the first."""
    told = Told()
    api.server.script(
        reply_json({"data": [THING], "has_more": True}),
        reply_json({"data": [{**THING, "id": "t2"}], "has_more": False}),
    )
    found = api.collect(lambda client: client.things.list(), **told.options)
    assert [thing.id for thing in found] == ["t1", "t2"]
    assert [line for line in told.lines if line.startswith("before")] == ["before things.list listThings 1"] * 2


@pytest.mark.parametrize(
    ("call", "reply"),
    [
        (lambda client: client.things.with_raw_response.retrieve("t1"), reply_json(THING)),
        (lambda client: client.things.upload(file=("a", b"x")), reply_json(THING)),
        (lambda client: client.things.replace("t1", content=b"x"), Reply(body=b'"x"')),
        (lambda client: client.things.content("t1"), Reply(body=b"bytes")),
        (lambda client: client.things.delete("t1"), Reply(status=204)),
        (lambda client: client.things.watch(), events(b"data: {}\n\n", b"data: [DONE]\n\n")),
    ],
)
def test_every_kind_of_call_is_told(api: Driver, told: Told, call: Any, reply: Any) -> None:
    """Raw answers, files, contents, bytes, streams, and answers without a body; each carries the header of the hook."""
    api.server.script(reply_json({}, status=503), reply)
    api.run(call, **told.options)
    assert [line.split()[0] for line in told.lines] == ["before", "after", "error", "before", "after"]
    assert [received.headers["x-try"] for received in api.server.received] == ["1", "2"]


def test_the_streaming_face_is_told(api: Driver, told: Told) -> None:
    """An answer that is read bit by bit is told before it is read."""
    api.server.script(Reply(body=b"bytes"))
    read = api.within(
        lambda client: client.things.with_streaming_response.content("t1"), lambda answer: answer.read(), **told.options
    )
    assert read == b"bytes"
    assert told.lines == ["before things.content getContent 1", "after 1 1 200 False"]


def test_copies_carry_hooks(api: Driver) -> None:
    """`with_options` keeps them, takes another, and takes None for none."""
    told, other = Told(), Told()
    api.server.script(*[reply_json(THING) for _ in range(3)])
    for changes in (
        {"timeout": 3},
        {"before_request": other.before_request, "after_response": None},
        {"on_error": None},
    ):
        api.run(lambda client, changes=changes: client.with_options(**changes).things.retrieve("t1"), **told.options)
    assert told.lines == [
        *("before things.retrieve getThing 1", "after 1 1 200 False"),
        *("before things.retrieve getThing 1", "after 1 1 200 False"),
    ]
    assert other.lines == ["before things.retrieve getThing 1"]


def test_a_hook_sees_no_more_than_the_request(api: Driver) -> None:
    """The credential is in the request's headers and nowhere else that is shown."""
    told = Told()
    api.server.script(reply_json(THING))
    api.run(lambda client: client.things.retrieve("t1"), **told.options)
    assert told.attempts[0].request.headers["authorization"] == "Bearer key-1"
    assert repr(told.attempts[0]) == "<Attempt 1 of things.retrieve>"


def test_what_is_no_hook(api: Driver) -> None:
    """A client says so when it is made, and not in the first call."""
    with pytest.raises(TypeError, match=r"`on_error` must be a function, got str"):
        api.client(on_error="log")

    async def later(_: Any) -> None: ...

    if api.asynchronous:
        api.client(before_request=later)
        return
    with pytest.raises(TypeError, match="must not be a coroutine function"):
        api.client(before_request=later)
    with pytest.raises(TypeError, match="must not return what is to be awaited"):
        api.run(lambda client: client.status(), before_request=lambda _: Awaited())
    assert api.server.received == []


def test_redirects_are_one_try(api: Driver) -> None:
    """A hook sees the request that the call starts with, and the answer that it ends with."""
    told = Told()
    api.server.script(Reply(status=307, headers={"location": "/elsewhere"}), reply_json(THING))
    api.run(lambda client: client.things.retrieve("t1"), **told.options)
    assert told.lines == ["before things.retrieve getThing 1", "after 1 1 200 False"]


def test_nothing_is_loaded_for_clients_without(littleapi: Any, package_folder: Path) -> None:
    """Hooks, and the table of methods, cost no import where there are none."""
    program = (
        "import sys, littleapi; littleapi.Little(api_key='k', base_url='http://127.0.0.1:1');"
        "print([name for name in ('_attempts', '_method_names') if f'littleapi.{name}' in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=package_folder, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_fixed_segments_go_before_others(littleapi: Any) -> None:
    """Whichever stands first in the table."""
    operation_of = import_module("littleapi._attempts").operation_of
    assert operation_of("GET", "/things/search").method == "things.search"
    assert operation_of("GET", "/things/searches").method == "things.retrieve"
    assert operation_of("GET", "/things//content").method == "things.content"
    assert operation_of("QUERY", "/things").method is None

"""Calls tried against the mock, in each form in which a method answers: what went over the wire, and what came back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from pydantic_core import to_jsonable_python

from ._bodies import parts_of
from ._declared import assert_type
from ._json import is_array, is_object
from ._schemas import same

if TYPE_CHECKING:
    from ._mock import Call, MockAPI

ClientT = TypeVar("ClientT")
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a call is to send, by the names of the API's description: parameters by where they travel, the value that
    the body stands for, and the names of the files in it.

    `content` is the body itself, where it stands for no value. With `more` the call may add to all that.
    """

    path: Mapping[str, Any] = field(default_factory=dict[str, Any])
    query: Mapping[str, Any] = field(default_factory=dict[str, Any])
    header: Mapping[str, Any] = field(default_factory=dict[str, Any])
    cookie: Mapping[str, Any] = field(default_factory=dict[str, Any])
    querystring: Mapping[str, Any] = field(default_factory=dict[str, Any])
    body: Any = None
    content: bytes | None = None
    files: tuple[str, ...] = ()
    more: bool = False


NOTHING = Sent()
_BODILESS = (204, 205)
_PLACES = ("path", "query", "header", "cookie", "querystring")


@dataclass(frozen=True, slots=True)
class Face:
    """A form in which methods answer, of one kind of client."""

    form: Literal["plain", "raw", "streaming"]
    is_async: bool

    def __str__(self) -> str:
        return f"async-{self.form}" if self.is_async else self.form

    def of(self, client: Any) -> Any:
        """Return the client in this form."""
        if self.form == "plain":
            return client
        return client.with_raw_response if self.form == "raw" else client.with_streaming_response


FACES = tuple(Face(form, is_async) for is_async in (False, True) for form in ("plain", "raw", "streaming"))
"""All forms: each method has all of them."""


class Trial(Generic[ClientT]):
    """Calls methods in one form, and holds what they send and return against what they should.

    Calls are written for the plain client that waits; `client` and `async_client` make those that ask the mock.
    """

    def __init__(
        self, face: Face, mock: MockAPI, *, client: Callable[[], Any], async_client: Callable[[], Any]
    ) -> None:
        self._face = face
        self._mock = mock
        self._client = async_client if face.is_async else client
        self._begin = 0

    def __call__(
        self, call: Callable[[ClientT], object], *, returns: Any, sends: Sent = NOTHING, within: str | None = None
    ) -> None:
        """Call a method: it is to send one request, and to return all of the answer as a value of the type.

        `within` is the member of the answer that is returned in place of the whole.
        """
        self._run(self._returns(call, returns, sends, within))

    def stream(self, call: Callable[[ClientT], object], *, of: Any, sends: Sent = NOTHING) -> None:
        """Call a method that answers with a stream: all its events are to come, in their order, of the type."""
        self._run(self._streams(call, of, sends))

    def pages(self, call: Callable[[ClientT], object], *, of: Any, sends: Sent = NOTHING) -> None:
        """Call a method that lists pages: all items of all pages are to come, in their order, of the type."""
        self._run(self._lists(call, of, sends))

    async def _returns(self, call: Callable[[ClientT], object], returns: Any, sends: Sent, within: str | None) -> None:
        async with self._result(call) as result:
            done = self._only_call()
            _assert_sent(done, sends)
            if returns is bytes:
                content = await _settled(result.read()) if hasattr(result, "read") else result
                _assert_equal("the answer", done.answer.body, content)
                return
            if done.status in _BODILESS:
                _assert_equal("the answer, which has no body", None, result)
                return
            assert_type(result, returns)
            _assert_whole(done, result, within)

    async def _streams(self, call: Callable[[ClientT], object], of: Any, sends: Sent) -> None:
        async with self._result(call) as stream:
            events = [event async for event in _each(stream)]
            done = self._only_call()
        _assert_sent(done, sends)
        if not done.answer.events:
            raise AssertionError("the mock has no events of this stream")
        _assert_equal("the number of events", len(done.answer.events), len(events))
        for index, (sent, event) in enumerate(zip(done.answer.events, events, strict=True)):
            assert_type(event, of)
            _assert_agrees(f"event {index}", sent, event)

    async def _lists(self, call: Callable[[ClientT], object], of: Any, sends: Sent) -> None:
        async with self._result(call) as page:
            items = [item async for item in _each(page)]
        calls = self._calls()
        paging = self._mock.described(calls[0])["page"]
        _assert_sent(calls[0], sends)
        _assert_follow(calls, paging, self._mock.pages)
        wanted = [item for done in calls for item in _items_of(done, paging)]
        _assert_equal("the number of items", len(wanted), len(items))
        for index, (sent, item) in enumerate(zip(wanted, items, strict=True)):
            assert_type(item, of)
            _assert_agrees(f"item {index}", sent, item)
        await self._page_by_page(call, calls)
        if self._face == Face("plain", is_async=True):
            await self._without_a_page(call, items)

    async def _page_by_page(self, call: Callable[[ClientT], object], calls: tuple[Call, ...]) -> None:
        """Go over the pages one by one, which is to send the same requests."""
        async with self._result(call) as first:
            page = first
            while page.has_next_page():
                page = await _settled(page.get_next_page())
        asked = [[_asked(done) for done in some] for some in (calls, self._calls())]
        _assert_equal("the requests page by page", *asked)

    async def _without_a_page(self, call: Callable[[ClientT], object], items: list[Any]) -> None:
        """Go over what an asynchronous list returns before it is awaited."""
        client: Any = self._client()
        async with client:
            found = [item async for item in _each(call(client))]
        _assert_equal("the items of the list itself", items, found)

    @asynccontextmanager
    async def _result(self, call: Callable[[ClientT], object]) -> AsyncGenerator[Any, None]:
        """Call a method and hand out what it returns, whatever the form."""
        self._begin = len(self._mock.calls)
        client: Any = self._client()
        try:
            made = call(self._face.of(client))
            if self._face.form == "plain":
                yield await _settled(made)
            elif self._face.form == "raw":
                yield await _settled((await _settled(made)).parse())
            else:
                async with _entered(made) as answer:
                    yield await _settled(answer.parse())
        finally:
            await _settled(client.close())

    def _calls(self) -> tuple[Call, ...]:
        """Return the requests since a method was called last."""
        return self._mock.calls[self._begin :]

    def _only_call(self) -> Call:
        calls = self._calls()
        if len(calls) != 1:
            raise AssertionError(f"one request is to be sent, {len(calls)} were")
        return calls[0]

    def _run(self, trial: Coroutine[Any, Any, None]) -> None:
        if self._face.is_async:
            asyncio.run(trial)
        else:
            _run_through(trial)


# What synchronous clients return needs no waiting: the same code is for both.


def _run_through(trial: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that never waits."""
    try:
        trial.send(None)
    except StopIteration:
        return
    raise AssertionError("a synchronous client made its caller wait")


async def _settled(value: Any) -> Any:
    return await value if isawaitable(value) else value


async def _each(values: Any) -> AsyncIterator[Any]:
    if hasattr(values, "__aiter__"):
        async for value in values:
            yield value
    else:
        for value in values:
            yield value


@asynccontextmanager
async def _entered(manager: Any) -> AsyncGenerator[Any, None]:
    if hasattr(manager, "__aenter__"):
        async with manager as value:
            yield value
    else:
        with manager as value:
            yield value


# What was sent


def _assert_sent(done: Call, sends: Sent) -> None:
    for place in _PLACES:
        wanted = getattr(sends, place)
        _assert_json(f"what is sent as {place}", wanted, _of(wanted, done.places.get(place, _NOTHING), sends))
    if sends.content is not None:
        _assert_equal("the content that is sent", sends.content, done.content)
    else:
        body = _of(sends.body, done.body, sends) if is_object(sends.body) else done.body
        _assert_json("the body that is sent", sends.body or None, body or None)
    if sends.files:
        _assert_equal("the files that are sent", sends.files, tuple(_files_of(done)))


def _of(wanted: Mapping[str, Any], found: Any, sends: Sent) -> Any:
    """Return what is to be compared of that which was sent."""
    if not sends.more or not is_object(found):
        return found
    return {name: value for name, value in found.items() if name in wanted}


def _files_of(done: Call) -> list[str]:
    parts = parts_of(done.content, done.headers.get("content-type", ""))
    return [part.filename for part in parts if part.is_file]


def _asked(done: Call) -> tuple[Any, ...]:
    return done.method, done.path, done.parameters, done.body


def _items_of(done: Call, paging: Mapping[str, Any]) -> list[Any]:
    sent: Any = json.loads(done.answer.body)
    items: list[Any] = sent[paging["items"]] if paging["items"] else sent
    return items


def _assert_follow(calls: tuple[Call, ...], paging: Mapping[str, Any], pages: int) -> None:
    """Hold requests against a list of so many pages: each is asked for once, and for the same but for its place."""
    wanted = 1 if paging["kind"] == "single" else pages
    full = [done for done in calls if _items_of(done, paging)]
    if len(full) != wanted or len(calls) - len(full) > 1:
        raise AssertionError(f"{wanted} pages are to be asked for, {len(calls)} requests were sent")
    cursor: str | None = paging.get("param")
    if cursor is None:
        return
    for done in calls[1:]:
        _assert_json("what asks for a further page", _without(calls[0], cursor), _without(done, cursor))


def _without(done: Call, cursor: str) -> list[Any]:
    parts = (done.parameters, done.body if is_object(done.body) else {})
    return [{name: value for name, value in part.items() if name != cursor} for part in parts]


# What came back


def _assert_whole(done: Call, result: object, within: str | None) -> None:
    body = done.answer.body
    if isinstance(result, str) and not _is_json_text(body, result):
        _assert_equal("the answer", body.decode(), result)
        return
    if not body:
        _assert_equal("the answer", None, result)
        return
    sent = json.loads(body)
    _assert_agrees("the answer", sent if within is None else sent[within], result)


def _is_json_text(body: bytes, text: str) -> bool:
    return body == json.dumps(text, ensure_ascii=False).encode()


def _assert_agrees(what: str, sent: Any, value: object) -> None:
    """Say whether a value, dumped, is the JSON that was sent."""
    dumped = _dumped(value)
    if not _agree(sent, dumped):
        raise AssertionError(f"{what}: sent was {sent!r}, it became {dumped!r}")


def _dumped(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if is_object(value):
        return {key: _dumped(item) for key, item in value.items()}
    if is_array(value):
        return [_dumped(item) for item in value]
    return value if value is None or isinstance(value, (str, int, float)) else to_jsonable_python(value)


def _agree(sent: Any, dumped: Any) -> bool:
    """Say whether two JSON values are the same; a moment may be written in several ways."""
    if is_object(sent) and is_object(dumped):
        return sent.keys() == dumped.keys() and all(_agree(sent[key], dumped[key]) for key in sent)
    if is_array(sent) and is_array(dumped):
        return len(sent) == len(dumped) and all(map(_agree, sent, dumped))
    if sent == dumped:
        return isinstance(sent, bool) is isinstance(dumped, bool)
    moment = _moment(sent)
    return moment is not None and moment == _moment(dumped)


def _moment(value: Any) -> datetime | None:
    """Return the moment that a text tells; None where it tells none."""
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")) if isinstance(value, str) else None
    except ValueError:
        return None


def _assert_json(what: str, wanted: Any, found: Any) -> None:
    if not same(wanted, found):
        raise AssertionError(f"{what}: expected {wanted!r}, found {found!r}")


def _assert_equal(what: str, wanted: object, found: object) -> None:
    if wanted != found:
        raise AssertionError(f"{what}: expected {wanted!r}, found {found!r}")

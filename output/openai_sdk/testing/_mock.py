"""The mock in process: HTTP clients that ask it, answers in place of the description's, and the calls so far."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, overload

from .._http import library_of
from ._answers import EVENTS, Answer
from ._checks import Fault
from ._contract import Received, Table
from ._engine import Engine, Exchange

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence

    import httpx2
    from typing_extensions import Self

Result = TypeVar("Result")
_API = "_api.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that the mock got, and what it answered.

    `operation` is the operation's id in the description ("" where there is none), `method` the HTTP method, `path` that
    of the URL. `parameters` are values by the names that the description has for them, in `places` by where they travel
    ("query", "header"), too. `body` is the value that was sent: JSON, or an object of the members of a form; `content`
    are its bytes. `headers` are those of the request, names in lower case. `answer` is what went back.
    """

    operation: str
    method: str
    path: str
    status: int
    parameters: Mapping[str, Any] = field(repr=False)
    places: Mapping[str, Mapping[str, Any]] = field(repr=False)
    body: Any = field(repr=False)
    content: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    answer: Answer = field(repr=False)
    faults: tuple[Fault, ...] = ()


class MethodMock(Generic[Result]):
    """What the mock answers to one method in place of what the description has.

    Answers are given in the order in which they were added, each as often as its `times` say; one without is given
    for good. After the last one the description counts again.
    """

    def __init__(self, engine: Engine, operation: Table) -> None:
        self._engine = engine
        self._operation = operation
        self._planned: deque[tuple[Callable[[Exchange], Answer], int | None]] = deque()
        self._lock = threading.Lock()

    def returns(
        self,
        answer: Result | Mapping[str, Any] | Sequence[Any] | str | bytes,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        times: int | None = None,
    ) -> Self:
        """Answer with a value: a model, JSON, or the text or bytes of an answer that is no JSON."""
        content = _plain(answer)
        media_type = self._media_type(content)
        pairs = tuple((headers or {}).items())
        made = self._engine.answers.written(status, media_type, content, pairs)
        return self._plan(lambda _: made, times)

    def streams(self, events: Iterable[object], *, times: int | None = None) -> Self:
        """Answer with a stream of these events: models, or JSON."""
        made = self._engine.answers.streamed([_plain(event) for event in events], media_type=self._framed())
        return self._plan(lambda _: made, times)

    def fails(
        self,
        status: int,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
        times: int | None = None,
    ) -> Self:
        """Answer with an error: that which the description has for the status, unless there is a `body`."""
        pairs = tuple((headers or {}).items())

        def failing(exchange: Exchange) -> Answer:
            if body is not None:
                return self._engine.answers.written(status, "application/json", _plain(body), pairs)
            made = self._engine.with_status(exchange, status)
            return Answer(made.status, (*made.headers, *pairs), made.chunks)

        return self._plan(failing, times)

    def answers(self, function: Callable[[Call], object], *, times: int | None = None) -> Self:
        """Answer with what a function returns for a call: a value as in `returns`, or an `Answer`."""

        def answering(exchange: Exchange) -> Answer:
            made = function(_call(exchange, Answer(0)))
            if isinstance(made, Answer):
                return made
            content = _plain(made)
            return self._engine.answers.written(200, self._media_type(content), content)

        return self._plan(answering, times)

    def _plan(self, answer: Callable[[Exchange], Answer], times: int | None) -> Self:
        if times is not None and times < 1:
            raise ValueError("`times` must be at least 1")
        self._planned.append((answer, times))
        return self

    def next_answer(self, exchange: Exchange) -> Answer | None:
        """Return the answer that is due; None where there is none any more."""
        with self._lock:
            if not self._planned:
                return None
            answer, times = self._planned[0]
            if times is not None:
                self._planned.popleft()
                if times > 1:
                    self._planned.appendleft((answer, times - 1))
        return answer(exchange)

    def _media_type(self, content: object) -> str:
        """Return the media type of an answer: the first of those described that can carry the value."""
        wanted = isinstance(content, (str, bytes))
        for media_type in self._described():
            if media_type != EVENTS and ("json" not in media_type) is wanted:
                return media_type
        return "text/plain" if isinstance(content, str) and wanted else "application/json"

    def _framed(self) -> str:
        return next((m for m in self._described() if m == EVENTS or "json" not in m.partition(";")[0][-4:]), EVENTS)

    def _described(self) -> Iterator[str]:
        for status, response in self._operation.get("responses", {}).items():
            if status.startswith("2"):
                yield from response.get("content", {})


class MockAPI:
    """The API in process.

    `seed` decides what is made up where the description has no example; with `dynamic` that comes in the place of
    examples, too. Lists have as many `pages`. With `allow_unknown` queries may have parameters that the description
    does not name.
    """

    def __init__(self, *, seed: int = 0, dynamic: bool = False, pages: int = 2, allow_unknown: bool = False) -> None:
        self.pages = pages
        self._engine = Engine(_table(), seed=seed, dynamic=dynamic, pages=pages, unknown=allow_unknown)
        self._methods: dict[str, MethodMock[Any]] = {}
        self._calls: list[Call] = []

    @property
    def calls(self) -> tuple[Call, ...]:
        """The requests so far, in their order; those that did not fit the description, too."""
        return tuple(self._calls)

    def calls_of(self, method: Callable[..., object] | str) -> tuple[Call, ...]:
        """Return the calls of one method, such as `client.models.list`."""
        wanted = self._operation(method)["id"]
        return tuple(call for call in self._calls if call.operation == wanted)

    @overload
    def on(self, method: Callable[..., Awaitable[Result]]) -> MethodMock[Result]: ...
    @overload
    def on(self, method: Callable[..., Result]) -> MethodMock[Result]: ...
    @overload
    def on(self, method: str) -> MethodMock[Any]: ...
    def on(self, method: Callable[..., object] | str) -> MethodMock[Any]:
        """Return what answers a method in place of the description: `mock.on(client.models.list).returns(...)`.

        A method goes by its name from the client on, too (`"models.list"`), or by the id of its operation. Raises
        ValueError for what is none.
        """
        operation = self._operation(method)
        known = self._methods.get(operation["id"])
        if known is None:
            known = self._methods[operation["id"]] = MethodMock(self._engine, operation)
        return known

    def described(self, call: Call) -> Mapping[str, Any]:
        """Return what is known of the operation of a call, as JSON: its paging under "page"."""
        return self._engine.contract.operation(call.operation) or {}

    def reset(self) -> None:
        """Forget all calls, and all answers that were given in place of the description's."""
        self._methods.clear()
        self._calls.clear()

    def http_client(self, **arguments: Any) -> httpx2.Client:
        """Return an HTTP client for `http_client` of a client; `arguments` are further ones of `httpx2.Client`."""
        module = library_of(None).module
        return cast("httpx2.Client", module.Client(transport=module.MockTransport(self._handled), **arguments))

    def async_http_client(self, **arguments: Any) -> httpx2.AsyncClient:
        """Return the same for asynchronous clients."""
        module = library_of(None).module

        async def handled(request: httpx2.Request) -> httpx2.Response:
            await request.aread()
            return self._answered(request)

        return cast("httpx2.AsyncClient", module.AsyncClient(transport=module.MockTransport(handled), **arguments))

    def _handled(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        return self._answered(request)

    def _answered(self, request: httpx2.Request) -> httpx2.Response:
        target = request.url.raw_path.decode("ascii")
        received = Received(request.method, target, tuple(request.headers.multi_items()), request.content)
        exchange, answer = self._engine.answer(received, origin=_origin(request), rule=self._own)
        self._calls.append(_call(exchange, answer))
        module = library_of(None).module
        headers = [*answer.headers, ("content-length", str(len(answer.body)))]
        response = module.Response(
            answer.status, headers=headers, stream=_stream_class()(answer.chunks), request=request
        )
        return cast("httpx2.Response", response)

    def _own(self, exchange: Exchange) -> Answer | None:
        planned = self._methods.get(exchange.operation["id"])
        return None if planned is None else planned.next_answer(exchange)

    def _operation(self, method: Callable[..., object] | str) -> Table:
        key = method if isinstance(method, str) else _name_of(method, _table()["resources"])
        operation = self._engine.contract.operation(key)
        if operation is None:
            raise ValueError(f"{key or method!r} is no method of the API")
        return operation


def _origin(request: httpx2.Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc.decode('ascii')}"


@lru_cache(maxsize=1)
def _table() -> Table:
    table: Table = json.loads(Path(__file__).with_name(_API).read_text(encoding="utf-8"))
    return table


@lru_cache(maxsize=1)
def _stream_class() -> Any:
    """Return the class of what the HTTP library reads an answer from, for both kinds of clients."""
    module = library_of(None).module

    class Chunks(module.SyncByteStream, module.AsyncByteStream):  # type: ignore[misc,name-defined]  # known at run time
        def __init__(self, chunks: tuple[bytes, ...]) -> None:
            self._chunks = chunks

        def __iter__(self) -> Iterator[bytes]:
            yield from self._chunks

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for chunk in self._chunks:
                yield chunk

    return Chunks


def _name_of(method: Callable[..., object], resources: Mapping[str, str]) -> str:
    """Return the name of a bound method: the attributes that lead there from the client on."""
    owner, own = getattr(method, "__self__", None), getattr(method, "__name__", "")
    package = __name__.rpartition(".testing.")[0]
    for base in type(owner).__mro__:
        way = resources.get(f"{base.__module__}.{base.__name__}".removeprefix(f"{package}."))
        if way is not None:
            return f"{way}.{own}" if way else own
    return ""


def _call(exchange: Exchange, answer: Answer) -> Call:
    received = exchange.received
    return Call(
        operation=exchange.operation["id"],
        method=received.method,
        path=received.path,
        status=answer.status,
        parameters=exchange.parameters,
        places=exchange.places,
        body=exchange.body,
        content=received.body,
        headers={name.lower(): value for name, value in received.headers},
        faults=exchange.faults,
        answer=answer,
    )


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; a model becomes what the API would have sent."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in cast("Mapping[str, Any]", value).items()}
    return [_plain(inner) for inner in cast("Sequence[Any]", value)] if isinstance(value, (list, tuple)) else value

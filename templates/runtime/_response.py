"""Answers as they came: `with_raw_response`, `with_streaming_response`, and binary content."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar, cast, get_args, get_origin

from ._constants import RAW_RESPONSE_HEADER
from ._exchange import Exchange
from ._http import write_in_thread
from ._request import of_status

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from datetime import timedelta
    from types import TracebackType

    from ._definition import ClientDefinition
    from ._http import URL, HTTPLibrary, Request, Response
    from ._request import Call

T = TypeVar("T")


class AnswerForm(Enum):
    """In which form a call returns its answer: decoded, as it came, or unread. The values are those of the header."""

    DECODED = ""
    RAW = "true"
    STREAMED = "stream"


def asked_form(call: Call, form: AnswerForm) -> tuple[Call, AnswerForm]:
    """Return the form that a call is to be answered in, which a header may say, and the call without that header."""
    headers = call.extra_headers
    if not headers or RAW_RESPONSE_HEADER not in headers:
        return call, form
    others = {name: value for name, value in headers.items() if name != RAW_RESPONSE_HEADER}
    if form is AnswerForm.DECODED:
        form = AnswerForm.RAW if headers[RAW_RESPONSE_HEADER] == AnswerForm.RAW.value else AnswerForm.STREAMED
    return replace(call, extra_headers=others), form


class AnsweringClient(Protocol):
    """What a client is to its answers. What it executes is to be awaited where it is asynchronous."""

    _definition: ClassVar[ClientDefinition]
    _strict_response_validation: bool
    _secret_names: frozenset[str]

    @property
    def _library(self) -> HTTPLibrary: ...
    def _resolve_url(self, call: Call) -> tuple[str, bool]: ...
    def _parse(self, call: Call, response: Response) -> Any: ...
    def _type_of(self, call: Call) -> Any: ...
    def _execute(self, call: Call) -> Any: ...


class BaseAPIResponse:
    """What every kind of raw answer tells. `retries_taken` is the number of tries that failed before."""

    http_response: Response
    retries_taken: int

    def __init__(self, client: AnsweringClient, exchange: Exchange) -> None:
        self.http_response = exchange.response
        self.retries_taken = exchange.retries_taken
        self._client = client
        self._call = exchange.call
        self._parsed_by_type: dict[Any, Any] = {}  # libraries around the SDK put their own streams there

    @property
    def headers(self) -> Any:
        """The headers; names in any case."""
        return self.http_response.headers

    @property
    def http_request(self) -> Request:
        """The request that was answered."""
        return self.http_response.request

    @property
    def status_code(self) -> int:
        """The status."""
        return self.http_response.status_code

    @property
    def url(self) -> URL:
        """The URL that answered."""
        return self.http_response.url

    @property
    def method(self) -> str:
        """The request's method."""
        return self.http_request.method

    @property
    def http_version(self) -> str:
        """The version of HTTP that was spoken."""
        return self.http_response.http_version

    @property
    def elapsed(self) -> timedelta:
        """The time from sending to the end of the answer."""
        return self.http_response.elapsed

    @property
    def is_closed(self) -> bool:
        """Whether the connection was given back."""
        return self.http_response.is_closed

    @property
    def request_id(self) -> str | None:
        """The id that the API gave to the request."""
        return self.http_response.headers.get("x-request-id")

    @property
    def _cast_to(self) -> Any:
        """The type of what `parse()` returns."""
        return self._client._type_of(self._call)

    def _parse(self, to: Any) -> Any:
        if to is str:
            return self.http_response.text
        kind = self._cast_to if to is None else to
        if kind not in self._parsed_by_type:
            self._parsed_by_type[kind] = self._client._parse(_directed(self._call, to), self.http_response)
        return self._parsed_by_type[kind]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} [{self.status_code}]>"


def _bytes_for(call: Call, status: int) -> type[bytes] | None:
    """Return what `parse()` makes of an answer that is binary already: bytes. None for any other."""
    declared = of_status(call.by_status, status, call.returns) if call.by_status else call.returns
    return bytes if hasattr(declared, "of_answer") else None


def _directed(call: Any, to: Any) -> Any:
    """Return `call` with its result as `to`: a type, or a stream of a type."""
    if to is None:
        return call
    origin = get_origin(to) or to
    if isinstance(origin, type) and origin.__name__ in ("Stream", "AsyncStream"):
        return replace(call, stream=True, event=get_args(to)[0] if get_args(to) else None)
    return replace(call, returns=to, stream=False, page=None, unwrap=None, by_status=())


class APIResponse(BaseAPIResponse, Generic[T]):
    """An answer whose body is still to be read."""

    def parse(self, *, to: type[Any] | None = None) -> T:
        """Read the body and return what the method returns otherwise, or the answer as `to`."""
        if not self._call.stream:
            self.read()
        return cast("T", self._parse(_bytes_for(self._call, self.status_code) if to is None else to))

    def read(self) -> bytes:
        """Read and return the whole body."""
        return self.http_response.read()

    def text(self) -> str:
        """Read and return the body as text."""
        self.read()
        return self.http_response.text

    def json(self) -> object:
        """Read the body and decode it as JSON."""
        self.read()
        return cast("object", self.http_response.json())

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the body in pieces."""
        return self.http_response.iter_bytes(chunk_size)

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        """Yield the body in pieces of text."""
        return self.http_response.iter_text(chunk_size)

    def iter_lines(self) -> Iterator[str]:
        """Yield the body line by line."""
        return self.http_response.iter_lines()

    def stream_to_file(self, file: str | os.PathLike[str], *, chunk_size: int | None = None) -> None:
        """Write the body to the file at that path, piece by piece."""
        with Path(file).open("wb") as target:
            target.writelines(self.iter_bytes(chunk_size))

    def close(self) -> None:
        """Give up the rest of the answer."""
        self.http_response.close()


class AsyncAPIResponse(BaseAPIResponse, Generic[T]):
    """An answer whose body is still to be read."""

    async def parse(self, *, to: type[Any] | None = None) -> T:
        """Read the body and return what the method returns otherwise, or the answer as `to`."""
        if not self._call.stream:
            await self.read()
        return cast("T", self._parse(_bytes_for(self._call, self.status_code) if to is None else to))

    async def read(self) -> bytes:
        """Read and return the whole body."""
        return await self.http_response.aread()

    async def text(self) -> str:
        """Read and return the body as text."""
        await self.read()
        return self.http_response.text

    async def json(self) -> object:
        """Read the body and decode it as JSON."""
        await self.read()
        return cast("object", self.http_response.json())

    async def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """Yield the body in pieces."""
        async for piece in self.http_response.aiter_bytes(chunk_size):
            yield piece

    async def iter_text(self, chunk_size: int | None = None) -> AsyncIterator[str]:
        """Yield the body in pieces of text."""
        async for piece in self.http_response.aiter_text(chunk_size):
            yield piece

    async def iter_lines(self) -> AsyncIterator[str]:
        """Yield the body line by line."""
        async for line in self.http_response.aiter_lines():
            yield line

    async def stream_to_file(self, file: str | os.PathLike[str], *, chunk_size: int | None = None) -> None:
        """Write the body to the file at that path, piece by piece."""
        await write_in_thread(file, self.iter_bytes(chunk_size))

    async def close(self) -> None:
        """Give up the rest of the answer."""
        await self.http_response.aclose()


class BinaryAPIResponse(APIResponse[bytes]):
    """A binary answer, read whole."""

    @classmethod
    def of_answer(cls, client: AnsweringClient, call: Call, response: Response) -> BinaryAPIResponse:
        """Return what a method answers that has binary content."""
        return cls(client, Exchange(call=call, response=response, retries_taken=0))

    def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Write the content to the file at that path."""
        self.stream_to_file(file)


class AsyncBinaryAPIResponse(AsyncAPIResponse[bytes]):
    """A binary answer, read whole."""

    @classmethod
    def of_answer(cls, client: AnsweringClient, call: Call, response: Response) -> AsyncBinaryAPIResponse:
        """Return what a method answers that has binary content."""
        return cls(client, Exchange(call=call, response=response, retries_taken=0))

    async def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Write the content to the file at that path."""
        await self.stream_to_file(file)


AnswerT = TypeVar("AnswerT", bound=APIResponse[Any])
AsyncAnswerT = TypeVar("AsyncAnswerT", bound=AsyncAPIResponse[Any])


class ResponseContextManager(Generic[AnswerT]):
    """Sends the request on entering, gives the connection back on leaving."""

    def __init__(self, request: Callable[[], AnswerT]) -> None:
        self._request = request
        self._response: AnswerT | None = None

    def __enter__(self) -> AnswerT:
        self._response = self._request()
        return self._response

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._response is not None:
            self._response.close()


class AsyncResponseContextManager(Generic[AsyncAnswerT]):
    """Sends the request on entering, gives the connection back on leaving."""

    def __init__(self, request: Callable[[], Awaitable[AsyncAnswerT]]) -> None:
        self._request = request
        self._response: AsyncAnswerT | None = None

    async def __aenter__(self) -> AsyncAnswerT:
        self._response = await self._request()
        return self._response

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._response is not None:
            await self._response.close()

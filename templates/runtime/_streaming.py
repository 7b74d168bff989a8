"""Streams: the decoders of server-sent events and of JSON lines, and what iterates over decoded items."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._definition import StreamRule
from ._error_bodies import MEMBER
from ._exceptions import APIConnectionError, APIError, APIResponseValidationError, APITimeoutError, caught_too
from ._http import aread_out, read_out
from ._types import is_mapping

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from types import TracebackType

    from typing_extensions import Self

    from ._http import HTTPLibrary, Response
    from ._request import Call
    from ._response import AnsweringClient

T = TypeVar("T")

BOM = b"\xef\xbb\xbf"
FIELDS = (b"data", b"event", b"id", b"retry")
LONGEST_FIELD = 5
COMMENTS = re.compile(rb"\A(?:\s|:[^\r\n]*)+")
OPENING_BYTES = 65_536
END = b"[DONE]"
"""What many streams of JSON end with, and is no JSON itself."""
RECORD_SEPARATOR = b"\x1e"


class ServerSentEvent:
    """One event. `raw` is its data as bytes; `retry` is in milliseconds."""

    __slots__ = ("event", "id", "raw", "retry")

    def __init__(self, *, event: str | None, raw: bytes, id: str | None, retry: int | None) -> None:
        self.event = event
        self.raw = raw
        self.id = id
        self.retry = retry

    @property
    def data(self) -> str:
        """The data as text."""
        return self.raw.decode("utf-8", "replace")

    def json(self) -> Any:
        """Return the data, decoded. Raises ValueError when it is no JSON."""
        return json.loads(self.raw)

    def __repr__(self) -> str:
        return f"ServerSentEvent(event={self.event!r}, data={self.data!r}, id={self.id!r}, retry={self.retry!r})"


class SSEDecoder:
    """Bytes in any portions, to events. An event that the stream does not finish is dropped, as the standard says."""

    def __init__(self) -> None:
        self._unfinished: list[bytes] = []
        self._started = False
        self._ignored = False
        self._after_cr = False
        self._event = ""
        self._data: list[bytes] = []
        self._id: str | None = None
        self._retry: int | None = None

    def feed(self, chunk: bytes) -> Iterator[ServerSentEvent]:
        """Take the next portion; yield the events that it completes."""
        if self._after_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]
        self._after_cr = chunk.endswith(b"\r")
        if b"\n" not in chunk and b"\r" not in chunk:
            self._hold(chunk)
            return
        for line in self._lines(chunk):
            if line:
                self._field(line)
            elif self._data:
                yield self._dispatch()
            else:
                self._event = ""

    def iter_bytes(self, iterator: Iterator[bytes]) -> Iterator[ServerSentEvent]:
        """Yield the events of a whole stream, for those who have its bytes from elsewhere."""
        for chunk in iterator:
            yield from self.feed(chunk)

    async def aiter_bytes(self, iterator: AsyncIterator[bytes]) -> AsyncIterator[ServerSentEvent]:
        """Yield the events of a whole stream, for those who have its bytes from elsewhere."""
        async for chunk in iterator:
            for event in self.feed(chunk):
                yield event

    def _hold(self, chunk: bytes) -> None:
        """Keep a part of a line that goes on; nothing of a line that says nothing, which may be a whole page."""
        if self._ignored:
            return
        self._unfinished.append(chunk)
        if len(self._unfinished) <= LONGEST_FIELD + len(BOM):
            start = b"".join(self._unfinished)
            if not self._started:
                start = start.removeprefix(BOM)
            if len(start) >= LONGEST_FIELD and not start.startswith(FIELDS):
                self._unfinished = [b":"]
                self._ignored = True

    def _lines(self, chunk: bytes) -> list[bytes]:
        self._unfinished.append(chunk)
        self._ignored = False
        text = b"".join(self._unfinished)
        if not self._started:
            self._started = True
            text = text.removeprefix(BOM)
        lines = text.splitlines()
        self._unfinished = [] if text.endswith((b"\n", b"\r")) else [lines.pop()]
        return lines

    def _field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"data":
            self._data.append(value)
        elif name == b"event":
            self._event = value.decode("utf-8", "replace")
        elif name == b"id":
            if b"\0" not in value:
                self._id = value.decode("utf-8", "replace")
        elif name == b"retry" and value.isdigit():
            self._retry = int(value)

    def _dispatch(self) -> ServerSentEvent:
        raw = self._data[0] if len(self._data) == 1 else b"\n".join(self._data)
        event = ServerSentEvent(event=self._event or None, raw=raw, id=self._id, retry=self._retry)
        self._event = ""
        self._data = []
        self._retry = None
        return event


class LineDecoder:
    """Bytes in any portions, to the JSON texts in them: one a line, or with `separator` one after each of these.

    Empty ones mean nothing.
    """

    def __init__(self, separator: bytes = b"\n") -> None:
        self._separator = separator
        self._unfinished: list[bytes] = []
        self._started = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Take the next portion; yield the texts that it completes."""
        self._unfinished.append(chunk)
        if self._separator in chunk:
            *finished, rest = self._text().split(self._separator)
            self._unfinished = [rest] if rest else []
            yield from filter(None, map(bytes.strip, finished))
        if self._separator != b"\n" and chunk.endswith(b"\n"):
            yield from self._ended_by_line()

    def finish(self) -> Iterator[bytes]:
        """Yield the last text, which nothing has to follow."""
        rest = self._text().strip()
        self._unfinished = []
        if rest:
            yield rest

    def _text(self) -> bytes:
        text = b"".join(self._unfinished)
        if text and not self._started:
            self._started = True
            text = text.removeprefix(BOM)
        return text

    def _ended_by_line(self) -> Iterator[bytes]:
        """A text that ends with its line is given out at once, and not when the next one begins."""
        text = self._text().strip()
        try:
            json.loads(text)
        except ValueError:
            return
        self._unfinished = []
        yield text


class Opening:
    """The first bytes of an answer, kept until it shows that it is a stream: whatever it is called, it may be one."""

    def __init__(self, client: AnsweringClient, response: Response) -> None:
        self._client = client
        self._response = response
        self._pieces: list[bytes] = []
        self._room = OPENING_BYTES

    def keep(self, chunk: bytes) -> None:
        """Add the next portion, as far as there is room for it."""
        if self._room > 0:
            self._pieces.append(chunk[: self._room])
            self._room -= len(chunk)

    def is_no_stream(self) -> bool:
        """Say whether this, in which no event was found, is something else than events that were cut off."""
        line, *_ = self._text().splitlines() or [b""]
        return bool(line) and line.partition(b":")[0] not in FIELDS

    def error(self, where: str) -> APIResponseValidationError:
        """The error that tells what came."""
        from ._decoding import unexpected

        return unexpected(self._client, self._response, self._text(), where)

    def _text(self) -> bytes:
        """Return what was kept, without the comments before it."""
        return COMMENTS.sub(b"", b"".join(self._pieces).removeprefix(BOM)).strip()


class _Reader:
    """Decodes what one answer streams. Once `done`, whatever follows is ignored."""

    def __init__(self, client: AnsweringClient, call: Call, response: Response) -> None:
        from ._models import json_decoder

        self._response = response
        self._event_type = _event_type(client, call)
        self._decode_data = json_decoder(self._event_type, strict=client._strict_response_validation)
        self._opening: Opening | None = Opening(client, response)
        self.done = False

    def read(self, chunk: bytes) -> Iterator[Any]:
        """Yield what `chunk` completes. Raises APIError for an error that the stream reports."""
        if self._opening is not None:
            self._opening.keep(chunk)
        return self._read(chunk)

    def _read(self, chunk: bytes) -> Iterator[Any]:
        raise NotImplementedError


if TYPE_CHECKING:
    _Rule = tuple[bytes, tuple[str | None, ...] | None, str, str | None, bytes]


class EventReader(_Reader):
    """Decodes the events of one answer into their type. Once `done`, whatever follows is ignored.

    A rule is a tuple here: what the data begins with, names, what is done, the member that holds an error, and how that
    is found without decoding the data.
    """

    def __init__(self, client: AnsweringClient, call: Call, response: Response) -> None:
        from ._models import has_envelope

        super().__init__(client, call, response)
        self._rules: list[_Rule] = [
            (rule.data.encode(), rule.events, rule.handle, rule.error, _mark(rule.error))
            for rule in client._definition.stream_rules or (StreamRule(),)
        ]
        self._decoder = SSEDecoder()
        self._envelope = call.event is not None and has_envelope(self._event_type)
        self._is_text, self._may_be_text = self._event_type is str, self._event_type in (str, object)

    def _read(self, chunk: bytes) -> Iterator[Any]:
        for event in self._decoder.feed(chunk):
            if self.done:
                return
            self._opening = None
            raw = event.raw
            for rule in self._rules:
                if raw.startswith(rule[0]) and (rule[1] is None or event.event in rule[1]):
                    break
            else:
                continue
            _, _, handle, error, mark = rule
            if handle == "yield":
                if error is not None and (mark in raw or event.event == error):
                    self._raise_reported(event, error)
                decoded = self._decode(event)
                if decoded is not _ENDED:
                    if decoded is not _NOTHING:
                        yield decoded
                    continue
            elif self._is_passed_over(event, handle, error):
                continue
            self.done = True

    def finish(self) -> Iterator[Any]:
        """Yield nothing: an event that the stream does not finish is dropped.

        Raises APIResponseValidationError when what came was no stream.
        """
        if self._opening is not None and self._opening.is_no_stream():
            raise self._told_otherwise(self._opening)
        return iter(())

    def _is_passed_over(self, event: ServerSentEvent, handle: str, member: str | None) -> bool:
        """Say whether the stream goes on after an event that is not handed on. Raises what an event of errors holds."""
        if handle == "error":
            raise self._told(_body(event), member)
        return handle == "continue"

    def _decode(self, event: ServerSentEvent) -> Any:
        raw = event.raw
        if self._envelope:
            raw = b'{"event":%b,"data":%b}' % (json.dumps(event.event).encode(), raw)
        try:
            decoded = self._decode_data(raw)
        except ValueError as error:
            if event.raw.startswith(END):
                return _ENDED
            if self._is_text:
                return event.data
            if not event.raw.strip():  # sent to keep the connection, or for what else stands beside the data
                return _NOTHING
            if self._may_be_text:
                return event.data
            message = f"An event of the stream is not what was expected: {error}"
            raise _undecodable(self._response, event.raw, message) from error
        return event.data if self._is_text and not isinstance(decoded, str) else decoded

    def _raise_reported(self, event: ServerSentEvent, member: str) -> None:
        """Raise what the data has under `member`; all of the data where that is what the event is called."""
        body = _body(event)
        if is_mapping(body) and body.get(member):
            raise self._told(body, member)
        if event.event == member and (self._envelope or not self._is_declared(body, member)):
            raise self._told(body, member)

    def _is_declared(self, body: object, name: str) -> bool:
        """Say whether the type of the events knows one that calls itself `name`, as `body` does."""
        from ._models import is_tagged

        return is_mapping(body) and is_tagged(self._event_type, body, name)

    def _told_otherwise(self, opening: Opening) -> APIResponseValidationError:
        """The error for an answer that is no stream; what an API says of an error in it is told as in a stream."""
        told = opening.error("where a stream was asked for")
        for _, _, _, member, _ in self._rules:
            if member is not None and is_mapping(told.body) and told.body.get(member):
                reported = self._told(told.body, member)
                return APIResponseValidationError(self._response, reported.body, message=told.message)
        return told

    def _told(self, body: object, member: str | None) -> APIError:
        """The error that stands in the data of an event, under `member` where there is that."""
        error = (body.get(member) if is_mapping(body) and member is not None else None) or body
        told = error.get("message") if is_mapping(error) else error
        message = told if isinstance(told, str) and told.strip() else "An error occurred during streaming"
        return APIError(message, self._response.request, body=body if MEMBER is None else error)


_ENDED = object()
_NOTHING = object()


def _mark(member: str | None) -> bytes:
    """What stands in data that has a member, as it is written in every case."""
    return f'"{member}"'.encode() if member and member.isascii() and member.isidentifier() else b""


def _body(event: ServerSentEvent) -> object:
    try:
        return event.json()
    except ValueError:
        return event.data


class LineReader(_Reader):
    """Decodes the JSON texts of one answer into their type. Once `done`, whatever follows is ignored."""

    def __init__(self, client: AnsweringClient, call: Call, response: Response) -> None:
        super().__init__(client, call, response)
        self._decoder = LineDecoder(RECORD_SEPARATOR) if call.framing == "sequence" else LineDecoder()

    def _read(self, chunk: bytes) -> Iterator[Any]:
        return self._decoded(self._decoder.feed(chunk))

    def finish(self) -> Iterator[Any]:
        """Yield the item that nothing follows."""
        return self._decoded(self._decoder.finish())

    def _decoded(self, texts: Iterator[bytes]) -> Iterator[Any]:
        for text in texts:
            if self.done:
                return
            try:
                item = self._decode_data(text)
            except ValueError as error:
                if self._opening is not None:
                    raise self._opening.error("where a stream was asked for") from error
                message = f"An item of the stream is not what was expected: {error}"
                raise _undecodable(self._response, text, message) from error
            self._opening = None
            yield item


def _undecodable(response: Response, data: bytes, message: str) -> APIResponseValidationError:
    """The error for data that have not their type; for what is no JSON, one that is a JSONDecodeError too."""
    error = APIResponseValidationError(response, data.decode("utf-8", "replace"), message=message)
    try:
        json.loads(data)
    except json.JSONDecodeError as cause:
        return caught_too(error, cause)
    except ValueError:
        pass
    return error


def _event_type(client: AnsweringClient, call: Call) -> Any:
    from ._decoding import type_of

    return object if call.event is None else type_of(client, call.event)


def _reader(client: AnsweringClient, call: Call, response: Response) -> EventReader | LineReader:
    return (EventReader if call.framing is None else LineReader)(client, call, response)


def _read(library: HTTPLibrary, reader: EventReader | LineReader, response: Response) -> Iterator[Any]:
    """Yield the events of an answer, after a first None.

    So the generator has begun when it is given out, and gives the connection back whenever it is dropped: one that
    never began would not.
    """
    try:
        yield None
        if not reader.done:
            chunks = response.iter_bytes()
            for chunk in chunks:
                yield from reader.read(chunk)
                if reader.done:
                    read_out(response, chunks)
                    return
            yield from reader.finish()
    except library.timeout_error as error:
        if not reader.done:
            raise caught_too(APITimeoutError(response.request), error) from error
    except library.connection_errors as error:
        if not reader.done:
            raise caught_too(APIConnectionError(request=response.request), error) from error
    finally:
        response.close()


class Stream(Generic[T]):
    """Events as they arrive.

    Close it, use it in `with`, iterate to its end, or hold it no longer, and the connection is free again.
    """

    response: Response

    def __init__(self, client: AnsweringClient, call: Call, response: Response) -> None:
        self.response = response
        self._reader = _reader(client, call, response)
        self._events: Iterator[T] = _read(client._library, self._reader, response)
        next(self._events)

    def __next__(self) -> T:
        return next(self._events)

    def __iter__(self) -> Iterator[T]:
        return self._events

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give up the rest of the stream."""
        self._reader.done = True
        self.response.close()


async def _aread(library: HTTPLibrary, reader: EventReader | LineReader, response: Response) -> AsyncIterator[Any]:
    """The asynchronous twin of `_read`."""
    try:
        yield None
        if not reader.done:
            chunks = response.aiter_bytes()
            async for chunk in chunks:
                for event in reader.read(chunk):
                    yield event
                if reader.done:
                    await aread_out(response, chunks)
                    return
            for event in reader.finish():
                yield event
    except library.timeout_error as error:
        if not reader.done:
            raise caught_too(APITimeoutError(response.request), error) from error
    except library.connection_errors as error:
        if not reader.done:
            raise caught_too(APIConnectionError(request=response.request), error) from error
    finally:
        await response.aclose()


class AsyncStream(Generic[T]):
    """Events as they arrive.

    Close it, use it in `async with`, iterate to its end, or hold it no longer, and the connection is free again.
    """

    response: Response

    def __init__(self, client: AnsweringClient, call: Call, response: Response) -> None:
        self.response = response
        self._reader = _reader(client, call, response)
        self._events: AsyncIterator[T] = _aread(client._library, self._reader, response)
        with suppress(StopIteration):  # carries the first None, for which nothing has to be awaited
            self._events.__anext__().__await__().__next__()

    async def __anext__(self) -> T:
        return await self._events.__anext__()

    def __aiter__(self) -> AsyncIterator[T]:
        return self._events

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Give up the rest of the stream."""
        self._reader.done = True
        await self.response.aclose()

    aclose = close

"""Answers as they came, in the older form: `parse()` is called alike on both kinds of client.

Part of the packages whose configs ask for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from typing_extensions import deprecated

from ._http import write_in_thread
from ._response import BaseAPIResponse

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator, Iterator

    from typing_extensions import Self

    from ._http import Response
    from ._request import Call
    from ._response import AnsweringClient

T = TypeVar("T")

STREAMS_NOTHING = (
    "Due to a bug, this method doesn't actually stream the response content, "
    "`.with_streaming_response.method()` should be used instead"
)


class LegacyAPIResponse(BaseAPIResponse, Generic[T]):
    """An answer whose body is read, but for a stream. `parse()` returns what the method returns otherwise."""

    def parse(self, *, to: type[Any] | None = None) -> T:
        """Return what the method returns without `with_raw_response`, or the answer as `to`."""
        return cast("T", self._parse(to))

    @property
    def text(self) -> str:
        """The body as text."""
        return self.http_response.text

    @property
    def content(self) -> bytes:
        """The body."""
        return self.http_response.content


class HttpxBinaryResponseContent:
    """A binary answer."""

    response: Response

    def __init__(self, response: Response) -> None:
        self.response = response

    @classmethod
    def of_answer(cls, client: AnsweringClient, call: Call, response: Response) -> Self:
        """Return what a method answers that has binary content."""
        return cls(response)

    @property
    def content(self) -> bytes:
        """The whole content."""
        return self.response.content

    @property
    def text(self) -> str:
        """The content as text."""
        return self.response.text

    @property
    def encoding(self) -> str | None:
        """The text encoding that the answer names."""
        return self.response.encoding

    @property
    def charset_encoding(self) -> str | None:
        """The charset of the answer's content type."""
        return self.response.charset_encoding

    def json(self, **arguments: Any) -> Any:
        """Return the content, decoded as JSON."""
        return self.response.json(**arguments)

    def read(self) -> bytes:
        """Return the whole content."""
        return self.response.read()

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the content in pieces."""
        return self.response.iter_bytes(chunk_size)

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        """Yield the content in pieces of text."""
        return self.response.iter_text(chunk_size)

    def iter_lines(self) -> Iterator[str]:
        """Yield the content line by line."""
        return self.response.iter_lines()

    def iter_raw(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the content in pieces as it was sent, compressed or not."""
        return self.response.iter_raw(chunk_size)

    def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Write the content to the file at that path."""
        with Path(file).open("wb") as target:
            target.writelines(self.response.iter_bytes())

    @deprecated(STREAMS_NOTHING)
    def stream_to_file(self, file: str | os.PathLike[str], *, chunk_size: int | None = None) -> None:
        """Write the content to the file at that path. It is all there already: nothing is streamed."""
        with Path(file).open("wb") as target:
            target.writelines(self.response.iter_bytes(chunk_size))

    def close(self) -> None:
        """Give up the rest of the answer."""
        self.response.close()

    async def aread(self) -> bytes:
        """Return the whole content."""
        return await self.response.aread()

    async def aiter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """Yield the content in pieces."""
        async for piece in self.response.aiter_bytes(chunk_size):
            yield piece

    async def aiter_text(self, chunk_size: int | None = None) -> AsyncIterator[str]:
        """Yield the content in pieces of text."""
        async for piece in self.response.aiter_text(chunk_size):
            yield piece

    async def aiter_lines(self) -> AsyncIterator[str]:
        """Yield the content line by line."""
        async for line in self.response.aiter_lines():
            yield line

    async def aiter_raw(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """Yield the content in pieces as it was sent, compressed or not."""
        async for piece in self.response.aiter_raw(chunk_size):
            yield piece

    @deprecated(STREAMS_NOTHING)
    async def astream_to_file(self, file: str | os.PathLike[str], *, chunk_size: int | None = None) -> None:
        """Write the content to the file at that path. It is all there already: nothing is streamed."""
        await write_in_thread(file, self.response.aiter_bytes(chunk_size))

    async def aclose(self) -> None:
        """Give up the rest of the answer."""
        await self.response.aclose()

"""Sources of request content: open files, paths and iterables, streamed in pieces and never read whole."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterable, Iterable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeGuard, cast

from ._exceptions import SDKError
from ._http import read_in_thread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from ._types import AsyncFile, NamedContent, RawContent

CHUNK = 65_536


class UnreplayableBodyError(SDKError):
    """A body that can be read only once was needed a second time."""


class FileSource:
    """An open file, sent from where it stood, each time anew. It stays open: it belongs to the caller.

    `size` is in bytes, None where it cannot be told in advance.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._start: int | None = None
        self._used = False
        self.size: int | None = None
        try:
            if getattr(file, "seekable", lambda: True)():
                start = file.tell()
                self.size = file.seek(0, os.SEEK_END) - start
                file.seek(start)
                self._start = start
        except (AttributeError, OSError):  # a pipe, a socket, or an object that has only `read`
            self.size = None
        self.replayable = self._start is not None

    def chunks(self) -> Iterator[bytes]:
        """Yield the content."""
        self._rewind()
        while chunk := self._file.read(CHUNK):
            yield _checked(chunk)

    async def achunks(self) -> AsyncIterator[bytes]:
        """Yield the content; a file on disk is read beside the event loop."""
        if isinstance(self._file, io.BytesIO):
            for chunk in self.chunks():
                yield chunk
            return
        self._rewind()
        while chunk := await read_in_thread(self._file.read, CHUNK):
            yield _checked(chunk)

    def _rewind(self) -> None:
        if self._start is not None:
            self._file.seek(self._start)
        elif self._used:
            raise UnreplayableBodyError("the body is a file that cannot be rewound, so it cannot be sent again")
        self._used = True


class AsyncFileSource:
    """An open file whose methods are coroutines, as those of anyio and aiofiles, sent from where it stood.

    Its length is not known in advance. It stays open: it belongs to the caller.
    """

    size: int | None = None

    def __init__(self, file: AsyncFile) -> None:
        self._file = file
        self._start: int | None = None
        self._used = False
        self.replayable = hasattr(file, "seek") and hasattr(file, "tell")

    def chunks(self) -> Iterator[bytes]:
        """Raise TypeError: there is no event loop to read in."""
        raise TypeError("an asynchronous file can be sent by an asynchronous client only")

    async def achunks(self) -> AsyncIterator[bytes]:
        """Yield the content."""
        await self._rewind()
        while chunk := await self._file.read(CHUNK):
            yield _checked(chunk)

    async def _rewind(self) -> None:
        if not self.replayable:
            if self._used:
                raise UnreplayableBodyError("the body is a file that cannot be rewound, so it cannot be sent again")
        elif self._start is None:
            self._start = await cast("Any", self._file).tell()
        else:
            await cast("Any", self._file).seek(self._start)
        self._used = True


class PathSource:
    """A file named by its path, opened each time it is sent. `size` is in bytes."""

    replayable = True

    def __init__(self, path: os.PathLike[str]) -> None:
        self._path = Path(path)
        self.size: int | None = self._path.stat().st_size

    def chunks(self) -> Iterator[bytes]:
        """Yield the content."""
        with self._path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk

    async def achunks(self) -> AsyncIterator[bytes]:
        """Yield the content, read beside the event loop."""
        with self._path.open("rb") as file:
            while chunk := await read_in_thread(file.read, CHUNK):
                yield chunk


class IterableSource:
    """Content that the caller makes piece by piece. An iterator can be sent only once, another iterable again."""

    size: int | None = None

    def __init__(self, pieces: Iterable[bytes] | AsyncIterable[bytes]) -> None:
        self._pieces = pieces
        self._used = False
        self.replayable = not (hasattr(pieces, "__next__") or hasattr(pieces, "__anext__"))

    def chunks(self) -> Iterator[bytes]:
        """Yield the content. Raises TypeError for an asynchronous iterable."""
        self._use()
        if not isinstance(self._pieces, Iterable):
            raise TypeError("an asynchronous iterable can be sent by an asynchronous client only")
        yield from self._pieces

    async def achunks(self) -> AsyncIterator[bytes]:
        """Yield the content."""
        self._use()
        if isinstance(self._pieces, AsyncIterable):
            async for piece in self._pieces:
                yield piece
        else:
            for piece in self._pieces:
                yield piece

    def _use(self) -> None:
        if self._used and not self.replayable:
            raise UnreplayableBodyError("the body is an iterator that is used up, so it cannot be sent again")
        self._used = True


Source = FileSource | AsyncFileSource | PathSource | IterableSource


class Content:
    """A request body in pieces. Iterating it sends it from its start; `size` is in bytes, None where unknown.

    `error` is what the caller's content raised meanwhile.
    """

    def __init__(self, pieces: Sequence[bytes | Source]) -> None:
        self.pieces = pieces
        self.error: Exception | None = None
        self.replayable = all(isinstance(piece, bytes) or piece.replayable for piece in pieces)

    @property
    def size(self) -> int | None:
        """The length of the whole."""
        total = 0
        for piece in self.pieces:
            size = len(piece) if isinstance(piece, bytes) else piece.size
            if size is None:
                return None
            total += size
        return total


class SyncContent(Content):
    """`Content` as a synchronous HTTP client takes it."""

    def __iter__(self) -> Iterator[bytes]:
        try:
            for piece in self.pieces:
                if isinstance(piece, bytes):
                    yield piece
                else:
                    yield from piece.chunks()
        except Exception as error:
            self.error = error
            raise


class AsyncContent(Content):
    """`Content` as an asynchronous HTTP client takes it."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            for piece in self.pieces:
                if isinstance(piece, bytes):
                    yield piece
                else:
                    async for chunk in piece.achunks():
                        yield chunk
        except Exception as error:
            self.error = error
            raise


def raw_pieces(content: RawContent) -> bytes | list[bytes | Source]:
    """Return raw content as bytes, or as the pieces of a streamed body."""
    if isinstance(content, str):
        return content.encode()
    piece = file_piece(content)
    return piece if isinstance(piece, bytes) else [piece]


def file_piece(content: NamedContent) -> bytes | Source:
    """Return the content of one file. Raises TypeError for anything that is no file."""
    if isinstance(content, (bytes, bytearray)):
        return bytes(content)
    if isinstance(content, os.PathLike):
        return PathSource(content)
    if is_async_file(content):
        return AsyncFileSource(content)
    if is_open_file(content):
        return FileSource(content)
    given = type(content).__name__
    if isinstance(content, (AsyncIterable, Iterable)) and not isinstance(content, (str, Mapping)):
        return IterableSource(cast("Iterable[bytes] | AsyncIterable[bytes]", content))
    raise TypeError(f"expected bytes, a file, a path or an iterable of bytes, got {given}")


def is_open_file(value: object) -> TypeGuard[IO[bytes]]:
    """Say whether `value` can be read like a file."""
    return hasattr(value, "read")


def is_async_file(value: object) -> TypeGuard[AsyncFile]:
    """Say whether `value` can be read like a file, by a coroutine."""
    from inspect import iscoroutinefunction

    return iscoroutinefunction(getattr(value, "read", None))


def file_name(content: NamedContent) -> str:
    """Return the name that `content` has by itself."""
    if isinstance(content, os.PathLike):
        return Path(content).name
    name: Any = getattr(content, "name", None)
    return Path(name).name if isinstance(name, str) else "upload"


def file_from_path(path: str) -> tuple[str, bytes]:
    """Return the name and the content of the file at `path`, as an argument for an upload."""
    file = Path(path)
    return file.name, file.read_bytes()


def _checked(chunk: object) -> bytes:
    if not isinstance(chunk, bytes):
        raise TypeError("files to upload must be opened in binary mode")
    return chunk

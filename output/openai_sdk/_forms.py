"""Multipart forms."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from ._files import file_name, file_piece, is_open_file
from ._qs import flatten, member_name
from ._types import NotGiven, Omit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._files import Source
    from ._types import ArrayFormat, FileTypes, NestedFormat

ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


def multipart(
    form: Mapping[str, object],
    *,
    files: tuple[str, ...],
    boundary: str,
    array_format: ArrayFormat,
    nested_format: NestedFormat,
) -> list[bytes | Source]:
    """Return the pieces of a multipart body; `files` are the members of `form` that carry file content."""
    pieces: list[bytes | Source] = []
    text = bytearray()
    delimiter = f"--{boundary}\r\n".encode()
    for headers, content in _parts(form, files, array_format, nested_format):
        text += delimiter + headers + b"\r\n"
        if isinstance(content, bytes):
            text += content
        else:
            pieces += (bytes(text), content)
            text.clear()
        text += b"\r\n"
    text += f"--{boundary}--\r\n".encode()
    pieces.append(bytes(text))
    return pieces


def _parts(
    form: Mapping[str, object], files: tuple[str, ...], array_format: ArrayFormat, nested_format: NestedFormat
) -> Iterator[tuple[bytes, bytes | Source]]:
    for name, value in form.items():
        if isinstance(value, (Omit, NotGiven)):
            continue
        if name in files and value is not None and not isinstance(value, str):
            yield from _file_parts(name, value, array_format)
            continue
        for key, text in flatten(name, value, array_format=array_format, nested_format=nested_format):
            yield _field_headers(key), text.encode()


def _file_parts(name: str, value: object, array_format: ArrayFormat) -> Iterator[tuple[bytes, bytes | Source]]:
    if not _is_file_list(value):
        yield _file_part(name, cast("FileTypes", value))
        return
    for index, file in enumerate(cast("Iterable[FileTypes]", value)):
        yield _file_part(member_name(name, index, array_format), file)


def _is_file_list(value: object) -> bool:
    """Tell a list of files from one file: a tuple that starts with a name, or None, is one file."""
    if isinstance(value, tuple):
        members = cast("tuple[object, ...]", value)
        return not (members and (members[0] is None or isinstance(members[0], str)))
    if isinstance(value, (bytes, bytearray, os.PathLike, Mapping)) or is_open_file(value):
        return False
    return isinstance(value, Iterable)


def _file_part(name: str, file: FileTypes) -> tuple[bytes, bytes | Source]:
    extra: Mapping[str, str] = {}
    media_type: str | None = None
    if isinstance(file, tuple):
        filename, content = file[0], file[1]
        if len(file) > 2:
            media_type = file[2]
        if len(file) > 3:
            extra = file[3]
    else:
        content = file
        filename = file_name(content)
    return _file_headers(name, filename, media_type, extra), file_piece(content)


def _file_headers(name: str, filename: str | None, media_type: str | None, extra: Mapping[str, str]) -> bytes:
    disposition = f'Content-Disposition: form-data; name="{name.translate(ESCAPES)}"'
    if filename is not None:
        disposition += f'; filename="{filename.translate(ESCAPES)}"'
    lines = [disposition]
    given = {key.lower() for key in extra}
    if "content-type" not in given and (media_type is not None or filename is not None):
        lines.append(f"Content-Type: {media_type or _guess_media_type(filename)}")
    lines += [f"{key}: {value}" for key, value in extra.items()]
    for line in lines:
        if "\r" in line or "\n" in line:
            raise ValueError(f"a header of the file part {name!r} contains a line break")
    return "".join(f"{line}\r\n" for line in lines).encode()


def _field_headers(name: str) -> bytes:
    return f'Content-Disposition: form-data; name="{name.translate(ESCAPES)}"\r\n'.encode()


def _guess_media_type(filename: str | None) -> str:
    from mimetypes import guess_type

    guessed = guess_type(filename)[0] if filename else None
    return guessed or "application/octet-stream"

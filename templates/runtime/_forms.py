"""Forms, multipart and urlencoded."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING, cast

from ._files import file_name, file_piece, is_open_file
from ._qs import flatten, is_absent, is_list, member_name, scalar, stringify, styled
from ._types import Encoding, is_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ._files import Source
    from ._types import ArrayFormat, FileTypes, NestedFormat, QueryStyle

ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})
ANY_MEMBER = "*"
_USUAL: Encoding = {}


def urlencoded(
    form: Mapping[str, object],
    *,
    encodings: Mapping[str, Encoding],
    array_format: ArrayFormat | None,
    nested_format: NestedFormat,
    encode_json: Callable[[object], bytes],
) -> str:
    """Return the text of an urlencoded form. Without an `array_format` its members have the standard's style `form`."""
    values: dict[str, object] = dict(form)
    styles: dict[str, QueryStyle] = {} if array_format is not None else dict.fromkeys(form, "form")
    for name, encoding in encodings.items():
        if "style" in encoding:
            styles[name] = encoding["style"]
    for name, style in styles.items():
        value = values.get(name)
        if style == "json" and not (is_absent(value) or isinstance(value, str)):
            values[name] = encode_json(value).decode()
    return stringify(
        values,
        array_format=array_format or "repeat",
        nested_format=nested_format,
        styles=styles,
        reserved=tuple(name for name, encoding in encodings.items() if encoding.get("reserved")),
    )


def multipart(
    form: Mapping[str, object],
    *,
    files: tuple[str, ...],
    further_files: tuple[tuple[str, FileTypes], ...] = (),
    encodings: Mapping[str, Encoding],
    boundary: str,
    array_format: ArrayFormat | None,
    nested_format: NestedFormat,
    encode_json: Callable[[object], bytes],
) -> list[bytes | Source]:
    """Return the pieces of a multipart body; `files` are the members of `form` that may carry file content
    (`*`: all of them). Text stands before files: who reads these as they come knows then what they are for.
    `further_files` come last, several under one name where they have that.

    Without an `array_format` members are written by the standard's defaults: objects as JSON, arrays as a part for each
    of their members.
    """
    parts = _Parts(encodings, array_format, nested_format, encode_json)
    may_be_file = {name: name in files or ANY_MEMBER in files for name in form}
    ordered = sorted(form.items(), key=lambda member: may_be_file[member[0]] and not _is_value(member[1]))
    found = (
        part
        for name, value in ordered
        for part in parts.of(name, value, is_file=name in files, may_be_file=may_be_file[name])
    )
    further = (_file_part(name, file, _USUAL) for name, file in further_files)
    return put_together(chain(found, further), boundary)


def put_together(parts: Iterable[tuple[bytes, bytes | Source]], boundary: str) -> list[bytes | Source]:
    """Return the pieces of a body of parts, each of which is its headers and its content."""
    pieces: list[bytes | Source] = []
    text = bytearray()
    delimiter = f"--{boundary}\r\n".encode()
    for headers, content in parts:
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


class _Parts:
    """Makes the parts of members: their headers and contents."""

    def __init__(
        self,
        encodings: Mapping[str, Encoding],
        array_format: ArrayFormat | None,
        nested_format: NestedFormat,
        encode_json: Callable[[object], bytes],
    ) -> None:
        self._encodings = encodings
        self._array_format: ArrayFormat | None = array_format
        self._nested_format: NestedFormat = nested_format
        self._encode_json = encode_json

    def of(
        self, name: str, value: object, *, is_file: bool, may_be_file: bool
    ) -> Iterator[tuple[bytes, bytes | Source]]:
        """Yield the parts of one member; none where nothing is given.

        It `is_file` where the document says so, and `may_be_file` where that leaves any members to the caller, too.
        """
        if is_absent(value):
            return
        encoding = self._encodings.get(name, _USUAL)
        style = encoding.get("style")
        if is_file and not encoding.get("text"):
            self._refuse_text(name, value)
        if may_be_file and not _is_value(value):
            yield from self._files(name, value, encoding)
        elif style == "json" or (style is None and self._array_format is None):
            for member, inner in self._members(name, value):
                yield self._value(member, inner, encoding)
        else:
            for key, text in self._texts(name, value, style):
                yield _part_headers(key, encoding.get("media_type"), encoding.get("headers")), text.encode()

    def _refuse_text(self, name: str, value: object) -> None:
        """Raise RuntimeError for text or a number where a file is meant, most likely the path of one."""
        for member, file in (
            self._members(name, cast("list[object]", value)) if isinstance(value, list) else ((name, value),)
        ):
            if isinstance(file, (str, int, float)):
                raise RuntimeError(  # noqa: TRY004 - by which the callers of such SDKs know it
                    f"Expected entry at `{member}` to be bytes, an io.IOBase instance, PathLike or a tuple but "
                    f'received {type(file)} instead. Pass open(path, "rb") for the file at a path; see #file-uploads '
                    "in the documentation"
                )

    def _members(self, name: str, value: object) -> Iterator[tuple[str, object]]:
        """Yield a value, or the members of a list, each under its name."""
        if not is_list(value):
            yield name, value
            return
        array_format: ArrayFormat = "repeat" if self._array_format is None else self._array_format
        for index, member in enumerate(cast("Iterable[object]", value)):
            if not is_absent(member):
                yield member_name(name, index, array_format), member

    def _files(self, name: str, value: object, encoding: Encoding) -> Iterator[tuple[bytes, bytes | Source]]:
        for member, file in self._members(name, value) if _is_file_list(value) else ((name, value),):
            if _is_value(file):
                yield self._value(member, file, encoding)
            else:
                yield _file_part(member, cast("FileTypes", file), encoding)

    def _value(self, name: str, value: object, encoding: Encoding) -> tuple[bytes, bytes]:
        """Return the part of one value: text, or JSON where it has members or is to be JSON, which text is already."""
        media_type = encoding.get("media_type")
        has_members = is_mapping(value) or is_list(value) or hasattr(value, "model_dump")
        if has_members:
            media_type = media_type or "application/json"
        is_json = has_members or (encoding.get("style") == "json" and not isinstance(value, str))
        content = self._encode_json(value) if is_json else scalar(value).encode()
        return _part_headers(name, media_type, encoding.get("headers")), content

    def _texts(self, name: str, value: object, style: QueryStyle | None) -> Iterator[tuple[str, str]]:
        """Yield the names and texts of a value by its style, or by the general setting."""
        if style is not None:
            return styled(name, value, style, nested_format=self._nested_format, encode=str)
        return flatten(name, value, array_format=self._array_format or "repeat", nested_format=self._nested_format)


def _is_value(value: object) -> bool:
    """Say whether what may be a file is none: text, a number or an object, or a list of such."""
    if isinstance(value, (str, int, float, Mapping)) or hasattr(value, "model_dump"):
        return True
    members = cast("list[object]", value) if isinstance(value, list) else []
    return bool(members) and all(map(_is_value, members))


def _is_file_list(value: object) -> bool:
    """Tell a list of files from one file: a tuple that starts with a name, or None, is one file."""
    if isinstance(value, tuple):
        members = cast("tuple[object, ...]", value)
        return not (members and (members[0] is None or isinstance(members[0], str)))
    if isinstance(value, (bytes, bytearray, os.PathLike, Mapping)) or is_open_file(value):
        return False
    return isinstance(value, Iterable)


def _file_part(name: str, file: FileTypes, encoding: Encoding) -> tuple[bytes, bytes | Source]:
    filename, media_type, extra, content = described(file, encoding)
    return _part_headers(name, media_type, extra, filename), content


def described(file: FileTypes, encoding: Encoding) -> tuple[str | None, str | None, Mapping[str, str], bytes | Source]:
    """Return the name of a file, its media type unless one of its headers says it, these headers, and its content."""
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
    extra = {**encoding.get("headers", {}), **extra}
    if "content-type" in {key.lower() for key in extra}:
        media_type = None
    elif media_type is None:
        media_type = _file_media_type(filename, encoding.get("media_type"))
    return filename, media_type, extra, file_piece(content)


def _part_headers(
    name: str, media_type: str | None, extra: Mapping[str, str] | None = None, filename: str | None = None
) -> bytes:
    disposition = f'Content-Disposition: form-data; name="{name.translate(ESCAPES)}"'
    if filename is not None:
        disposition += f'; filename="{filename.translate(ESCAPES)}"'
    return header_lines(repr(name), [disposition], media_type, extra)


def header_lines(part: str, lines: list[str], media_type: str | None, extra: Mapping[str, str] | None) -> bytes:
    """Return the headers of a part: `lines`, its media type and further ones. Raises ValueError at line breaks."""
    if media_type is not None:
        lines.append(f"Content-Type: {media_type}")
    if extra:
        lines += [f"{key}: {value}" for key, value in extra.items()]
    for line in lines:
        if "\r" in line or "\n" in line:
            raise ValueError(f"a header of the part {part} contains a line break")
    return "".join(f"{line}\r\n" for line in lines).encode()


def _file_media_type(filename: str | None, allowed: str | None) -> str | None:
    """Return the media type of a file: what its name says, unless the document allows only others."""
    if allowed is None:
        return None if filename is None else _guess_media_type(filename)
    from fnmatch import fnmatchcase

    offered = [each.strip() for each in allowed.split(",")]
    guessed = _guess_media_type(filename)
    if any(fnmatchcase(guessed, each.lower()) for each in offered):
        return guessed
    return next((each for each in offered if "*" not in each), guessed)


def _guess_media_type(filename: str | None) -> str:
    from mimetypes import guess_type

    guessed = guess_type(filename)[0] if filename else None
    return guessed or "application/octet-stream"

"""Queries and bodies as they come, taken apart: pairs of names and texts, and the parts of forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus

_PARAMETER = re.compile(r';\s*([!#$%&\'*+.^_`|~0-9A-Za-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([^;,\s]*))')


class BodyError(Exception):
    """A body is not what its media type says; the message says how."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A name with a text: `raw` as it was sent, still encoded; a part of a form with its media type, and `is_file` with
    the `filename`."""

    name: str
    raw: str
    content: bytes = b""
    media_type: str = ""
    is_file: bool = False
    is_encoded: bool = True
    filename: str = ""

    @property
    def text(self) -> str:
        """The text that is meant."""
        return unquote_plus(self.raw) if self.is_encoded else self.raw

    def texts(self, joint: re.Pattern[str]) -> list[str]:
        """Return the texts that are meant, where something joins several."""
        pieces = joint.split(self.raw)
        return list(map(unquote_plus, pieces)) if self.is_encoded else pieces


def pairs_of(text: str) -> list[Pair]:
    """Return the pairs of a query or of an urlencoded form."""
    split = (piece.partition("=") for piece in text.split("&") if piece)
    return [Pair(unquote_plus(name), raw) for name, _, raw in split]


def cookies_of(header: str) -> list[Pair]:
    """Return the pairs of a `Cookie` header."""
    split = (piece.strip().partition("=") for piece in header.split(";") if piece.strip())
    return [Pair(name, raw, is_encoded=False) for name, _, raw in split]


def media_type_of(header: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return header.partition(";")[0].strip().lower()


def parameters_of(header: str) -> dict[str, str]:
    """Return the parameters of a header's value, names in lower case."""
    return {
        name.lower(): re.sub(r"\\(.)", r"\1", quoted) if quoted else plain
        for name, quoted, plain in _PARAMETER.findall(header)
    }


def parts_of(body: bytes, content_type: str) -> list[Pair]:
    """Return the parts of a multipart body. Raises BodyError where it is none."""
    boundary = parameters_of(content_type).get("boundary")
    if not boundary:
        raise BodyError("a multipart body needs a boundary, which Content-Type names")
    mark = b"--" + boundary.encode()
    pieces = (b"\r\n" + body).split(b"\r\n" + mark)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise BodyError("the last part does not end with the boundary")
    return [_part(piece) for piece in pieces[1:-1]]


def _part(piece: bytes) -> Pair:
    head, separator, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    if not separator:
        raise BodyError("a part has no end of its headers")
    headers: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    said = parameters_of(headers.get("content-disposition", ""))
    filename = said.get("filename", said.get("filename*"))
    return Pair(
        unquote(said.get("name", "")),
        content.decode("utf-8", "replace"),
        content,
        media_type_of(headers.get("content-type", "")),
        is_file=filename is not None,
        is_encoded=False,
        filename=unquote(filename or ""),
    )

"""Python text that is safe to print: the string type that every encoder returns and templates accept."""

from __future__ import annotations

from collections.abc import Iterable

LINE_LENGTH = 120


class Code(str):
    """Text that an encoder made, or that is our own: never text of the document as it stands."""

    __slots__ = ()


def joined(separator: str, parts: Iterable[Code]) -> Code:
    """`str.join` for `Code`. `separator` is our own text."""
    return Code(separator.join(parts))

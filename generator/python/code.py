"""Python text that is safe to print: the string type that every encoder returns and templates accept."""

from __future__ import annotations

LINE_LENGTH = 120
"""The width that generated code is laid out for."""


class Code(str):
    """Text that an encoder made, or that is our own: never text of the document as it stands."""

    __slots__ = ()

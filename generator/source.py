"""Where a thing stands in the input: every object the generator reads or reports carries a `Location`."""

from __future__ import annotations

from generator.values import Value


class Location(Value):
    """A place in an input file.

    `line` and `column` count from 1; `pointer` is the RFC 6901 JSON pointer of the node inside the document ("" is
    its root).
    """

    file: str
    line: int
    column: int
    pointer: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def pointer_token(key: str | int) -> str:
    """Escape one key for use in a JSON pointer."""
    return str(key).replace("~", "~0").replace("/", "~1")


def pointer_name(pointer: str) -> str:
    """The key that a JSON pointer ends in, as it is written."""
    return pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


def pointer_join(base: str, *keys: str | int) -> str:
    """Append keys to a JSON pointer."""
    return base + "".join("/" + pointer_token(key) for key in keys)

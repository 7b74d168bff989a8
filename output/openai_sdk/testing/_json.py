"""JSON as Python has it: what is read and written, and which kind of value one is."""

from __future__ import annotations

import json
from typing import Any, TypeGuard


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Say whether a JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Say whether a JSON value is an array."""
    return isinstance(value, list)


def decoded(text: str) -> Any:
    """Return the value of JSON text. Raises ValueError for what is none, also where Python would take it."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def encoded(value: Any) -> bytes:
    """Return JSON text; half a character, which only JSON can hold, is written as JSON has it."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")

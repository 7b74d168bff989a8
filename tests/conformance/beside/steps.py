"""What the programs here are made of: steps, each of which prints what came of it."""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

# One event loop for all: a client is used in the one that it was first used in.
_LOOP = asyncio.new_event_loop()


def step(name: str, run: Callable[[], Any]) -> None:
    """Print what `run` returns (awaited, or read to its end) or raises."""
    try:
        value = _value(run())
    except Exception as error:
        value = f"raises {type(error).__name__}: {error}"
    print(json.dumps([name, _plain(value)], sort_keys=True), flush=True)


def _value(value: Any) -> Any:
    if inspect.isawaitable(value):
        return _LOOP.run_until_complete(_awaited(value))
    if isinstance(value, AsyncIterator):
        return _LOOP.run_until_complete(_collected(value))
    return list(value) if isinstance(value, Iterator) else value


async def _awaited(value: Any) -> Any:
    return await value


async def _collected(values: AsyncIterator[Any]) -> list[Any]:
    return [value async for value in values]


def _plain(value: Any) -> Any:
    """A value as JSON has it: members by name, whatever their order, without those that are null; JSON in text too."""
    dump = getattr(value, "model_dump", None)
    if callable(dump) and not isinstance(value, type):
        return _plain(dump(mode="json"))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _plain({field.name: getattr(value, field.name) for field in dataclasses.fields(value)})
    match value:
        case dict():
            return {str(name): _plain(member) for name, member in value.items() if member is not None}
        case list() | tuple():
            return [_plain(member) for member in value]
        case str() if value.startswith(("{", "[")):
            return _from_json(value)
        case str() | int() | float() | None:
            return value
    return repr(value)


def _from_json(text: str) -> Any:
    try:
        return _plain(json.loads(text))
    except ValueError:
        return text

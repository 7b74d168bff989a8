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
    except Exception as error:  # noqa: BLE001 - what is raised is compared, too
        value = f"raises {type(error).__name__}: {error}"
    print(json.dumps([name, value], sort_keys=True, default=_plain), flush=True)


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
    """A value as JSON has it: members of models and dataclasses by name, in whatever order they come."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    dump = getattr(value, "model_dump", None)
    return dump(mode="json") if callable(dump) and not isinstance(value, type) else repr(value)

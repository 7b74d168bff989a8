"""What the tests of structured output and of streams share: answers of the API, and models to make of them."""

from __future__ import annotations

import importlib
import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from pydantic import BaseModel

from tests.support.driver import Driver
from tests.support.server import Reply, events


class Weather(BaseModel):
    """The weather of a place."""

    city: str
    degrees: int


@dataclass
class Place:
    """Where somebody is."""

    name: str
    floor: int = 0


def choice(message: dict[str, Any], finish_reason: str = "stop", index: int = 0) -> dict[str, Any]:
    full = {"role": "assistant", "content": None, "refusal": None, **message}
    return {"index": index, "finish_reason": finish_reason, "logprobs": None, "message": full}


def completion(*choices: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": list(choices), **members}


def call(name: str, arguments: str, id: str = "t1") -> dict[str, Any]:
    return {"id": id, "type": "function", "function": {"name": name, "arguments": arguments}}


def text(content: str, **members: Any) -> dict[str, Any]:
    return {"type": "output_text", "text": content, "annotations": [], **members}


def message(*content: dict[str, Any], status: str = "completed") -> dict[str, Any]:
    return {"id": "i1", "type": "message", "role": "assistant", "status": status, "content": list(content)}


def function_call(name: str, arguments: str) -> dict[str, Any]:
    return {"id": "f1", "type": "function_call", "call_id": "c", "name": name, "arguments": arguments}


def response(*output: dict[str, Any], status: str = "completed", **members: Any) -> dict[str, Any]:
    return {
        "id": "r1",
        "object": "response",
        "created_at": 1,
        "status": status,
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "metadata": {},
        "model": "m",
        "output": list(output),
        "parallel_tool_calls": True,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        **members,
    }


def chunk(*choices: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": list(choices),
        **members,
    }


def delta(index: int = 0, finish_reason: str | None = None, logprobs: Any = None, **members: Any) -> dict[str, Any]:
    said = {"index": index, "delta": members, "finish_reason": finish_reason}
    return said if logprobs is None else {**said, "logprobs": logprobs}


def call_delta(index: int, arguments: str, name: str | None = None) -> dict[str, Any]:
    if name is None:
        return {"index": index, "function": {"arguments": arguments}}
    return {"index": index, "id": f"t{index}", "type": "function", "function": {"name": name, "arguments": arguments}}


def token(text: str) -> dict[str, Any]:
    return {"token": text, "logprob": -0.5, "bytes": None, "top_logprobs": []}


def stream_of(*said: dict[str, Any], done: bool = False) -> Reply:
    """The answer that is a stream of these events; chat completions mark its end."""
    sent = [f"data: {json.dumps(event)}\n\n".encode() for event in said]
    return events(*sent, *([b"data: [DONE]\n\n"] if done else []))


def numbered(*said: dict[str, Any]) -> Reply:
    """The stream of a response, whose events are numbered."""
    return stream_of(*({**event, "sequence_number": number} for number, event in enumerate(said)))


def unstated(package: ModuleType) -> dict[str, set[str]]:
    """Where the arguments of `create` and those that the methods which build on it are said to take differ."""
    stated = importlib.import_module(f"{package.__name__}.lib._arguments")
    options = package.RequestOptions.__annotations__.keys()
    client = package.OpenAI(api_key="k")
    found = {}
    for resource, arguments in (
        (client.chat.completions, stated.CompletionArguments),
        (client.responses, stated.ResponseArguments),
    ):
        own = {"response_format", "stream", "text", "text_format", "tools"}
        taken = inspect.signature(resource.create).parameters.keys() - {"options"} - own
        found[arguments.__name__] = taken ^ (arguments.__annotations__.keys() - options)
    return found


@dataclass(frozen=True, slots=True)
class Heard:
    """The events of a stream, and what it returned in the end."""

    events: list[Any]
    final: Any

    def told(self, *kinds: str) -> list[tuple[Any, ...]]:
        """The events as tuples: the type and whatever else they say; only those of these types, if any are given."""
        said = [event for event in self.events if not kinds or event.type in kinds]
        return [tuple(value for value in event.to_dict().values() if value is not None) for event in said]


def listen(api: Driver, start: Callable[[Any], Any], finish: Callable[[Any], Any]) -> Heard:
    """Read a stream to its end."""
    if not api.asynchronous:
        return api.within(start, lambda stream: Heard(list(stream), finish(stream)))  # type: ignore[no-any-return]

    async def use(stream: Any) -> Heard:
        return Heard([event async for event in stream], await finish(stream))

    return api.within(start, use)  # type: ignore[no-any-return]

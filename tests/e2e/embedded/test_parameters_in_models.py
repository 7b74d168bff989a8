"""Types of parameters in the models of users."""

from __future__ import annotations

import gc
import importlib
import json
import warnings
import weakref
from types import ModuleType
from typing import Any

import pytest
from pydantic import create_model

MESSAGES: list[dict[str, Any]] = [
    {"role": "user", "content": [{"type": "text", "text": "hi"}]},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "t", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
    },
    {"role": "tool", "tool_call_id": "t", "content": "x"},
    {"role": "assistant", "content": [{"type": "text", "text": "q"}]},
]
ITEMS: list[dict[str, Any]] = [
    {"role": "user", "content": [{"type": "input_text", "text": "hi"}]},
    {"type": "function_call_output", "call_id": "c", "output": "o"},
]


@pytest.mark.parametrize(
    ("module", "name", "given"),
    [("chat", "ChatCompletionMessageParam", MESSAGES), ("responses", "ResponseInputItemParam", ITEMS)],
)
def test_what_was_given_is_kept(openai_sdk: ModuleType, module: str, name: str, given: list[dict[str, Any]]) -> None:
    """In JSON and as it is, and dumped as often as one likes, without a warning."""
    param = getattr(importlib.import_module(f"{openai_sdk.__name__}.types.{module}"), name)
    conversation = create_model("Conversation", items=(list[param], ...))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        kept = conversation(items=given)
        assert kept.items == given  # type: ignore[attr-defined]
        for _ in range(2):
            assert kept.model_dump() == {"items": given}
            assert json.loads(kept.model_dump_json()) == {"items": given}
        assert conversation.model_validate_json(kept.model_dump_json()) == kept


def test_a_generator_is_read_once(openai_sdk: ModuleType) -> None:
    """Though each kind of message is tried with it."""
    param = importlib.import_module(f"{openai_sdk.__name__}.types.chat").ChatCompletionMessageParam
    conversation = create_model("Conversation", items=(list[param], ...))
    parts: Any = MESSAGES[0]["content"]
    assert conversation(items=[{"role": "user", "content": (p for p in parts)}]).model_dump() == {"items": MESSAGES[:1]}


class Part(dict[str, Any]):
    """A part whose end can be seen."""


def test_what_a_generator_gave_is_not_kept(openai_sdk: ModuleType) -> None:
    """Nothing of the SDK holds on to what callers handed in, once nobody else does."""
    param = importlib.import_module(f"{openai_sdk.__name__}.types.chat").ChatCompletionMessageParam
    conversation = create_model("Conversation", items=(list[param], ...))
    parts: list[Any] = [Part(part) for part in MESSAGES[0]["content"]]
    seen = weakref.ref(parts[0])
    conversation(items=[{"role": "user", "content": (p for p in parts)}])
    assert seen() is parts[0]
    parts.clear()
    gc.collect()
    assert seen() is None


def test_an_iterator_that_cannot_be_watched(openai_sdk: ModuleType) -> None:
    """It is read once, for all kinds of messages that are tried."""
    param = importlib.import_module(f"{openai_sdk.__name__}.types.chat").ChatCompletionMessageParam
    conversation = create_model("Conversation", items=(list[param], ...))
    for _ in range(2):
        kept = conversation(items=[{"role": "user", "content": map(dict, MESSAGES[0]["content"])}])
        assert kept.model_dump()["items"][0]["content"] == MESSAGES[0]["content"]

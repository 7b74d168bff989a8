"""instructor: structured answers by each of its modes, whole and partial, sync and async; hooks, retries, failures."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import instructor
import openai
from pydantic import BaseModel, field_validator

from steps import step


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


class Never(BaseModel):
    """What no answer is."""

    place: str

    @field_validator("place")
    @classmethod
    def refuse(cls, place: str) -> str:
        raise ValueError(f"{place} is no place")


ASKED: Any = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "How is the weather?"}]}
SEEN: Any = {
    **ASKED,
    "messages": [{"role": "user", "content": ["What is this?", instructor.Image.from_url("https://a.example/b.png")]}],
}


def whole(client: Any) -> Any:
    return client.create(response_model=Weather, **ASKED)


def with_completion(client: Any) -> Any:
    return client.create_with_completion(response_model=Weather, **ASKED)


async def partial_later(client: Any) -> Any:
    return [part async for part in client.create_partial(response_model=Weather, **ASKED)]


async def iterable_later(client: Any) -> Any:
    return [part async for part in client.create_iterable(response_model=Weather, **ASKED)]


def refused(client: Any) -> Any:
    """What is known of an answer that is never right."""
    try:
        return client.create(response_model=Never, max_retries=2, **ASKED)
    except instructor.core.InstructorRetryException as error:
        return [type(error).__name__, error.n_attempts, error.last_completion, error.total_usage]


def hooked() -> Any:
    """What hooks are told of a call."""
    client = instructor.from_openai(openai.OpenAI())
    told: list[Any] = []
    client.on("completion:kwargs", lambda *_, **given: told.append(sorted(given)))
    client.on("completion:response", lambda answer, **_: told.append([type(answer).__name__, answer.usage]))
    return [whole(client), told]


MODES = ("TOOLS", "TOOLS_STRICT", "PARALLEL_TOOLS", "JSON_SCHEMA", "RESPONSES_TOOLS", "JSON", "MD_JSON")
for name in MODES:
    mode = getattr(instructor.Mode, name)
    client = instructor.from_openai(openai.OpenAI(), mode=mode)
    later = instructor.from_openai(openai.AsyncOpenAI(), mode=mode)
    if name == "PARALLEL_TOOLS":
        step(name, lambda client=client: client.create(response_model=Iterable[Weather], **ASKED))
        continue
    if name not in ("JSON", "MD_JSON"):  # for which the server's answers are no values
        step(f"{name} create", lambda client=client: whole(client))
        step(f"{name} create with completion", lambda client=client: with_completion(client))
        step(f"{name} partial", lambda client=client: client.create_partial(response_model=Weather, **ASKED))
        step(f"{name} async create", lambda client=later: whole(client))
        step(f"{name} async partial", lambda client=later: partial_later(client))
        step(f"{name} async iterable", lambda client=later: iterable_later(client))
    step(f"{name} iterable", lambda client=client: client.create_iterable(response_model=Weather, **ASKED))
    step(f"{name} refused", lambda client=client: refused(client))
patched = instructor.patch(openai.OpenAI())
step("patch", lambda: patched.chat.completions.create(response_model=Weather, **ASKED))
step("no response model", lambda: patched.chat.completions.create(response_model=None, **ASKED))
provided = instructor.from_provider("openai/gpt-4o-mini")
step("by provider", lambda: provided.create(response_model=Weather, messages=ASKED["messages"]))
provided_later = instructor.from_provider("openai/gpt-4o-mini", async_client=True)
step("by provider later", lambda: provided_later.create(response_model=Weather, messages=ASKED["messages"]))
step("seen", lambda: instructor.from_openai(openai.OpenAI()).create(response_model=Weather, **SEEN))
step("hooks", hooked)
nowhere = openai.OpenAI(base_url=os.environ["OPENAI_BASE_URL"] + "/none", max_retries=0)
step("error", lambda: instructor.from_openai(nowhere).create(response_model=Weather, max_retries=1, **ASKED))

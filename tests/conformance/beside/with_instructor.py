"""instructor: structured answers by each of its modes, whole and partial, sync and async."""

from __future__ import annotations

from typing import Any

import instructor
import openai
from pydantic import BaseModel

from steps import step


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


ASKED: Any = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "How is the weather?"}]}


def whole(client: Any) -> Any:
    return client.create(response_model=Weather, **ASKED)


def with_completion(client: Any) -> Any:
    return client.create_with_completion(response_model=Weather, **ASKED)


async def partial_later(client: Any) -> Any:
    return [part async for part in client.create_partial(response_model=Weather, **ASKED)]


for mode in (instructor.Mode.TOOLS, instructor.Mode.JSON_SCHEMA, instructor.Mode.RESPONSES_TOOLS, instructor.Mode.JSON):
    client = instructor.from_openai(openai.OpenAI(), mode=mode)
    later = instructor.from_openai(openai.AsyncOpenAI(), mode=mode)
    step(f"{mode} create", lambda client=client: whole(client))
    step(f"{mode} create with completion", lambda client=client: with_completion(client))
    step(f"{mode} partial", lambda client=client: client.create_partial(response_model=Weather, **ASKED))
    step(f"{mode} iterable", lambda client=client: client.create_iterable(response_model=Weather, **ASKED))
    step(f"{mode} async create", lambda client=later: whole(client))
    step(f"{mode} async partial", lambda client=later: partial_later(client))
patched = instructor.patch(openai.OpenAI())
step("patch", lambda: patched.chat.completions.create(response_model=Weather, **ASKED))
step("no response model", lambda: patched.chat.completions.create(response_model=None, **ASKED))

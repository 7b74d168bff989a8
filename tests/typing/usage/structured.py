"""Structured output."""

from __future__ import annotations

from dataclasses import dataclass

from openai_sdk import AsyncOpenAI, OpenAI, omit, pydantic_function_tool
from openai_sdk.lib.streaming.chat import ChatCompletionStreamState
from openai_sdk.types.chat import ParsedChatCompletion
from pydantic import BaseModel
from typing_extensions import assert_type


class Weather(BaseModel):
    city: str


@dataclass
class Place:
    name: str


def chat(client: OpenAI) -> None:
    done = client.chat.completions.parse(
        model="m",
        messages=[{"role": "user", "content": "x"}],
        response_format=Weather,
        tools=[pydantic_function_tool(Weather)],
        temperature=omit,
    )
    assert_type(done, ParsedChatCompletion[Weather])
    assert_type(done.choices[0].message.parsed, Weather | None)
    for call in done.choices[0].message.tool_calls or []:
        assert_type(call.function.parsed_arguments, object | None)
    place = client.chat.completions.parse(model="m", messages=[], response_format=Place)
    assert_type(place.choices[0].message.parsed, Place | None)
    plain = client.chat.completions.parse(model="m", messages=[])
    assert_type(plain, ParsedChatCompletion[None])
    raw = client.chat.completions.with_raw_response.parse(model="m", messages=[], response_format=Weather)
    assert_type(raw.parse(), ParsedChatCompletion[Weather])
    with client.chat.completions.stream(model="m", messages=[], response_format=Weather) as stream:
        for event in stream:
            if event.type == "content.delta":
                assert_type(event.snapshot, str)
            elif event.type == "content.done":
                assert_type(event.parsed, Weather | None)
            elif event.type == "chunk":
                assert_type(event.snapshot, ParsedChatCompletion[object])
        assert_type(stream.get_final_completion(), ParsedChatCompletion[Weather])
    with client.chat.completions.stream(model="m", messages=[], response_format={"type": "json_object"}) as s2:
        assert_type(s2.get_final_completion(), ParsedChatCompletion[None])
    state = ChatCompletionStreamState(response_format=Weather)
    for chunk in client.chat.completions.create(model="m", messages=[], stream=True):
        state.handle_chunk(chunk)
    assert_type(state.get_final_completion(), ParsedChatCompletion[Weather])


def responses(client: OpenAI) -> None:
    done = client.responses.parse(model="m", input="x", text_format=Weather, tools=[pydantic_function_tool(Weather)])
    assert_type(done.output_parsed, Weather | None)
    assert_type(done.output_text, str)
    for item in done.output:
        if item.type == "message":
            for content in item.content:
                if content.type == "output_text":
                    assert_type(content.parsed, Weather | None)
        elif item.type == "function_call":
            assert_type(item.parsed_arguments, object)
    with client.responses.stream(model="m", input="x", text_format=Weather) as stream:
        for event in stream:
            if event.type == "response.output_text.delta":
                assert_type(event.snapshot, str)
            elif event.type == "response.output_text.done":
                assert_type(event.parsed, Weather | None)
            elif event.type == "response.completed":
                assert_type(event.response.output_parsed, Weather | None)
        assert_type(stream.get_final_response().output_parsed, Weather | None)
    with client.responses.stream(response_id="r", starting_after=3) as resumed:
        resumed.until_done()
    assert_type(client.responses.create(model="m", input="x").output_text, str)
    raw = client.responses.with_raw_response.parse(model="m", input="x", text_format=Weather)
    assert_type(raw.parse().output_parsed, Weather | None)


async def chat_async(client: AsyncOpenAI) -> None:
    done = await client.chat.completions.parse(model="m", messages=[], response_format=Weather)
    assert_type(done.choices[0].message.parsed, Weather | None)
    async with client.chat.completions.stream(model="m", messages=[], response_format=Weather) as stream:
        async for event in stream:
            if event.type == "content.done":
                assert_type(event.parsed, Weather | None)
        assert_type(await stream.get_final_completion(), ParsedChatCompletion[Weather])
    async with client.responses.stream(model="m", input="x", text_format=Weather) as responding:
        async for told in responding:
            if told.type == "response.output_text.delta":
                assert_type(told.snapshot, str)
        assert_type((await responding.get_final_response()).output_parsed, Weather | None)
    raw = await client.chat.completions.with_raw_response.parse(model="m", messages=[], response_format=Weather)
    assert_type(raw.parse(), ParsedChatCompletion[Weather])


def streaming_faces(client: OpenAI) -> None:
    with client.chat.completions.with_streaming_response.parse(
        model="m", messages=[], response_format=Weather
    ) as answer:
        assert_type(answer.parse(), ParsedChatCompletion[Weather])
    with client.responses.with_streaming_response.parse(model="m", input="x", text_format=Weather) as told:
        assert_type(told.parse().output_parsed, Weather | None)


async def streaming_faces_async(client: AsyncOpenAI) -> None:
    face = client.chat.completions.with_streaming_response
    async with face.parse(model="m", messages=[], response_format=Weather) as answer:
        assert_type(await answer.parse(), ParsedChatCompletion[Weather])

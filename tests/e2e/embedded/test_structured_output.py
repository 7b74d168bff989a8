"""`parse`: answers as objects of the caller's classes."""

from __future__ import annotations

import importlib
import json
from enum import Enum
from types import ModuleType
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tests.e2e.embedded.structured import (
    Place,
    Weather,
    call,
    choice,
    completion,
    function_call,
    message,
    response,
    text,
    unstated,
)
from tests.support.driver import Driver
from tests.support.server import Server, reply_json

OSLO = '{"city": "Oslo", "degrees": 12}'
WEATHER_SCHEMA = {
    "description": "The weather of a place.",
    "properties": {"city": {"title": "City", "type": "string"}, "degrees": {"title": "Degrees", "type": "integer"}},
    "required": ["city", "degrees"],
    "title": "Weather",
    "type": "object",
    "additionalProperties": False,
}


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, openai_sdk: ModuleType, server: Server) -> Driver:
    return Driver(openai_sdk, "OpenAI", server, asynchronous=request.param == "async", api_key="k", max_retries=0)


def parsed(api: Driver, answer: dict[str, Any], **arguments: Any) -> Any:
    """What `chat.completions.parse` makes of an answer."""
    api.server.script(reply_json(answer))
    return api.run(lambda client: client.chat.completions.parse(model="m", messages=[], **arguments))


def responded(api: Driver, answer: dict[str, Any], **arguments: Any) -> Any:
    """What `responses.parse` makes of an answer."""
    api.server.script(reply_json(answer, x_request_id="req_1"))
    return api.run(lambda client: client.responses.parse(model="m", input="x", **arguments))


# Chat completions


def test_content_becomes_an_object(api: Driver) -> None:
    """The strict schema of the class is sent, and every choice holds an instance."""
    done = parsed(
        api, completion(choice({"content": OSLO}), choice({"content": OSLO}, index=1)), response_format=Weather
    )
    assert [c.message.parsed for c in done.choices] == [Weather(city="Oslo", degrees=12)] * 2
    assert done.choices[0].message.content == OSLO
    (request,) = api.server.received
    schema = {"name": "Weather", "strict": True, "schema": WEATHER_SCHEMA}
    assert request.json() == {
        "model": "m",
        "messages": [],
        "stream": False,
        "response_format": {"type": "json_schema", "json_schema": schema},
    }


def test_it_is_a_completion_still(api: Driver, openai_sdk: ModuleType) -> None:
    """With the fields that the API sent, the unknown ones too, and dumps of them all."""
    done = parsed(api, completion(choice({"content": OSLO, "mood": "calm"})), response_format=Weather)
    assert isinstance(done, openai_sdk.types.chat.ChatCompletion)
    assert type(done) is openai_sdk.types.chat.ParsedChatCompletion
    dumped = done.to_dict()["choices"][0]["message"]
    assert dumped["parsed"] == {"city": "Oslo", "degrees": 12}
    assert dumped["mood"] == "calm"
    assert json.loads(done.to_json())["choices"][0]["message"] == dumped


def test_content_becomes_a_dataclass(api: Driver) -> None:
    """Dataclasses serve as well as models."""
    done = parsed(api, completion(choice({"content": '{"name": "Rex", "floor": 2}'})), response_format=Place)
    assert done.choices[0].message.parsed == Place("Rex", 2)
    sent = api.server.received[0].json()["response_format"]["json_schema"]
    assert (sent["name"], sent["schema"]["required"]) == ("Place", ["name", "floor"])


@pytest.mark.parametrize("said", [{"refusal": "No."}, {"content": ""}, {}])
def test_nothing_to_parse(api: Driver, said: dict[str, Any]) -> None:
    """A refusal, or an answer without content, has no object."""
    done = parsed(api, completion(choice(said)), response_format=Weather)
    assert done.choices[0].message.parsed is None


def test_without_a_format_content_stays_text(api: Driver) -> None:
    """Also where the format is one of the API's."""
    for arguments in ({}, {"response_format": {"type": "json_object"}}):
        done = parsed(api, completion(choice({"content": OSLO})), **arguments)
        assert (done.choices[0].message.content, done.choices[0].message.parsed) == (OSLO, None)


@pytest.mark.parametrize("left_out", ["omit", "NOT_GIVEN"])
def test_what_is_left_out(api: Driver, openai_sdk: ModuleType, left_out: str) -> None:
    """Both ways to leave an argument out are understood, for those that `parse` gives a meaning too."""
    value = getattr(openai_sdk, left_out)
    parsed(api, completion(choice({})), response_format=value, tools=value, temperature=value)
    responded(api, response(), text_format=value, tools=value, text=value, temperature=value)
    assert [r.json() for r in api.server.received] == [
        {"model": "m", "messages": [], "stream": False},
        {"model": "m", "input": "x"},
    ]


def test_arguments_become_objects(api: Driver, openai_sdk: ModuleType) -> None:
    """Those of a tool made of a model are an instance, those of another strict tool are decoded, others stay text."""
    strict = {"type": "function", "function": {"name": "add", "strict": True, "parameters": {}}}
    tools = (tool for tool in [openai_sdk.pydantic_function_tool(Weather, name="look"), strict])
    calls = [call("look", OSLO), call("add", '{"a": [1]}'), call("unknown", "{}")]
    done = parsed(api, completion(choice({"tool_calls": calls}, "tool_calls")), tools=tools)
    found = [c.function.parsed_arguments for c in done.choices[0].message.tool_calls]
    assert found == [Weather(city="Oslo", degrees=12), {"a": [1]}, None]
    assert [c.function.arguments for c in done.choices[0].message.tool_calls] == [OSLO, '{"a": [1]}', "{}"]
    assert api.server.received[0].json()["tools"][0] == {
        "type": "function",
        "function": {
            "name": "look",
            "description": "The weather of a place.",
            "strict": True,
            "parameters": WEATHER_SCHEMA,
        },
    }


def test_calls_of_custom_tools_are_kept(api: Driver) -> None:
    """They have text for input, and nothing to parse."""
    custom = {"id": "t1", "type": "custom", "custom": {"name": "shell", "input": "ls"}}
    done = parsed(api, completion(choice({"tool_calls": [custom]}, "tool_calls")))
    assert done.choices[0].message.tool_calls[0].custom.input == "ls"


@pytest.mark.parametrize(
    ("tool", "reason"),
    [
        ({"type": "function", "function": {"name": "add"}}, "`add` is not strict"),
        ({"type": "custom", "custom": {"name": "shell"}}, "Received `custom`"),
    ],
)
def test_tools_must_be_strict(api: Driver, tool: dict[str, Any], reason: str) -> None:
    """What cannot be relied on is refused before anything is sent."""
    with pytest.raises(ValueError, match=reason):
        parsed(api, completion(), tools=[tool])
    assert api.server.received == []


@pytest.mark.parametrize("format_", [int, list[Weather], "Weather"])
def test_other_classes_are_refused(api: Driver, format_: object) -> None:
    """Before anything is sent."""
    with pytest.raises(TypeError, match="neither a pydantic model nor a dataclass"):
        parsed(api, completion(), response_format=format_)
    assert api.server.received == []


def test_a_completion_that_was_cut_off(api: Driver, openai_sdk: ModuleType) -> None:
    """Its beginning is no object; the error holds the completion."""
    usage = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
    with pytest.raises(openai_sdk.LengthFinishReasonError) as caught:
        parsed(api, completion(choice({"content": OSLO[:9]}, "length"), usage=usage), response_format=Weather)
    assert caught.value.completion.usage.completion_tokens == 2
    with pytest.raises(openai_sdk.ContentFilterFinishReasonError):
        parsed(api, completion(choice({"content": OSLO[:9]}, "content_filter")), response_format=Weather)


@pytest.mark.parametrize("content", ['{"city": 1}', "Rain."])
def test_content_that_is_something_else(api: Driver, content: str) -> None:
    """The error is pydantic's own."""
    with pytest.raises(ValidationError, match="Weather"):
        parsed(api, completion(choice({"content": content})), response_format=Weather)


def test_the_helper_is_told(api: Driver) -> None:
    """A header says which method builds on `create`; one of the caller's own wins."""
    format_ = {"response_format": Weather}
    parsed(api, completion(choice({"content": OSLO})), **format_)
    parsed(api, completion(choice({"content": OSLO})), **format_, extra_headers={"X-Stainless-Helper-Method": "mine"})
    told = [request.headers["x-stainless-helper-method"] for request in api.server.received]
    assert told == ["chat.completions.parse", "mine"]


@pytest.mark.parametrize("more", [{}, {"stream": True}])
def test_create_takes_no_classes(api: Driver, more: dict[str, Any]) -> None:
    """A class given to `create` is refused before anything is sent, with the method that takes it."""

    def create(client: Any) -> Any:
        return client.chat.completions.create(model="m", messages=[], response_format=Weather, **more)

    with pytest.raises(TypeError, match=r"You must use `chat\.completions\.parse\(\)` instead"):
        api.run(create)
    with pytest.raises(TypeError, match="the class Place cannot be sent"):
        api.run(lambda client: client.chat.completions.create(model="m", messages=[], response_format=Place))
    assert api.server.received == []


def test_parsed_members_are_not_sent_back(api: Driver, openai_sdk: ModuleType) -> None:
    """A parsed answer in the next request is what the API sent; its own dumps show what was parsed."""
    tool = openai_sdk.pydantic_function_tool(Weather, name="report")
    said = {"content": OSLO, "tool_calls": [call("report", OSLO)]}
    answer = parsed(api, completion(choice(said)), response_format=Weather, tools=[tool]).choices[0].message
    assert answer.to_dict()["parsed"] == json.loads(OSLO)
    api.server.script(reply_json(completion()))
    api.run(lambda client: client.chat.completions.create(model="m", messages=[answer]))
    assert json.loads(api.server.received[-1].body)["messages"] == [{"role": "assistant", "refusal": None, **said}]

    items = [message(text(OSLO)), function_call("report", OSLO)]
    output = responded(api, response(*items), text_format=Weather, tools=[tool]).output
    assert [item.to_dict() == sent for item, sent in zip(output, items, strict=True)] == [False, False]
    api.server.script(reply_json(response()))
    api.run(lambda client: client.responses.create(model="m", input=output))
    assert json.loads(api.server.received[-1].body)["input"] == items


def test_a_raw_answer(api: Driver) -> None:
    """Its `parse()` returns the parsed completion; as another type it is what the API sent."""
    api.server.script(reply_json(completion(choice({"content": OSLO}))))
    raw = api.run(
        lambda client: client.chat.completions.with_raw_response.parse(model="m", messages=[], response_format=Weather)
    )
    assert raw.parse().choices[0].message.parsed == Weather(city="Oslo", degrees=12)
    assert "parsed" not in raw.parse(to=dict[str, Any])["choices"][0]["message"]


def test_streaming_is_for_stream(api: Driver) -> None:
    """`parse` cannot be asked for a stream."""
    with pytest.raises(TypeError, match="stream"):
        parsed(api, completion(), stream=True)


# Responses


def test_text_becomes_an_object(api: Driver) -> None:
    """The strict schema of the class is sent beside what else is said of text; the first object is at hand."""
    other = '{"city": "Rome", "degrees": 30}'
    answer = response(message({"type": "refusal", "refusal": "No."}), message(text(OSLO), text(other)))
    done = responded(api, answer, text_format=Weather, text={"verbosity": "low"})
    assert done.output_parsed == Weather(city="Oslo", degrees=12)
    assert [part.parsed for part in done.output[1].content] == [done.output_parsed, Weather(city="Rome", degrees=30)]
    assert done.output_text == OSLO + other
    assert done._request_id == "req_1"
    assert api.server.received[0].json() == {
        "model": "m",
        "input": "x",
        "text": {
            "verbosity": "low",
            "format": {"type": "json_schema", "name": "Weather", "strict": True, "schema": WEATHER_SCHEMA},
        },
    }


def test_a_response_may_be_asked_not_to_stream(api: Driver) -> None:
    """As code does that says so of every call."""
    responded(api, response(message(text(OSLO))), text_format=Weather, stream=False)
    assert api.server.received[0].json()["stream"] is False


def test_it_is_a_response_still(api: Driver, openai_sdk: ModuleType) -> None:
    """Also in dumps, which hold the objects."""
    done = responded(api, response(message(text(OSLO)), function_call("look", "{}")), text_format=Weather)
    assert isinstance(done, openai_sdk.types.responses.Response)
    assert type(done) is openai_sdk.types.responses.ParsedResponse
    first, second = done.to_dict()["output"]
    assert first["content"][0]["parsed"] == {"city": "Oslo", "degrees": 12}
    assert second["parsed_arguments"] is None


def test_arguments_of_function_calls(api: Driver, openai_sdk: ModuleType) -> None:
    """Tools made for chat completions serve here too; tools that are not strict do no harm."""
    loose = {"type": "function", "name": "loose", "strict": False, "parameters": {}}
    tools = [openai_sdk.pydantic_function_tool(Weather), loose, {"type": "web_search"}]
    calls = [function_call("Weather", OSLO), function_call("loose", "{}")]
    done = responded(api, response(*calls), tools=tools)
    assert [item.parsed_arguments for item in done.output] == [Weather(city="Oslo", degrees=12), None]
    flat = {
        "type": "function",
        "name": "Weather",
        "description": "The weather of a place.",
        "strict": True,
        "parameters": WEATHER_SCHEMA,
    }
    assert api.server.received[0].json()["tools"] == [flat, loose, {"type": "web_search"}]


def test_items_without_text(api: Driver) -> None:
    """What is neither a message nor a function call is kept as it is, and so is what nobody has heard of."""
    thought = {"id": "i2", "type": "reasoning", "summary": []}
    done = responded(api, response(thought, {"type": "brand_new", "a": 1}), text_format=Weather)
    assert [item.type for item in done.output] == ["reasoning", "brand_new"]
    assert (done.output_parsed, done.output_text) == (None, "")


@pytest.mark.parametrize(
    ("reason", "error"),
    [("max_output_tokens", "LengthFinishReasonError"), ("content_filter", "ContentFilterFinishReasonError")],
)
def test_a_response_that_was_cut_off(api: Driver, openai_sdk: ModuleType, reason: str, error: str) -> None:
    """What its beginning says is no object: the error says why, and not that it is no JSON."""
    said = {"status": "incomplete", "incomplete_details": {"reason": reason}}
    cut = response(message(text(OSLO[:9]), status="incomplete"), **said)
    with pytest.raises(getattr(openai_sdk, error)):
        responded(api, cut, text_format=Weather)
    assert responded(api, cut).output_text == OSLO[:9]
    with pytest.raises(ValidationError):
        responded(api, response(message(text(OSLO[:9]))), text_format=Weather)


def test_two_formats_are_refused(api: Driver) -> None:
    """One of them would be ignored."""
    with pytest.raises(TypeError, match="not both"):
        responded(api, response(), text_format=Weather, text={"format": {"type": "text"}})


def test_a_raw_response(api: Driver) -> None:
    """Its `parse()` returns the parsed response."""
    api.server.script(reply_json(response(message(text(OSLO)))))
    raw = api.run(lambda client: client.responses.with_raw_response.parse(model="m", input="x", text_format=Weather))
    assert raw.parse().output_parsed == Weather(city="Oslo", degrees=12)


def test_text_of_plain_responses(api: Driver) -> None:
    """`output_text` is there without `parse`, and in no dump."""
    api.server.script(reply_json(response(message(text("Hel"), text("lo")))))
    done = api.run(lambda client: client.responses.create(model="m", input="x"))
    assert done.output_text == "Hello"
    assert "output_text" not in done.to_dict()


@pytest.mark.parametrize(
    "item",
    [
        message(text("no"), status="x") | {"content": None},
        {"type": "message"},
        {"a": 1},
        None,
        message({"type": "output_text", "text": None}),
    ],
)
def test_text_beside_what_has_none(api: Driver, item: Any) -> None:
    """Messages without content, texts that are null and items of no type say nothing, and stand in no way."""
    api.server.script(reply_json(response(item, message(text("Hello")))))
    assert api.run(lambda client: client.responses.create(model="m", input="x")).output_text == "Hello"


# Arguments and schemas


def test_arguments_are_those_of_create(openai_sdk: ModuleType) -> None:
    """What `create` takes, the methods that build on it take too: types, which are stated once, know of all of it."""
    assert unstated(openai_sdk) == {"CompletionArguments": set(), "ResponseArguments": set()}


class Color(Enum):
    """A color."""

    RED = "red"
    BLUE = "blue"


class Leaf(BaseModel):
    color: Color = Field(description="Its color.")
    size: int | None = None


class Tree(BaseModel):
    leaf: Annotated[Leaf, Field(description="One leaf.")]
    leaves: list[Leaf]
    trees: list[Tree]
    pair: tuple[int, Leaf]
    either: Leaf | str


class Loop(BaseModel):
    inner: Loop = Field(description="Without end.")


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")

    name: str = "x"


LEAF = {
    "properties": {
        "color": {"description": "Its color.", "enum": ["red", "blue"], "title": "Color", "type": "string"},
        "size": {"anyOf": [{"type": "integer"}, {"type": "null"}], "title": "Size"},
    },
    "required": ["color", "size"],
    "title": "Leaf",
    "type": "object",
    "additionalProperties": False,
}


@pytest.fixture
def strict(openai_sdk: ModuleType) -> Any:
    return importlib.import_module(f"{openai_sdk.__name__}.lib._pydantic").to_strict_json_schema


def test_every_property_is_required(strict: Any) -> None:
    """Whatever its default; null is no default, and what stands beside a reference is joined with what it means."""
    found = strict(Leaf)
    del found["$defs"]
    assert found == LEAF


def test_schemas_within_schemas(strict: Any) -> None:
    """Wherever they stand."""
    found = strict(Tree)["properties"]
    assert found["leaf"]["required"] == ["color", "size"]
    assert (found["leaf"]["description"], found["leaf"]["additionalProperties"]) == ("One leaf.", False)
    assert found["leaves"]["items"] == {"$ref": "#/$defs/Leaf"}
    assert found["pair"]["prefixItems"][1] == {"$ref": "#/$defs/Leaf"}
    assert strict(Tree)["$defs"]["Leaf"]["required"] == ["color", "size"]


def test_a_schema_that_contains_itself(strict: Any) -> None:
    """The reference stays where its meaning would have no end."""
    found = strict(Loop)
    assert found["properties"]["inner"] == {"$ref": "#/$defs/Loop"}
    json.dumps(found)


def test_formats_of_the_module_of_completions(openai_sdk: ModuleType) -> None:
    """Libraries around the SDK take it for structured output only where its module has this."""
    module = importlib.import_module(f"{openai_sdk.__name__}.resources.chat.completions.completions")
    assert module._type_to_response_format(Weather)["json_schema"]["schema"] == WEATHER_SCHEMA
    assert module._type_to_response_format({"type": "json_object"}) == {"type": "json_object"}


def test_whether_a_format_is_a_model(openai_sdk: ModuleType) -> None:
    """Libraries around the SDK ask the module that makes formats."""
    completions = importlib.import_module(f"{openai_sdk.__name__}.lib._parsing")._completions
    assert completions.is_basemodel_type(Weather)
    assert not completions.is_basemodel_type({"type": "json_object"})


def test_formats_belong_to_the_caller(openai_sdk: ModuleType) -> None:
    """What is done to one of them does not show in the next."""
    parsing = importlib.import_module(f"{openai_sdk.__name__}.lib._parsing")
    made = parsing.type_to_response_format_param(Weather)
    made["json_schema"]["schema"]["properties"].clear()
    assert parsing.type_to_response_format_param(Weather)["json_schema"]["schema"] == WEATHER_SCHEMA
    assert parsing.type_to_text_format_param(Weather)["schema"] == WEATHER_SCHEMA


def test_open_models_are_closed(strict: Any) -> None:
    """Structured output takes no others: neither by themselves nor inside of others. Maps stay what they are."""
    found = strict(Open)
    assert (found["additionalProperties"], found["required"]) == (False, ["name"])
    assert found["properties"]["name"]["default"] == "x"
    assert strict(TypeAdapter(list[Open]))["$defs"]["Open"]["additionalProperties"] is False
    assert strict(TypeAdapter(dict[str, int]))["additionalProperties"] == {"type": "integer"}


class Cat(BaseModel):
    kind: Literal["cat"]


class Dog(BaseModel):
    kind: Literal["dog"]


class Zoo(BaseModel):
    pet: Cat | Dog = Field(discriminator="kind", description="Which.")
    pets: list[Annotated[Cat | Dog, Field(discriminator="kind")]]


def test_unions_that_a_property_tells_apart(strict: Any) -> None:
    """Structured output knows `anyOf` only, and no `discriminator`."""
    found = strict(Zoo)["properties"]
    members = [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}]
    assert found["pet"] == {"anyOf": members, "description": "Which.", "title": "Pet"}
    assert found["pets"]["items"] == {"anyOf": members}


def test_schemas_of_adapters(strict: Any) -> None:
    """A TypeAdapter is taken as it is; other things have no schema."""
    assert strict(TypeAdapter(list[Open]))["items"] == {"$ref": "#/$defs/Open"}
    for other in (int, Place, Weather(city="Oslo", degrees=1)):
        with pytest.raises(TypeError):
            strict(other)

"""The code samples: which there are, that they are well-formed and formatted, and where their values come from."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.ir.declarations import ObjectParams
from generator.ir.operations import JsonBody, JsonResponse, Operation, Place
from generator.ir.types import Anything, ListOf, LiteralOf, MapOf, Nullable, Primitive, PrimitiveKind, TypeExpr, UnionOf
from generator.python.code import Code
from generator.render.docs import SampleKind, first_samples, samples
from generator.render.docs.layout import WIDTH, Group, lay_out
from generator.render.docs.samples import Method, Samples
from generator.render.docs.values import Values
from tests.unit.docs.zoo import (
    BOOLEAN,
    CREATE,
    DECLARATIONS,
    FILE,
    FOOD_PARAM,
    HERE,
    INTEGER,
    LIST,
    NODE,
    PACKAGE,
    PHOTO,
    RETRIEVE,
    SPECIES,
    STRING,
    WATCH,
    example,
    field,
    named,
    parameter,
)

NUMBER = Primitive(kind=PrimitiveKind.NUMBER)
VALUES = Values(DECLARATIONS)


def test_every_operation_has_its_samples() -> None:
    """A sync, an async and a raw one each, and the first two again where the stream has to be asked for."""
    kinds: dict[str, list[str]] = {}
    for sample in samples(PACKAGE):
        kinds.setdefault(sample.operation_id, []).append(sample.kind.value)
    all_three = ["sync", "async", "raw"]
    assert kinds == {
        "note_note": all_three,
        "createAnimal": ["sync", "async", "sync-stream", "async-stream", "raw"],
        "retrieve_animals_{animal_id}": all_three,
        "list_animals": all_three,
        "delete_animals_{animal_id}": all_three,
        "watch_animals_watch": all_three,
        "create_zoos_{zoo_id}_animals_{animal_id}_photos": all_three,
        "clients.md": ["guide"],
        "raw-answers.md": ["guide"],
        "retries.md": ["guide"],
        "testing.md": ["guide"],
        "errors.md": ["guide"],
        "webhooks.md": ["guide"],
    }


def test_samples_are_formatted_python(tmp_path: Path) -> None:
    """They parse, and ruff's formatter and import order have nothing to change."""
    for number, sample in enumerate(samples(PACKAGE)):
        (tmp_path / f"sample_{number}.py").write_text(f"{sample.code}\n", encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    settings = ["--isolated", "--no-cache", f"--line-length={WIDTH}", str(tmp_path)]
    formatted = subprocess.run([*ruff, "format", "--diff", *settings], capture_output=True, text=True, check=False)
    assert (formatted.returncode, formatted.stdout) == (0, "")
    linted = subprocess.run([*ruff, "check", "--select=E,F,I", *settings], capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout


def test_the_first_samples_show_the_package() -> None:
    """It is the operation that takes a body with an example and answers with a model; without operations, none."""
    assert [(s.operation_id, s.kind.value) for s in first_samples(PACKAGE)] == [
        ("createAnimal", "sync"),
        ("createAnimal", "async"),
    ]
    assert first_samples(replace(PACKAGE, resources=(), client_operations=())) == ()


def call_of(operation: Operation) -> str:
    """The sync call of an operation, on one line where it fits."""
    return lay_out(Samples(PACKAGE).call(Method(("animals",), operation)))


def test_arguments_come_from_the_example_where_they_fit() -> None:
    """`owner` has the wrong type and `unknown` is no argument: both are left out. Text is escaped."""
    code = call_of(CREATE)
    assert 'food=[{"kind": "meat", "grams": 200}, "milk"]' in code
    assert "from_='a \"quoted\" \\u202e {{ name }}'" in code
    assert "owner" not in code
    assert "unknown" not in code
    assert "stream" not in code


def test_path_parameters_come_from_the_answers_example() -> None:
    """The last one is its id, the others are members of their own name, and what is unknown is called what it is."""
    assert call_of(RETRIEVE) == 'client.animals.retrieve("animal-1")'
    assert call_of(PHOTO).startswith('client.animals.create(\n    "animal_id",\n    zoo_id="zoo-1",\n')


def test_an_argument_that_does_not_fit_is_made_anew() -> None:
    """A required argument always has a value of its type."""
    wrong = replace(CREATE, request_example=example({"species": 1}))
    assert call_of(wrong) == 'client.animals.create(species="cat")'
    assert call_of(replace(CREATE, request_example=example([1]))) == 'client.animals.create(species="cat")'


def test_arguments_of_an_optional_body_may_be_left_out() -> None:
    """What the body requires is required of the method only if the body is."""
    body = JsonBody(required=False, fields=(field("species", SPECIES),))
    assert call_of(replace(CREATE, body=body, request_example=None)) == "client.animals.create()"


def test_the_client_gets_what_the_environment_cannot_give() -> None:
    """Required options without a variable are passed, and a base URL where the document names no server."""
    client = replace(PACKAGE.client, servers=())
    code = Samples(replace(PACKAGE, client=client)).code(Method((), LIST), SampleKind.SYNC)
    assert 'client = Zoo(region="region", base_url="https://api.example.com")' in code


def test_a_result_takes_no_name_that_is_in_use() -> None:
    """A type called Client does not replace the client."""
    operation = replace(RETRIEVE, response=JsonResponse(type=named("x", "Client")))
    code = Samples(PACKAGE).code(Method((), operation), SampleKind.SYNC)
    assert code.endswith('result = client.retrieve("animal-1")\nprint(result)')


def test_streams_are_iterated() -> None:
    """An operation that always streams is shown once each way."""
    code = Samples(PACKAGE).code(Method(("animals",), WATCH), SampleKind.ASYNC)
    assert "    events = await client.animals.watch()\n    async for event in events:\n        print(event)" in code


def flat(expression: Code | Group | None) -> str | None:
    return None if expression is None else lay_out(expression)


@pytest.mark.parametrize(
    ("value", "type", "expected"),
    [
        ("a", STRING, '"a"'),
        (1, STRING, None),
        (True, INTEGER, None),
        (1, NUMBER, "1"),
        (1.5, INTEGER, None),
        (1, BOOLEAN, None),
        (None, Primitive(kind=PrimitiveKind.NULL), "None"),
        (None, STRING, None),
        (None, Nullable(inner=STRING), "None"),
        ("a", LiteralOf(values=("a",)), '"a"'),
        ("b", LiteralOf(values=("a",)), None),
        ("b", LiteralOf(values=("a",), open=True), '"b"'),
        (True, LiteralOf(values=(1,)), None),
        ([1, 2], ListOf(item=INTEGER), "[1, 2]"),
        ([1, "x"], ListOf(item=INTEGER), None),
        ({"k": 1}, MapOf(value=INTEGER), '{"k": 1}'),
        ({"k": "x"}, MapOf(value=INTEGER), None),
        (1, UnionOf(variants=(STRING, INTEGER)), "1"),
        (None, UnionOf(variants=(STRING, INTEGER)), None),
        ({"a": [None, 1.5, "x", {}]}, Anything(), '{"a": [None, 1.5, "x", {}]}'),
        ([{}], UnionOf(variants=(ListOf(item=STRING), ListOf(item=MapOf(value=STRING)))), None),
        (["x"], UnionOf(variants=(ListOf(item=STRING), ListOf(item=MapOf(value=STRING)))), '["x"]'),
        ([{}], UnionOf(variants=(STRING, ListOf(item=MapOf(value=STRING)))), "[{}]"),
        ("@image.png", FILE, 'Path("file.bin")'),
        ("é", Primitive(kind=PrimitiveKind.BINARY), 'b"\\xc3\\xa9"'),
        ({"kind": "meat", "grams": 1}, FOOD_PARAM, '{"kind": "meat", "grams": 1}'),
        ({"kind": "meat"}, FOOD_PARAM, None),
        ({"kind": "meat", "grams": 1, "more": 1}, FOOD_PARAM, None),
        ({"species": "dog", "more": "x"}, named("zoo.animal_param", "AnimalParam"), '{"species": "dog", "more": "x"}'),
        ({"species": "dog", "more": 1}, named("zoo.animal_param", "AnimalParam"), None),
    ],
)
def test_examples_are_used_only_where_they_fit(value: Any, type: TypeExpr, expected: str | None) -> None:
    """A JSON value becomes an expression that type checkers accept, or none at all."""
    assert flat(VALUES.express(value, type)) == expected


@pytest.mark.parametrize(
    ("type", "expected"),
    [
        (STRING, '"thing"'),
        (Primitive(kind=PrimitiveKind.STRING, format="date"), '"2025-01-31"'),
        (INTEGER, "1"),
        (NUMBER, "1.0"),
        (BOOLEAN, "True"),
        (FILE, 'Path("file.bin")'),
        (LiteralOf(values=("b", "a")), '"b"'),
        (LiteralOf(values=(), open=True), '"thing"'),
        (ListOf(item=INTEGER), "[1]"),
        (MapOf(value=STRING), '{"key": "thing"}'),
        (Nullable(inner=STRING), '"thing"'),
        (UnionOf(variants=(INTEGER, STRING)), "1"),
        (Anything(), '"thing"'),
        (FOOD_PARAM, '{"kind": "meat", "grams": 1}'),
        (NODE, '{"value": "value", "next": None, "all": []}'),
    ],
)
def test_values_are_made_from_types(type: TypeExpr, expected: str) -> None:
    """No more than the type requires, and recursive types come to an end."""
    assert flat(VALUES.synthesise(type, "thing")) == expected


def test_a_type_without_a_finite_value_stops() -> None:
    """An object that requires itself cannot be written down; the sample says so by an empty one."""
    endless = ObjectParams(
        name="Endless", module="endless", location=HERE, fields=(field("more", named("endless", "Endless")),)
    )
    assert flat(Values([endless]).synthesise(named("endless", "Endless"), "x")) == "{}"


def test_layout_breaks_only_what_is_too_long() -> None:
    """A group goes on one line where it fits in its place, and takes a line an item otherwise."""
    inner = Group("[", tuple(("", Code(f'"{"x" * 20}"')) for _ in range(3)), "]")
    assert lay_out(inner, before="a = ").count("\n") == 0
    outer = Group("f(", (("first=", inner), ("second=", inner)), ")")
    assert lay_out(outer).count("\n") == 3
    assert lay_out(outer, indent=20).count("\n") == 11
    assert lay_out(Group("f(", (), ")"), before="x" * 100) == "x" * 100 + "f()"


def test_one_parameter_name_may_be_several_things() -> None:
    """Only path parameters are looked up in the answer: a query parameter of the same name is not the id."""
    operation = replace(
        RETRIEVE,
        parameters=(parameter("animal_id", Place.PATH), parameter("id", Place.QUERY)),
    )
    assert call_of(operation) == 'client.animals.retrieve("animal-1")'

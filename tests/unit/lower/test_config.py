"""What the config decides: names, pages, aliases, envelopes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.config.load import read_config
from generator.config.model import Config
from generator.diagnostics import Diagnostics
from generator.document.nodes import Sources
from generator.ir.operations import BinaryResponse, JsonResponse, ResponseCase, ResponseCases, TextResponse
from generator.ir.types import Named, Primitive, PrimitiveKind, UnionOf
from generator.ledger import Ledger
from tests.unit.lower.conftest import Built

Make = Callable[..., Built]

PETS = """
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/PetList'}}}}
components:
  schemas:
    PetList:
      type: object
      properties:
        data: {type: array, items: {type: object, properties: {id: {type: string}, kind: {enum: [cat, dog]}}}}
"""


@pytest.fixture
def config(tmp_path: Path) -> Callable[[str], Config]:
    """Read a config from its text."""

    def read(text: str) -> Config:
        path = tmp_path / "config.yaml"
        path.write_text(text)
        return read_config(path, sources=Sources(), diagnostics=Diagnostics(), ledger=Ledger())

    return read


def test_methods_move_and_have_second_names(built: Make, config: Callable[[str], Config]) -> None:
    """A method goes where the config puts it; an alias is the same operation under another name."""
    said = config("resources: {zoo: {methods: {animals: get /pets, all: {type: alias, to: animals}}}}")
    found = built(PETS, said)
    assert sorted(found.operations) == ["zoo.all", "zoo.animals"]
    assert found.ledger.generated["operation"] == found.ledger.read["operation"] == 1


def test_an_alias_of_nothing_is_reported(built: Make, config: Callable[[str], Config]) -> None:
    """A second name for a method that there is not."""
    found = built(PETS, config("resources: {pets: {methods: {all: {type: alias, to: enumerate}}}}"))
    assert found.codes == ["unmatched-config"]


def test_inline_schemas_can_be_named(built: Make, config: Callable[[str], Config]) -> None:
    """A schema in the middle of another becomes a public type of the resource's package."""
    pointer = "#/components/schemas/PetList/properties/data/items"
    said = config(
        "resources: {zoo: {subresources: {pets: {models: "
        f"{{pet: '{pointer}', kind: '{pointer}/properties/kind'}}}}}}}}}}"
    )
    declared = built(PETS, said).declarations
    assert {"zoo.pet.Pet", "zoo.kind.Kind", "pet_list.PetList", "pet_list_response.PetListResponse"} == set(declared)
    assert declared["zoo.pet.Pet"].public


def test_models_have_second_names(built: Make, config: Callable[[str], Config]) -> None:
    """An alias of a model is a type alias."""
    said = config("resources: {pets: {models: {pets: PetList, herd: {type: alias, to: pets}}}}")
    declared = built(PETS, said).declarations
    assert declared["herd.Herd"].type == Named(module="pets", name="Pets")  # type: ignore[union-attr]  # an alias


def test_an_envelope_is_opened(built: Make, config: Callable[[str], Config]) -> None:
    """The named property is the result."""
    response = built(PETS, config("settings: {unwrap_response_fields: [data]}")).operations["pets.list"].response
    assert isinstance(response, JsonResponse) and response.unwrap == "data"
    assert response.type == Named(module="pet_list_response", name="PetListResponse")


def test_answers_can_be_corrected(built: Make, config: Callable[[str], Config]) -> None:
    """What the document declares as JSON may really be bytes."""
    said = config("sdkgen: {operations: {get /pets: {response: binary}}}")
    assert isinstance(built(PETS, said).operations["pets.list"].response, BinaryResponse)


REPORTS = """
paths:
  /reports:
    get:
      operationId: listReports
      parameters:
        - {name: form, in: query, schema: {$ref: '#/components/schemas/Form'}}
        - {name: as, in: query, required: true, schema: {type: string}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {oneOf: [
          {$ref: '#/components/schemas/Short'}, {$ref: '#/components/schemas/Long'}]}}}}
components:
  schemas:
    Form: {type: string, enum: [short, long, table]}
    Short: {type: object, properties: {text: {type: string}}}
    Long: {type: object, properties: {text: {type: string}, pages: {type: integer}}}
    Unused: {type: object, properties: {text: {type: string}}}
"""


def by_argument(said: str) -> str:
    return f"sdkgen: {{operations: {{get /reports: {{response_by: {said}}}}}}}"


def test_an_argument_decides_for_the_answer(built: Make, config: Callable[[str], Config]) -> None:
    """Its values have types; what they have in common is what the document declares and the rest of them."""
    said = by_argument(
        "{parameter: form, omitted: short, cases: [{values: [short], schema: Short}, {values: [long], schema: Unused}, "
        "{values: [table], response: text}]}"
    )
    found = built(REPORTS, config(said))
    operation = found.operations["reports.list"]
    text = Primitive(kind=PrimitiveKind.STRING)
    unused = Named(module="unused", name="Unused")
    assert operation.cases == ResponseCases(
        argument="form",
        omitted="short",
        cases=(
            ResponseCase(values=("short",), type=Named(module="short", name="Short")),
            ResponseCase(values=("long",), type=unused),
            ResponseCase(values=("table",), type=text),
        ),
    )
    declared = Named(module="report_list_response", name="ReportListResponse")
    assert operation.response == JsonResponse(type=UnionOf(variants=(declared, unused, text)))
    assert found.codes == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{parameter: shape, cases: [{values: [a], response: text}]}", 'no argument "shape"'),
        ("{parameter: form, cases: [{values: [tall], response: text}]}", 'no value "tall" of "form"'),
        (
            "{parameter: form, cases: [{values: [long], response: text}, {values: [long], schema: Long}]}",
            'no further value "long" of "form"',
        ),
        ("{parameter: form, omitted: short, cases: [{values: [long], response: text}]}", 'no answer to "short"'),
        ("{parameter: as, omitted: a, cases: [{values: [a], response: text}]}", 'no calls without "as"'),
    ],
)
def test_answers_that_no_argument_decides(built: Make, config: Callable[[str], Config], said: str, told: str) -> None:
    """What an entry names in vain is reported, and has no effect; in an excerpt it may."""
    found = built(REPORTS, config(by_argument(said)))
    assert [d.message for d in found.diagnostics.sorted()] == [f"get /reports has {told}"]
    excerpt = replace(config(by_argument(said)), excerpts=("Zoo API",))
    assert built(REPORTS, excerpt).codes == []


def test_one_method_of_several_reads_its_own_way(built: Make, config: Callable[[str], Config]) -> None:
    """The answer of a method is its own; one that is not there is reported."""
    said = (
        "resources: {pets: {methods: {list: get /pets, print: get /pets}}}\n"
        "sdkgen: {methods: {pets.print: {response: text}, pets.show: {response: text}}}"
    )
    found = built(PETS, config(said))
    responses = {name: operation.response for name, operation in found.operations.items()}
    assert responses["pets.print"] == TextResponse(media_type="text/plain")
    assert isinstance(responses["pets.list"], JsonResponse)
    assert [d.message for d in found.diagnostics.sorted()] == ['the SDK has no method "pets.show"']


def test_operations_can_be_left_out(built: Make, config: Callable[[str], Config]) -> None:
    """An operation the config does not want is dropped, and the ledger says why."""
    found = built(PETS, config("unspecified_endpoints: [get /pets]"))
    assert not found.operations
    assert [(e.kind, e.subject) for e in found.ledger.entries] == [("operation", "get /pets")]

"""What the config decides: names, pages, aliases, envelopes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.config.load import read_config
from generator.config.model import Config
from generator.diagnostics import Diagnostics
from generator.document.nodes import Sources
from generator.ir.operations import BinaryResponse, JsonResponse
from generator.ir.types import Named
from generator.ledger import Ledger
from tests.unit.build.conftest import Built

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
    assert {"zoo.pet.Pet", "zoo.kind.Kind", "pet_list.PetList"} == set(declared)
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


def test_operations_can_be_left_out(built: Make, config: Callable[[str], Config]) -> None:
    """An operation the config does not want is dropped, and the ledger says why."""
    found = built(PETS, config("unspecified_endpoints: [get /pets]"))
    assert not found.operations
    assert [(e.kind, e.subject) for e in found.ledger.entries] == [("operation", "get /pets")]

"""What methods return, as the config decides it, and what the ledger has of that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.config.load import read_config
from generator.config.model import Config
from generator.diagnostics import Diagnostics
from generator.document.nodes import Sources
from generator.ir.operations import JsonResponse, ResponseByStatus
from generator.ir.types import Named, Nullable
from generator.ledger import Ledger
from tests.unit.lower.conftest import Built

Make = Callable[[str, Config], Built]

SEVERAL = """
paths:
  /pets:
    post:
      operationId: createPet
      responses:
        "207": {description: Some, content: {application/json: {schema: {$ref: "#/components/schemas/Failed"}}}}
        "200": {description: Pet, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
        "204": {description: Nothing}
components:
  schemas:
    Failed: {type: object, properties: {failed: {type: string}}}
    Pet: {type: object, properties: {id: {type: string}}}
"""
LIST = """
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: after, in: query, schema: {type: string}}]
      responses:
        "200":
          description: Pets
          content: {application/json: {schema: {$ref: "#/components/schemas/PetList"}}}
components:
  schemas:
    Pet: {type: object, properties: {id: {type: string}}}
    PetList:
      type: object
      required: [data, has_more]
      properties: {data: {type: array, items: {$ref: "#/components/schemas/Pet"}}, has_more: {type: boolean}}
"""
STREAM = """
paths:
  /tell:
    post:
      operationId: tell
      requestBody: {content: {application/json: {schema: {type: object, properties: {stream: {type: boolean}}}}}}
      responses:
        "200":
          description: Story
          content:
            application/json: {schema: {type: object, properties: {text: {type: string}}}}
            text/event-stream: {schema: {type: object, properties: {word: {type: string}}}}
"""


@pytest.fixture
def config(tmp_path: Path) -> Callable[[str], Config]:
    """Read a config from its text."""

    def read(text: str) -> Config:
        path = tmp_path / "config.yaml"
        path.write_text(text)
        return read_config(path, sources=Sources(), diagnostics=Diagnostics(), ledger=Ledger())

    return read


def entries(found: Built, kind: str) -> list[tuple[str, str]]:
    """What the ledger has of a kind of thing: what it is, and why it is there."""
    return [(entry.subject, entry.reason) for entry in found.ledger.entries if entry.kind == kind]


def test_the_first_answer_and_the_others(built: Make, config: Callable[[str], Config]) -> None:
    """A config with resources has the first answer alone; the others are in the ledger."""
    found = built(SEVERAL, config("resources: {pets: {methods: {create: post /pets}}}"))
    response = found.operations["pets.create"].response
    assert response == JsonResponse(type=Named(module="pet_create_response", name="PetCreateResponse"))
    said = "what is returned is said by 200, whichever of them comes"
    assert entries(found, "response") == [("207", said), ("204", said)]


@pytest.mark.parametrize(
    "said", ["{}", "{resources: {pets: {methods: {create: post /pets}}}, sdkgen: {success_answers: all}}"]
)
def test_all_answers(built: Make, config: Callable[[str], Config], said: str) -> None:
    """Without such a config, or where it says so, each status has its own."""
    found = built(SEVERAL, config(said))
    assert isinstance(found.operations["pets.create"].response, ResponseByStatus)
    assert entries(found, "response") == []


@pytest.mark.parametrize("said", ["pagination: []", "resources: {pets: {}}", "sdkgen: {conventional_pages: false}"])
def test_no_pages(built: Make, config: Callable[[str], Config], said: str) -> None:
    """What would be a page by convention is none where the config has no scheme for it, and the ledger says so."""
    found = built(LIST, config(said))
    assert found.operations["pets.list"].page is None
    reason = "the config has no scheme of pages for it, so the answer is handed out as it is"
    assert entries(found, "pagination") == [("listPets", reason)]
    assert found.package.pages == ()


def test_pages_by_convention(built: Make, config: Callable[[str], Config]) -> None:
    """Files that say nothing of pages have them by convention; one may ask for them."""
    for said in ("{}", "{resources: {pets: {}}, sdkgen: {conventional_pages: true}}"):
        found = built(LIST, config(said))
        assert found.operations["pets.list"].page is not None
        assert entries(found, "pagination") == []


def test_streams_that_the_config_does_not_speak_of(built: Make, config: Callable[[str], Config]) -> None:
    """Beside another answer there is a stream only where the method has `streaming`; the ledger has the others."""
    method = "endpoint: post /tell"
    found = built(STREAM, config(f"resources: {{stories: {{methods: {{tell: {{{method}}}}}}}}}"))
    assert found.operations["stories.tell"].stream is None
    assert entries(found, "media type") == [("text/event-stream", "the config gives the method no streaming")]
    for said in (
        f"resources: {{stories: {{methods: {{tell: {{{method}, streaming: {{param_discriminator: stream}}}}}}}}}}",
        f"{{resources: {{stories: {{methods: {{tell: {{{method}}}}}}}}}, sdkgen: {{declared_streams: true}}}}",
    ):
        found = built(STREAM, config(said))
        assert found.operations["stories.tell"].stream is not None
        assert entries(found, "media type") == []


def test_a_stream_alone(built: Make, config: Callable[[str], Config]) -> None:
    """What only streams does, whether or not the config speaks of it."""
    text = STREAM.replace("application/json: {schema: {type: object, properties: {text: {type: string}}}}", "")
    found = built(
        text.replace("          content:\n            \n", "          content:\n"),
        config("resources: {stories: {methods: {tell: post /tell}}}"),
    )
    stream = found.operations["stories.tell"].stream
    assert stream is not None
    assert stream.parameter is None


def test_names_that_a_config_gives_win(built: Make, config: Callable[[str], Config]) -> None:
    """No component that happens to be called so, and no method, takes what the config calls a schema."""
    text = LIST.replace("    Pet: {", "    Animal: {").replace('schemas/Pet"', 'schemas/Animal"')
    found = built(text, config("resources: {pets: {models: {pet_list_response: Animal}, methods: {list: get /pets}}}"))
    response = found.operations["pets.list"].response
    declared = found.declarations["pet_list_response.PetListResponse"]
    assert declared.component == "Animal"
    assert response == JsonResponse(type=Named(module="pet_list", name="PetList"))


def test_answers_that_may_be_null(built: Make, config: Callable[[str], Config]) -> None:
    """Null stays beside the name."""
    text = LIST.replace(
        '{$ref: "#/components/schemas/PetList"}', '{oneOf: [{$ref: "#/components/schemas/PetList"}, {type: "null"}]}'
    )
    found = built(text, config("resources: {pets: {methods: {list: get /pets}}}"))
    named = Named(module="pet_list_response", name="PetListResponse")
    assert found.operations["pets.list"].response == JsonResponse(type=Nullable(inner=named))


def test_names_of_events(built: Make, config: Callable[[str], Config]) -> None:
    """Any event is a type after each method that unwraps, in the package of its resource; without one, by rule."""
    text = """
webhooks:
  born: {post: {requestBody: {content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}}}
"""
    found = built(text, config("{}"))
    assert "webhooks.unwrap_webhook_event.UnwrapWebhookEvent" in found.declarations
    methods = "{unwrap: {type: webhook_unwrap}, parse_unsafe: {type: webhook_unwrap}}"
    found = built(text, config(f"resources: {{hooks: {{methods: {methods}}}}}"))
    declared = set(found.declarations)
    assert {
        "unwrap_webhook_event.UnwrapWebhookEvent",
        "parse_unsafe_webhook_event.ParseUnsafeWebhookEvent",
    } <= declared
    assert "webhooks.unwrap_webhook_event.UnwrapWebhookEvent" not in declared


def test_page_classes_of_one_name(built: Make, config: Callable[[str], Config]) -> None:
    """Schemes whose names differ in nothing that class names have are two classes, and that is reported."""
    scheme = """
  - name: {}
    type: cursor
    request: {{{}: {{type: string, x-stainless-pagination-property: {{purpose: next_cursor_param}}}}}}
    response:
      data: {{type: array, items: {{}}, x-stainless-pagination-property: {{purpose: items}}}}
      has_more: {{type: boolean, x-stainless-pagination-property: {{purpose: next_cursor_field}}}}
"""
    said = "pagination:" + scheme.format("id_page", "before") + scheme.format("idPage", "after")
    found = built(LIST, config(said))
    assert [page.name for page in found.package.pages] == ["IDPage", "IDPage2"]
    assert found.codes == ["colliding-names"]
    page = found.operations["pets.list"].page
    assert page is not None
    assert page.scheme == "IDPage2"


def test_inline_answers_that_the_config_names(built: Make, config: Callable[[str], Config]) -> None:
    """What is written in an operation can be named, too."""
    text = SEVERAL.replace('{$ref: "#/components/schemas/Pet"}', "{type: object, properties: {id: {type: string}}}")
    pointer = "#/paths/~1pets/post/responses/200/content/application~1json/schema"
    found = built(
        text, config(f"resources: {{pets: {{models: {{newborn: '{pointer}'}}, methods: {{create: post /pets}}}}}}")
    )
    assert found.operations["pets.create"].response == JsonResponse(type=Named(module="newborn", name="Newborn"))
    assert "pet_create_response.PetCreateResponse" not in found.declarations

"""`$ref` leads into the document and into files of the same tree, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import Diagnostics
from generator.document.files import Reach
from generator.document.model import Document
from generator.document.nodes import Sources
from generator.document.read import read_document
from generator.ledger import Ledger

HEAD = "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\n"


def read_files(folder: Path, **texts: str) -> tuple[Document, list[str]]:
    """Write files into a folder, and read the document in `openapi.yaml`."""
    for name, text in texts.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".yaml").write_text((HEAD if name == "openapi" else "") + text)
    diagnostics = Diagnostics()
    document = read_document(str(folder / "openapi.yaml"), sources=Sources(), diagnostics=diagnostics, ledger=Ledger())
    return document, [found.code.id for found in diagnostics.sorted()]


def test_schemas_in_other_files(tmp_path: Path):
    """References between files are relative to the file they stand in, and lead back into the root file too."""
    document, codes = read_files(
        tmp_path,
        openapi="paths: {}\ncomponents: {schemas: {Pet: {$ref: 'types/pet.yaml#/Pet'}, Name: {type: string}}}\n",
        types__pet="Pet:\n  properties:\n    name: {$ref: '../openapi.yaml#/components/schemas/Name'}\n"
        "    tag: {$ref: tag.yaml}\n",
        types__tag="type: object\nproperties: {pet: {$ref: 'pet.yaml#/Pet'}}\n",
    )
    assert codes == []
    assert list(document.schemas) == [
        "#/components/schemas/Pet",
        "#/components/schemas/Name",
        "#/components/schemas/tag",
    ]
    pet = document.schemas["#/components/schemas/Pet"]
    assert pet.properties["name"].ref == "#/components/schemas/Name"
    assert pet.location.file == str(tmp_path / "types/pet.yaml")


def test_a_component_that_is_a_reference_to_a_file_is_what_stands_there(tmp_path: Path):
    """The first such component is meant wherever that place is referred to; one that says more is another."""
    document, codes = read_files(
        tmp_path,
        openapi="paths: {}\ncomponents: {schemas: {Shop: {properties: {pet: {$ref: pet.yaml}}}, "
        "Pet: {$ref: pet.yaml}, Again: {$ref: pet.yaml}, Said: {$ref: tag.yaml, description: A tag}}}\n",
        pet="type: object\nproperties: {tag: {$ref: tag.yaml}, parent: {$ref: '#'}}\n",
        tag="type: string\n",
    )
    pet, shop = document.schemas["#/components/schemas/Pet"], document.schemas["#/components/schemas/Shop"]
    assert codes == []
    assert shop.properties["pet"].ref == pet.properties["parent"].ref == "#/components/schemas/Pet"
    assert document.schemas["#/components/schemas/Again"].ref == "#/components/schemas/Pet"
    assert document.schemas["#/components/schemas/Said"].ref == pet.properties["tag"].ref == "#/components/schemas/tag"


def test_a_ring_of_references_between_files_is_reported(tmp_path: Path):
    """A component that is a reference to a file that is a reference to the component is nothing."""
    _, codes = read_files(
        tmp_path,
        openapi="paths: {}\ncomponents: {schemas: {Pet: {$ref: pet.yaml}}}\n",
        pet="$ref: 'openapi.yaml#/components/schemas/Pet'\n",
    )
    assert codes == ["cyclic-reference"]


def test_path_items_and_parameters_in_other_files(tmp_path: Path):
    """Whatever may be a reference may stand in another file, whose own references count from there."""
    document, codes = read_files(
        tmp_path,
        openapi="paths: {/pets: {$ref: parts/pets.yaml}}\n",
        parts__pets="get:\n  parameters: [{$ref: 'common.yaml#/Limit'}]\n"
        "  responses: {'200': {$ref: 'common.yaml#/Done'}}\n",
        parts__common="Limit: {name: limit, in: query, schema: {$ref: '#/Number'}}\nNumber: {type: integer}\n"
        "Done: {description: Done}\n",
    )
    assert codes == []
    (operation,) = document.operations
    assert operation.path == "/pets"
    assert operation.parameters[0].schema.ref == "#/components/schemas/Number"
    assert document.schemas["#/components/schemas/Number"].types == ("integer",)
    assert operation.responses[0].description == "Done"


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("../other.txt#/Pet", "reference-outside"),
        ("/etc/passwd", "reference-outside"),
        ("..%2Fother.txt", "reference-outside"),
        ("../../../../../../../etc/other.yaml", "reference-outside"),
        ("link.yaml#/Pet", "reference-outside"),
        ("a%00b.yaml", "reference-outside"),
        ("http://example.com/a.yaml", "remote-reference"),
        ("file:///etc/passwd", "reference-outside"),
        ("//example.com/a.yaml", "remote-reference"),
        ("missing.yaml", "dangling-reference"),
        ("broken.yaml", "dangling-reference"),
        ("#Pet", "dangling-reference"),
        ("#/components/schemas/Pet/properties/0", "dangling-reference"),
    ],
)
def test_refused_references(tmp_path: Path, reference: str, code: str):
    """A reference that leads out of the folder, to the network or to nothing is reported and left out."""
    folder = tmp_path / "api"
    folder.mkdir()
    (tmp_path / "other.txt").write_text("Pet: {type: string}")
    (folder / "link.yaml").symlink_to(tmp_path / "other.txt")
    (folder / "broken.yaml").write_text("a: [")
    document, codes = read_files(
        folder,
        openapi=f"paths: {{}}\ncomponents: {{schemas: {{Pet: {{properties: {{p: {{$ref: '{reference}'}}}}}}}}}}\n",
    )
    assert code in codes
    assert document.schemas["#/components/schemas/Pet"].properties["p"].ref is None


def test_a_folder_beside_that_of_the_document(tmp_path: Path):
    """Files stand in a common folder, from where they may refer to each other; a root sets another limit."""
    api = tmp_path / "api"
    api.mkdir()
    (tmp_path / "pet.yaml").write_text("properties: {name: {$ref: 'api/openapi.yaml#/components/schemas/Name'}}")
    text = "paths: {}\ncomponents: {schemas: {Pet: {$ref: ../pet.yaml}, Name: {type: string}}}\n"
    document, codes = read_files(api, openapi=text)
    assert codes == []
    name = document.schemas["#/components/schemas/Pet"].properties["name"]
    assert (name.ref, name.location.file) == ("#/components/schemas/Name", str(tmp_path / "pet.yaml"))
    for root, expected in ((tmp_path, []), (api, ["reference-outside"])):
        diagnostics = Diagnostics()
        read_document(
            str(api / "openapi.yaml"),
            reach=Reach(root=root),
            sources=Sources(),
            diagnostics=diagnostics,
            ledger=Ledger(),
        )
        assert [found.code.id for found in diagnostics.sorted()] == expected


def test_whole_mappings_in_other_files(tmp_path: Path):
    """What holds objects may stand elsewhere, too; what it refers to counts from there."""
    document, codes = read_files(
        tmp_path,
        openapi="paths: {$ref: paths.yaml}\ncomponents: {schemas: {$ref: schemas/_index.yaml}}\n",
        paths="/pets: {get: {responses: {'200': {description: x, content: {application/json: "
        "{schema: {$ref: schemas/pet.yaml}}}}}}}\n",
        schemas___index="Pet: {$ref: pet.yaml}\nTag: {type: string}\n",
        schemas__pet="properties: {tag: {$ref: '_index.yaml#/Tag'}}\n",
    )
    assert codes == []
    assert list(document.components.values()) == ["Pet", "Tag"]
    assert document.schemas["#/components/schemas/Pet"].properties["tag"].ref == "#/components/schemas/Tag"
    assert document.operations[0].responses[0].content[0].schema.ref == "#/components/schemas/Pet"


def test_a_broken_file_costs_no_more_than_what_refers_to_it(tmp_path: Path):
    """Each reference to a file that cannot be read is reported with what is wrong with the file."""
    _, codes = read_files(
        tmp_path, openapi="paths: {}\ncomponents: {schemas: {A: {$ref: b.yaml}, B: {$ref: b.yaml}}}\n", b="a: ["
    )
    assert codes == ["dangling-reference", "dangling-reference"]


def test_pointers_with_escapes_and_into_lists(read):
    """`~1`, `~0`, percent escapes and list indexes lead where RFC 6901 says; one place has one key."""
    reading = read("""
        paths:
          /a~b/c d:
            get:
              responses:
                '200':
                  description: x
                  content:
                    application/json:
                      schema: {anyOf: [{type: string}, {type: integer}]}
        components:
          schemas:
            One: {$ref: '#/paths/~1a~0b~1c%20d/get/responses/200/content/application~1json/schema/anyOf/1'}
            Two: {$ref: '#/paths/~1a~0b~1c d/get/responses/200/content/application~1json/schema/anyOf/1'}
    """)
    assert reading.codes == []
    keys = {reading.document.schemas[f"#/components/schemas/{name}"].ref for name in ("One", "Two")}
    assert len(keys) == 1
    branch = reading.document.operations[0].responses[0].content[0].schema.any_of[1]
    assert reading.document.schemas[keys.pop()] is branch


def test_cycles_through_properties_are_no_mistake(read):
    """Only a schema made of itself is a mistake; one that contains itself is a tree."""
    reading = read("""
        paths: {}
        components:
          schemas:
            Tree:
              properties:
                left: {$ref: '#/components/schemas/Tree'}
                all: {type: array, items: {$ref: '#/components/schemas/Tree'}}
    """)
    assert reading.codes == []


def test_chains_always_end(read):
    """Every reference that closes a cycle is left out, so following references ends from any schema."""
    reading = read("""
        paths: {}
        components:
          schemas:
            A: {$ref: '#/components/schemas/B'}
            B: {oneOf: [{$ref: '#/components/schemas/C'}, {type: string}]}
            C: {allOf: [{$ref: '#/components/schemas/A'}]}
            D: {$ref: '#/components/schemas/C'}
    """)
    assert reading.codes == ["cyclic-reference"]
    document = reading.document
    assert [len(schema.all_of) for schema in document.schemas.values()] == [0, 0, 1, 0]
    assert document.schemas["#/components/schemas/C"].all_of[0].ref is None
    assert all(document.target(schema).ref is None for schema in document.schemas.values())


def test_recursive_references_mean_the_enclosing_schema(read):
    """`$recursiveRef` and `$dynamicRef` become references to the component they stand in, and the ledger says so."""
    reading = read("""
        paths: {}
        components:
          schemas:
            Filter:
              properties:
                both: {type: array, items: {anyOf: [{$recursiveRef: '#'}, {$dynamicRef: '#node'}]}}
    """)
    branches = reading.document.schemas["#/components/schemas/Filter"].properties["both"].items.any_of
    assert [branch.ref for branch in branches] == ["#/components/schemas/Filter"] * 2
    assert [(entry.subject, entry.outcome.value) for entry in reading.ledger.entries] == [
        ("schema.$recursiveRef", "approximated"),
        ("schema.$dynamicRef", "approximated"),
    ]


def test_descriptions_beside_references_count(read):
    """A description beside a `$ref` replaces that of what it refers to, there only."""
    reading = read("""
        paths:
          /a:
            get:
              responses:
                '200': {$ref: '#/components/responses/Done', description: Ours}
                '201': {$ref: '#/components/responses/Done'}
        components: {responses: {Done: {description: Theirs}}}
    """)
    assert [(each.status, each.description) for each in reading.document.operations[0].responses] == [
        ("200", "Ours"),
        ("201", "Theirs"),
    ]
    assert reading.codes == []

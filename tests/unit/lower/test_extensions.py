"""Hand-written code that the config names: where it lands in the IR, and what cannot be placed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.config.model import (
    AddedTypesConfig,
    ArgumentConfig,
    Config,
    ExportConfig,
    ExtensionConfig,
    ExtensionsConfig,
    NeedConfig,
    ResourceNamesConfig,
    ResponseFacesConfig,
)
from generator.diagnostics import Diagnostics
from generator.ir.declarations import ObjectModel
from generator.ir.extensions import CustomType, Extension, HandWritten, Replacement
from generator.ir.package import Resource
from generator.lower.extensions import report_missing
from generator.source import Location
from tests.unit.lower.conftest import Built
from tests.unit.python.hostile import HOSTILE_TEXTS

Make = Callable[..., Built]
HERE = Location("config.yaml", 1, 1)

PETS = """
paths:
  /zoo/pets/{pet_id}:
    get:
      operationId: getPet
      parameters: [{name: pet_id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
  /vets/pet:
    get:
      operationId: getPetOfVet
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}, kind: {$ref: '#/components/schemas/Kind'}}}
    Kind: {type: string}
"""


def entry(target: str, module: str = "lib.custom") -> ExtensionConfig:
    return ExtensionConfig(target=target, module=module, location=HERE)


def added(target: str, *names: str, module: str = "lib.custom") -> AddedTypesConfig:
    return AddedTypesConfig(target=target, module=module, names=names, location=HERE)


def export(name: str, *, module: str = "lib.custom", resource: str | None = None) -> ExportConfig:
    return ExportConfig(name=name, module=module, resource=resource, location=HERE)


def need(module: str, type_name: str) -> NeedConfig:
    return NeedConfig(module=module, type_name=type_name, location=HERE)


def said(**entries: object) -> Config:
    return Config(extensions=ExtensionsConfig(**entries))  # type: ignore[arg-type]  # checked by the tests themselves


def pets_of(found: Built) -> Resource:
    (zoo,) = (resource for resource in found.package.resources if resource.name == "zoo")
    return zoo.children[0]


def test_resources_and_client_have_their_extension(built: Make) -> None:
    """Each is put where it belongs, however deep; the others have none."""
    resources = (entry("zoo.pets"), entry("zoo.pets", "lib.more"))
    found = built(PETS, said(client=(entry("client", "lib.zoo"),), resources=resources))
    assert found.codes == []
    assert found.package.client.extensions == (Extension(module="lib.zoo", location=HERE),)
    assert [extension.module for extension in pets_of(found).extensions] == ["lib.custom", "lib.more"]
    assert [resource.extensions for resource in found.package.resources] == [(), ()]


def test_extensions_with_response_faces(built: Make) -> None:
    """Those modules that have them say so, the others do not."""
    resources = (entry("zoo.pets"), entry("zoo.pets", "lib.more"))
    response_faces = (ResponseFacesConfig(module="lib.more", location=HERE),)
    found = built(PETS, said(resources=resources, response_faces=response_faces))
    assert found.codes == []
    assert [extension.response_faces for extension in pets_of(found).extensions] == [False, True]


def test_response_faces_of_no_resource(built: Make) -> None:
    """They are a mistake: nothing would lead to them."""
    found = built(PETS, said(response_faces=(ResponseFacesConfig(module="lib.custom", location=HERE),)))
    assert found.codes == ["invalid-config"]


def argument(name: str, *, module: str = "lib.zoo", type_name: str = "Keeper") -> ArgumentConfig:
    return ArgumentConfig(name=name, module=module, type_name=type_name, description="Who.", location=HERE)


def test_arguments_of_the_client(built: Make) -> None:
    """They come last, with their own types."""
    found = built(PETS, said(arguments=(argument("keeper"),)))
    assert found.codes == []
    *others, option = found.package.client.options
    assert tuple(others) == built(PETS).package.client.options
    assert (option.name, option.doc, option.custom) == (
        "keeper",
        "Who.",
        CustomType(module="lib.zoo", name="Keeper", location=HERE),
    )


@pytest.mark.parametrize(
    "wrong", [argument("a b"), argument("keeper", type_name="a b"), argument("keeper", module="types.keeper")]
)
def test_arguments_that_are_none(built: Make, wrong: ArgumentConfig) -> None:
    """They are left out."""
    found = built(PETS, said(arguments=(wrong,)))
    assert found.codes == ["invalid-config"]
    assert found.package == built(PETS).package


def test_an_argument_twice(built: Make) -> None:
    """The first one holds."""
    found = built(PETS, said(arguments=(argument("keeper"), argument("keeper", type_name="Other"))))
    assert found.codes == ["invalid-config"]
    assert [option.custom.name for option in found.package.client.options if option.custom] == ["Keeper"]


def test_further_names_of_the_modules_of_resources(built: Make) -> None:
    """The extension has them; where it extends nothing, or they are none, that is a mistake."""
    names = (ResourceNamesConfig(module="lib.custom", names=("Squeak",), location=HERE),)
    found = built(PETS, said(resources=(entry("zoo.pets"), entry("zoo.pets", "lib.more")), resource_names=names))
    assert found.codes == []
    assert [extension.names for extension in pets_of(found).extensions] == [("Squeak",), ()]
    assert built(PETS, said(resource_names=names)).codes == ["invalid-config"]
    wrong = (ResourceNamesConfig(module="lib.custom", names=("a b",), location=HERE),)
    assert built(PETS, said(resources=(entry("zoo.pets"),), resource_names=wrong)).codes == ["invalid-config"]


BASE = Extension(module="lib.custom", location=HERE)
STAND_IN = Replacement(module="lib.custom", location=HERE)


@pytest.mark.parametrize(("key", "custom"), [("models", (BASE,)), ("replacements", STAND_IN)])
def test_models_are_found_by_the_name_that_users_import(built: Make, key: str, custom: object) -> None:
    """The model, and no other declaration, is extended or replaced."""
    found = built(PETS, said(**{key: (entry("Pet"),)}))
    assert found.codes == []
    assert {d.name: d.custom for d in found.package.declarations if isinstance(d, ObjectModel)} == {"Pet": custom}


def test_a_replaced_model_cannot_be_extended(built: Make) -> None:
    """Both entries together are a mistake; the replacement holds."""
    found = built(PETS, said(models=(entry("Pet"),), replacements=(entry("Pet", "lib.pet"),)))
    assert found.codes == ["invalid-config"]


@pytest.mark.parametrize(
    "extensions",
    [
        {"resources": (entry("zoo.pet"),)},
        {"models": (entry("Pat"),)},
        {"models": (entry("Kind"),)},  # an alias is no class
        {"replacements": (entry("zoo.Pet"),)},
        {"types": (added("zoos.fed_pet", "FedPet"),)},
        {"exports": (export("feed", resource="zoo.fish"),)},
        {"resources": (entry("zoo.pets"),), "exports": (export("feed"),), "needs": (need("lib.custom", "Fish"),)},
    ],
)
def test_what_matches_nothing_is_reported_and_has_no_effect(built: Make, extensions: dict[str, object]) -> None:
    """Once, with its place; in an excerpt of what the config is written for, not at all."""
    config = said(**extensions)
    found, plain = built(PETS, config), built(PETS)
    assert found.codes == ["unmatched-config"]
    assert found.diagnostics.sorted()[0].location == HERE
    assert found.package == plain.package
    excerpt = Config(extensions=config.extensions, titles=("Zoo",), excerpts=("Zoo API",))
    assert built(PETS, excerpt).codes == []


def test_modules_that_need_a_type_serve_packages_that_have_it(built: Make) -> None:
    """Whatever kind of type that is."""
    for name in ("Pet", "Kind"):
        found = built(PETS, said(resources=(entry("zoo.pets"),), needs=(need("lib.custom", name),)))
        assert found.codes == []
        assert [extension.module for extension in pets_of(found).extensions] == ["lib.custom"]


def test_added_types_and_exports(built: Make) -> None:
    """They are kept as they are given, in their order."""
    found = built(PETS, said(types=(added("fed_pet", "FedPet", "Food"),), exports=(export("feed", resource="zoo"),)))
    assert found.codes == []
    source = HandWritten(module="lib.custom", location=HERE)
    assert [(a.target, a.names, a.source) for a in found.package.added_types] == [
        ("fed_pet", ("FedPet", "Food"), source)
    ]
    assert [(e.name, e.source) for e in found.package.exports] == [("feed", source)]


@pytest.mark.parametrize(
    "target", [added("pet", "FedPet"), added("fed_pet", "Pet"), added("fed_pet", "FedPet", "Kind")]
)
def test_added_types_cannot_hide_generated_ones(built: Make, target: AddedTypesConfig) -> None:
    """Neither their modules nor their names."""
    found = built(PETS, said(types=(target,)))
    assert found.codes == ["invalid-config"]
    assert found.package.added_types == ()


NO_NAMES = [*(text for text in HOSTILE_TEXTS if not text.isidentifier()), "../lib", "lib..x", "lib/x", "", "lib.class"]


@pytest.mark.parametrize("text", NO_NAMES)
def test_only_identifiers_become_names(built: Make, text: str) -> None:
    """Whatever a module, a type or an export is called in the config, nothing else gets into the package."""
    module = text if "." in text or not text else f"lib.{text}"
    config = said(
        client=(entry("client", module),),
        resources=(entry("zoo.pets", module),),
        models=(entry("Pet", module),),
        types=(added("fed_pet", "FedPet", module=module), added("fed_pet", text), added(text, "FedPet")),
        exports=(export("feed", module=module), export(text)),
    )
    found = built(PETS, config)
    assert set(found.codes) == {"invalid-config"}
    assert found.package == built(PETS).package


@pytest.mark.parametrize("module", ["types.pet", "resources.zoo", "_client", "pagination", "_version"])
def test_generated_modules_are_not_written_by_hand(built: Make, module: str) -> None:
    """A module that every run replaces cannot be the base of anything."""
    assert built(PETS, said(client=(entry("client", module),))).codes == ["invalid-config"]


def test_missing_modules_are_reported_with_their_place(tmp_path) -> None:
    """A module is a file or a package; what is neither is an error."""
    (tmp_path / "lib" / "both").mkdir(parents=True)
    (tmp_path / "lib" / "one.py").write_text("")
    (tmp_path / "lib" / "both" / "__init__.py").write_text("")
    modules = [HandWritten(module=f"lib.{name}", location=HERE) for name in ("one", "both", "none", "both.none")]
    diagnostics = Diagnostics()
    report_missing(modules, tmp_path, diagnostics)
    assert diagnostics.errors == 2
    assert [(d.code.id, d.location, d.message.split('"')[1]) for d in diagnostics.sorted()] == [
        ("missing-extension", HERE, "lib.both.none"),
        ("missing-extension", HERE, "lib.none"),
    ]

"""What users see of a name that has a better one: it works as before, and everything says what to use instead."""

from __future__ import annotations

import copy
import importlib
import io
import json
import pickle
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from generator.diff.compare import compare
from generator.outcome import Outcome
from generator.pipeline import generate
from generator.published.file import locked
from generator.request import Request
from generator.write.renderings import Unrendered
from tests.support import checkers
from tests.support.driver import Driver
from tests.support.generated import final
from tests.support.packages import build_models
from tests.support.server import Reply, Server, events, reply_json

CONFIG = """
organization: {name: shop}
sdkgen: {enums: {"*": enum}}
"""
BEFORE = yaml.safe_load(
    """
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://shop.test"}]
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: after, in: query, schema: {type: string}}]
      responses:
        "200":
          description: A page.
          content: {application/json: {schema: {type: object, required: [data, has_more], properties: {
            data: {type: array, items: {$ref: "#/components/schemas/Pet"}}, has_more: {type: boolean}}}}}
    post:
      operationId: createPet
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses: {"200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
  /dogs/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getDog
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses: {"200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
    patch:
      operationId: updateDog
      requestBody: {required: true, content: {
        application/json: {schema: {type: object, required: [name], properties: {name: {type: string}}}},
        application/x-www-form-urlencoded: {schema: {type: object, properties: {nick: {type: string}}}}}}
      responses: {"200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
  /dogs/{id}/barks:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: listBarks
      responses:
        "200":
          description: A page.
          content: {application/json: {schema: {type: object, required: [data, has_more], properties: {
            data: {type: array, items: {$ref: "#/components/schemas/Pet"}}, has_more: {type: boolean}}}}}
      parameters: [{name: after, in: query, schema: {type: string}}]
    post:
      operationId: createBark
      requestBody: {content: {application/json: {schema: {type: object, properties: {
        stream: {type: boolean}, loud: {type: boolean}}}}}}
      responses:
        "200":
          description: It.
          content:
            application/json: {schema: {$ref: "#/components/schemas/Pet"}}
            text/event-stream: {schema: {$ref: "#/components/schemas/Pet"}}
  /dogs/{id}/picture:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getPicture
      responses: {"200": {description: It., content: {image/png: {schema: {type: string, format: binary}}}}}
components:
  schemas:
    Pet:
      type: object
      properties:
        id: {type: string}
        tags: {type: array, items: {type: object, properties: {word: {type: string}, size: {type: integer}}}}
        mood: {enum: [happy, sad]}
        food: {oneOf: [
          {type: object, required: [kind], properties: {kind: {enum: [hay]}, bales: {type: integer}}},
          {type: object, required: [kind], properties: {kind: {enum: [fish]}, pounds: {type: integer}}}]}
        home: {$ref: "#/components/schemas/Home"}
    Home: {type: object, properties: {street: {type: string}, city: {type: string}, zip: {type: string}}}
"""
)


def after() -> Any:
    """The same API by better names: components for what was inline, one called otherwise, dogs below /animals."""
    document = copy.deepcopy(BEFORE)
    schemas = document["components"]["schemas"]
    properties = schemas["Pet"]["properties"]
    schemas["Label"] = properties["tags"]["items"]
    properties["tags"]["items"] = {"$ref": "#/components/schemas/Label"}
    schemas["Meal"] = properties["food"]
    properties["food"] = {"$ref": "#/components/schemas/Meal"}
    schemas["Feeling"] = properties["mood"]
    properties["mood"] = {"$ref": "#/components/schemas/Feeling"}
    schemas["Address"] = schemas.pop("Home")
    properties["home"] = {"$ref": "#/components/schemas/Address"}
    text = json.dumps(document).replace("/dogs/{id}", "/animals/dogs/{dog_id}")
    return json.loads(text.replace('"name": "id"', '"name": "dog_id"'))


def made(folder: Path, document: Any, version: str, config: str = CONFIG) -> Outcome:
    """The SDK of a document, by the lock in a folder, which it extends."""
    beside, lock = folder / "sdk.yaml", folder / "names.lock"
    beside.write_text(config)
    request = Request(spec="-", config=beside, package="shop", version=version)
    outcome = generate(request, stdin=io.BytesIO(json.dumps(document).encode()), progress=lambda _: None)
    assert outcome.package is not None, outcome.diagnostics.found
    lock.write_text(locked(outcome.package, outcome.lock).text, encoding="utf-8")
    return outcome


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Outcome]:
    """The SDK of the first document, and that of the second, by the lock of the first."""
    folder = tmp_path_factory.mktemp("names")
    return made(folder, BEFORE, "1.0.0"), made(folder, after(), "1.1.0")


@pytest.fixture(scope="module")
def output(outcomes: tuple[Outcome, Outcome], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second SDK as files."""
    folder = tmp_path_factory.mktemp("sdk")
    for path, content in final(outcomes[1].files).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def shop(output: Path) -> Iterator[ModuleType]:
    """The second SDK, imported."""
    sys.path.insert(0, str(output))
    yield importlib.import_module("shop")
    sys.path.remove(str(output))
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        del sys.modules[name]


def warned(code: str) -> list[str]:
    """The lines of some code that warn, each with what is said."""
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        exec(compile(code, "user.py", "exec"), {"__name__": "user"})
    assert all(one.category is DeprecationWarning and one.filename == "user.py" for one in found)
    return [f"{one.lineno} {one.message}" for one in found]


LABEL = "`Tag` is deprecated. Use `types.label.Label`, its name since 1.1.0."
HOME = "`Home` is deprecated. Use `types.address.Address`, its name since 1.1.0."
HOME_PARAM = "`HomeParam` is deprecated. Use `types.address_param.AddressParam`, its name since 1.1.0."


# --- types at run time


@pytest.mark.usefixtures("shop")
def test_each_place_is_warned_once() -> None:
    """Imports and attributes of modules and packages warn the line that has them, each time; other names never."""
    assert warned("from shop.types import Home, HomeParam, Pet") == [f"1 {HOME}", f"1 {HOME_PARAM}"]
    assert warned("from shop.types import (\n  Home,\n)") == [f"1 {HOME}"]
    assert warned("from shop.types.pet import Tag, Pet") == [f"1 {LABEL}"]
    assert warned("import shop\nshop.types.Home\nshop.types.Home\nshop.types.Address") == [f"2 {HOME}", f"3 {HOME}"]
    assert warned("import shop.types.pet as pet\n\npet.Tag") == [f"3 {LABEL}"]
    assert warned("from shop.types.pet import *\nfrom shop import *\nimport shop.types.home") == []


def test_both_names_are_one_class(shop: Any) -> None:
    """So that instances, unions, adapters and pickles do not care which is used."""
    with pytest.warns(DeprecationWarning):
        from shop.types import Home  # type: ignore[import-not-found]  # it is made by this test
        from shop.types.pet import Food, Mood, Tag  # type: ignore[import-not-found]  # as above
    types = shop.types
    assert Home is types.Address
    assert Tag is types.Label
    assert Food is types.Meal
    assert Mood is types.Feeling
    pet = types.Pet.model_validate({"tags": [{"word": "a"}], "home": {"street": "b"}})
    assert isinstance(pet.home, Home)
    assert isinstance(pet.tags[0], Tag)
    assert TypeAdapter(list[Tag]).validate_python([{"word": "c"}]) == [types.Label(word="c")]
    assert pickle.loads(pickle.dumps(pet)) == pet


def test_earlier_pickles_are_read(shop: Any) -> None:
    """What was written when a class stood under its earlier name."""
    with pytest.warns(DeprecationWarning, match="types.label.Label"):
        assert pickle.loads(b"cshop.types.pet\nTag\n.") is shop.types.Label


def test_a_name_that_nothing_has(shop: Any) -> None:
    """It is missing as in any module."""
    with pytest.raises(AttributeError, match=r"module 'shop\.types\.pet' has no attribute 'Nothing'"):
        _ = importlib.import_module("shop.types.pet").Nothing
    assert not hasattr(shop.types, "Nothing")


def test_importing_warns_of_nothing(shop: ModuleType) -> None:
    """All modules are imported, and all models built, while every warning is an error."""
    assert build_models(shop) > 3


# --- methods


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, shop: ModuleType, server: Server) -> Driver:
    """The client of either kind."""
    return Driver(shop, "Shop", server, asynchronous=request.param == "async", max_retries=0)


DOG = "^Use `client.animals.dogs.{}`, its name since 1.1.0.$"


def test_an_earlier_method_sends_the_same(api: Driver, server: Server) -> None:
    """Under its own arguments, by their published names or places, and with what every call takes."""
    server.script(reply_json({"id": "d1"}))
    with pytest.warns(DeprecationWarning, match=DOG.format("retrieve")):
        by_name = api.run(lambda c: c.dogs.retrieve(id="d/1", limit=2, extra_headers={"x-more": "y"}))
    with pytest.warns(DeprecationWarning, match=DOG.format("update")):
        by_place = api.run(lambda c: c.dogs.update("d1", name="Rex"))
    first, second = server.received
    assert (by_name.id, by_place.id) == ("d1", "d1")
    assert (first.target, first.headers["x-more"]) == ("/animals/dogs/d%2F1?limit=2", "y")
    assert (second.method, second.path, second.json()) == ("PATCH", "/animals/dogs/d1", {"name": "Rex"})


def test_the_variant_for_another_body_goes_along(api: Driver, server: Server) -> None:
    """A method that sends forms is called after the one that sends JSON, before and after."""
    server.script(reply_json({}))
    with pytest.warns(DeprecationWarning, match=DOG.format("update_form")):
        api.run(lambda c: c.dogs.update_form("d1", nick="R"))
    assert (server.received[0].path, server.received[0].body) == ("/animals/dogs/d1", b"nick=R")


def test_an_earlier_method_calls_the_one_in_its_place(api: Driver, shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is put in the place of the new method answers for the old one, too."""
    prefix = "Async" if api.asynchronous else ""
    dogs = getattr(importlib.import_module("shop.resources.animals.dogs.dogs"), f"{prefix}DogsResource")

    async def later(value: Any) -> Any:
        return value

    def retrieve(_self: Any, **given: Any) -> Any:
        return later(given) if api.asynchronous else given

    monkeypatch.setattr(dogs, "retrieve", retrieve)
    with pytest.warns(DeprecationWarning):
        assert api.run(lambda c: c.dogs.retrieve("d1", timeout=3)) == {
            "dog_id": "d1",
            "limit": shop.omit,
            "timeout": 3,
        }  # fmt: skip - one line for what is given


def test_other_forms_of_answers(api: Driver, server: Server) -> None:
    """Raw answers, streamed ones, pages, streams of events and bytes are those of the new method."""
    page = {"data": [{"id": "b1"}], "has_more": False}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        server.script(reply_json({"id": "d1"}, x_own="z"))
        raw = api.run(lambda c: c.dogs.with_raw_response.retrieve("d1"))
        assert (raw.headers["x-own"], api.settle(raw.parse()).id) == ("z", "d1")
        streamed = api.within(lambda c: c.dogs.with_streaming_response.retrieve("d1"), lambda answer: answer.headers)
        assert streamed["x-own"] == "z"
        assert api.run(lambda c: c.with_raw_response.dogs.retrieve("d1")).headers["x-own"] == "z"
        server.script(reply_json(page))
        assert [bark.id for bark in api.collect(lambda c: c.dogs.barks.list("d1"))] == ["b1"]
        server.script(events(b'data: {"id": "e1"}\n\n', b'data: {"id": "e2"}\n\n'))
        assert [bark.id for bark in api.collect(lambda c: c.dogs.barks.create("d1", stream=True))] == ["e1", "e2"]
        server.script(Reply(headers={"content-type": "image/png"}, body=b"\x89PNG"))
        assert api.settle(api.run(lambda c: c.dogs.picture.retrieve("d1")).read()) == b"\x89PNG"
    assert {received.path.partition("/d1")[0] for received in server.received} == {"/animals/dogs"}


# --- what type checkers say

OLD = """
from collections.abc import Mapping

import shop.types.pet as pet_module
from shop import AsyncShop, Shop
from shop.types import Home  # deprecated
from shop.types import HomeParam  # deprecated
from shop.types import Pet
from shop.types.pet import Food
from shop.types.pet import Mood  # deprecated
from shop.types.pet import Tag  # deprecated
from shop.types.pet_create_params import Tag as TagParam  # deprecated


def read(tags: list[Tag], by_word: Mapping[str, Tag]) -> int:
    return len(tags) + len(by_word)


def use(pet: Pet, client: Shop) -> list[Tag]:
    home: Home | None = pet.home
    food: Food | None = pet.food
    if home is None or food is None or pet.tags is None:
        return []
    read(pet.tags, {tag.word or "": tag for tag in pet.tags})
    pet.tags.append(Tag(word="new"))
    mine: list[Tag] = pet.tags
    if pet.mood is Mood.HAPPY:
        client.pets.create(mood=Mood.SAD)
    given: list[TagParam] = [{"word": "a"}]
    where: HomeParam = {"street": "b"}
    client.pets.create(tags=given, home=where)
    made = Pet(tags=[Tag(word="c")], home=Home(street="d"))
    match made.home:
        case Home(street=str() as street):
            print(street)
        case _:
            pass
    return mine


def call(client: Shop) -> Pet:
    client.dogs.retrieve(id="d1", limit=1)  # deprecated
    client.dogs.with_raw_response.update("d1", name="a")  # deprecated
    for bark in client.dogs.barks.create("d1", stream=True):  # deprecated
        print(bark.id)
    for bark in client.dogs.barks.list("d1"):  # deprecated
        print(bark.id)
    return client.dogs.barks.create("d1", loud=True)  # deprecated


async def call_later(client: AsyncShop) -> Pet:
    return await client.dogs.retrieve("d1")  # deprecated


class Mine(Tag):
    more: int = 0


def is_one(thing: object) -> bool:
    return isinstance(thing, pet_module.Tag)  # deprecated
"""
NEW = """
from shop import Shop
from shop.types import Address, AddressParam, Feeling, Label, LabelParam, Meal, Pet


def read(labels: list[Label]) -> int:
    return len(labels)


def use(pet: Pet, client: Shop) -> Address | None:
    food: Meal | None = pet.food
    if food is not None and pet.tags is not None:
        read(pet.tags)
        pet.tags.append(Label(word="new"))
    given: list[LabelParam] = [{"word": "a"}]
    where: AddressParam = {"street": "b"}
    client.pets.create(tags=given, home=where)
    client.animals.dogs.retrieve("d1")
    if pet.mood is Feeling.HAPPY:
        client.pets.create(mood=Feeling.SAD)
    match pet.home:
        case Address(street=street):
            print(street)
        case None:
            pass
    return pet.home


class Mine(Label):
    more: int = 0
"""


@pytest.fixture(scope="module")
def programs(output: Path) -> Path:
    """The SDK, with a program that is written with earlier names beside one that is not."""
    (output / "old.py").write_text(OLD)
    (output / "new.py").write_text(NEW)
    return output


def test_mypy_tells_of_earlier_names(programs: Path) -> None:
    """It accepts both programs; asked for what is deprecated, it finds each import and each call."""
    assert checkers.mypy(programs, "shop", "old.py", "new.py") == []
    command = ("mypy", "--strict", "--enable-error-code", "deprecated", "--config-file", "", "--output", "json")
    done = checkers.run(programs, *command, "old.py", "new.py")
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    found = {(one["file"], one["line"]) for one in told if one["file"].endswith(".py")}
    assert found == checkers.marked(programs, ["old.py"], "  # deprecated")
    assert {one["code"] for one in told} == {"deprecated"}
    words = "\n".join(one["message"] for one in told)
    named = ("types.label.Label", "types.address_param.AddressParam", "types.feeling.Feeling", "client.animals.dogs")
    for use in named:
        assert f"Use `{use}" in words


def test_pyright_tells_of_earlier_names(programs: Path) -> None:
    """It accepts the stubs and both programs, but for each use of an earlier name, of which it says so."""
    found = checkers.pyright(programs, "shop/**/*.pyi", "old.py", "new.py")
    assert [one for one in found if "is deprecated" not in one.text] == []
    assert {one.file for one in found} == {"old.py"}
    assert {(one.file, one.line) for one in found} >= checkers.marked(programs, ["old.py"], "  # deprecated")
    used = {number for number, line in enumerate(OLD.splitlines(), 1) if re.search(r"\b(Tag|Home|Mood)\b", line)}
    assert {one.line for one in found} >= used


def test_stubs_say_what_the_code_does(programs: Path) -> None:
    """Stubtest finds no difference; pyright knows every type for certain; without stubs both accept the modules."""
    assert checkers.stubtest(programs, "shop") == ""
    assert checkers.incomplete_types(programs, "shop") == (1.0, [])


def test_the_code_alone(output: Path, tmp_path: Path) -> None:
    """Where nobody reads stubs, strict mypy and pyright accept the modules."""
    for path in (output / "shop").rglob("*.py"):
        target = tmp_path / path.relative_to(output)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    assert checkers.mypy(tmp_path, "shop") == []
    assert checkers.pyright(tmp_path, "shop") == []


# --- what people read


def test_stubs_and_docs_name_the_better_one(output: Path) -> None:
    """A union has no mark that checkers know, so that words say it; docs lead from each earlier name to the other."""
    assert (
        '"""Deprecated. Use `types.meal.Meal`, its name since 1.1.0."""' in (output / "shop/types/pet.pyi").read_text()
    )
    dogs = (output / "docs/resources/dogs.md").read_text()
    link = "[`client.animals.dogs.retrieve`](animals/dogs.md#retrieve)"
    assert f"**Deprecated.** Use {link}, its name since 1.1.0." in dogs
    types = (output / "docs/types.md").read_text()
    assert "An earlier name for [`Address`](#address)." in types
    assert "Use `types.address.Address`, its name since 1.1.0." in types


def test_an_update_tells_what_to_do(outcomes: tuple[Outcome, Outcome]) -> None:
    """Nothing of it breaks; each name that has a better one is told, with that."""
    old, new = (outcome.package for outcome in outcomes)
    assert old is not None
    assert new is not None
    changes = compare(old, new).changes
    told = {(change.code.value, change.subject) for change in changes}
    assert {change.verdict.value for change in changes} == {"compatible"}
    assert told >= {
        ("type-named-anew", "types.Home"),
        ("type-named-anew", "types.pet.Tag"),
        ("type-named-anew", "types.pet.Mood"),
        ("type-named-anew", "types.pet.Food"),
        ("method-named-anew", "client.dogs.retrieve()"),
        ("method-named-anew", "client.dogs.barks.list()"),
    }


def keys(outcome: Outcome) -> dict[str, str]:
    """What each file is made of."""
    return {path: file.key for path, file in outcome.files.items() if isinstance(file, Unrendered)}


def test_the_next_run_changes_nothing(tmp_path: Path) -> None:
    """What is said of a name stays, also once the lock knows the better one, and in later versions."""
    made(tmp_path, BEFORE, "1.0.0")
    first = made(tmp_path, after(), "1.1.0")
    assert keys(made(tmp_path, after(), "1.1.0")) == keys(first)
    again = made(tmp_path, after(), "1.2.0")
    for part in ("shop/types/pet.pyi", "shop/resources/dogs/dogs.py", "docs/resources/dogs.md"):
        assert keys(again)[part] == keys(first)[part]


# --- names that nobody would give

HOSTILE = 'La"bel\n"""\nimport os #{{ x }}`'


def test_names_from_documents_cannot_leave_their_text(tmp_path: Path) -> None:
    """A component called so is named by rule; what is said of the earlier name has that, and compiles."""
    document = after()
    text = json.dumps(document).replace("schemas/Label", f"schemas/{json.dumps(HOSTILE)[1:-1].replace('/', '~1')}")
    document = json.loads(text)
    document["components"]["schemas"][HOSTILE] = document["components"]["schemas"].pop("Label")
    made(tmp_path, BEFORE, "1.0.0")
    outcome = made(tmp_path, document, "1.1.0")
    with_text = final(outcome.files)
    for path, content in with_text.items():
        if path.endswith((".py", ".pyi")):
            compile(content, path, "exec")
    (module,) = [content.decode() for path, content in with_text.items() if path == "shop/types/pet.py"]
    assert re.search(r'"Tag": \(\s*"\.\w+:\w+",\s*"Use `types\.\w+\.\w+`, its name since 1\.1\.0\."', module)
    assert "import os" not in module


# --- deep names


DEEP = CONFIG.replace("sdkgen: {", "sdkgen: {types: {deep_names: [Label, Feeling]}, ")


def test_what_a_module_calls_something_anyway_is_no_earlier_name(tmp_path: Path) -> None:
    """Where modules know what stands inside of their types, a published name that is such a one is not deprecated; it
    stays in the lock, and the next run finds the same."""
    made(tmp_path, BEFORE, "1.0.0", config=DEEP)
    outcome = made(tmp_path, after(), "1.1.0", config=DEEP)
    lock = (tmp_path / "names.lock").read_text()
    assert outcome.package is not None
    earlier = {f"{d.module}:{d.name}" for d in outcome.package.declarations if d.deprecated}
    deep = {(names.module, own): named for names in outcome.package.deep_names for own, named in names.names}
    assert "types.pet:Tag deep types.label:Label 1.0.0\n" in lock
    assert "pet:Tag" not in earlier
    assert (deep["pet", "Tag"].module, deep["pet", "Tag"].name) == ("label", "Label")
    assert "home:Home" in earlier
    assert keys(made(tmp_path, after(), "1.1.0", config=DEEP)) == keys(outcome)
    assert (tmp_path / "names.lock").read_text() == lock

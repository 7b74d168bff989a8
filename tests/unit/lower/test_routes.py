"""Resources and methods follow from paths, verbs and operationIds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.compare.generated import generated_surface
from generator.config.model import Config, ExampleRequest, HttpMethod, UnspecifiedOperation
from generator.ledger import UNLISTED
from generator.render.extensions import HandWrittenFiles
from generator.source import Location
from tests.unit.lower.conftest import Built

Make = Callable[[str], Built]

OK = "responses: {'200': {description: ok}}"


def paths(*operations: tuple[str, str, str]) -> str:
    """A `paths` section of (verb, path, further keys)."""
    lines = ["paths:"]
    for path in dict.fromkeys(p for _, p, _ in operations):
        lines.append(f"  {path}:")
        for verb, own, keys in operations:
            if own == path:
                lines.append(f"    {verb}: {{{keys + ', ' if keys else ''}{OK}}}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("verb", "path", "operation_id", "expected"),
    [
        ("get", "/pets", "listPets", "pets.list"),
        ("get", "/pets/{pet_id}", "getPet", "pets.retrieve"),
        ("post", "/pets", "createPet", "pets.create"),
        ("post", "/pets/{pet_id}", "modifyPet", "pets.update"),
        ("put", "/pets/{pet_id}", "replacePet", "pets.update"),
        ("delete", "/pets/{pet_id}", "removePet", "pets.delete"),
        ("get", "/pets", "", "pets.list"),
        ("get", "/pets/{pet_id}", "", "pets.retrieve"),
        ("post", "/pets/{pet_id}/groom", "groomPet", "pets.groom"),
        ("post", "/pets/{pet_id}/toys", "addToy", "pets.toys.create"),
        ("get", "/spend_limit", "getSpendLimit", "spend_limit.retrieve"),
        ("get", "/v1/pets", "pets-list", "pets.list"),
        ("get", "/pet/findByStatus", "findPetsByStatus", "pet.find_by_status"),
        ("get", "/usage/costs", "usage-costs", "usage.costs"),
        ("post", "/pets/{pet_id}", "cancelPet", "pets.cancel"),
        ("patch", "/pets/{pet_id}", "", "pets.update"),
    ],
)
def test_rules(built: Make, verb: str, path: str, operation_id: str, expected: str) -> None:
    """Each rule by an example."""
    keys = f"operationId: {operation_id}" if operation_id else ""
    assert list(built(paths((verb, path, keys))).operations) == [expected]


def test_beta_operations_stand_below_beta(built: Make) -> None:
    """A path that differs by `?beta=true` alone is the beta form of its resource."""
    text = paths(
        ("post", "/pets", "operationId: createPet"), ("post", "/pets?beta=true", "operationId: beta_createPet")
    )
    assert sorted(built(text).operations) == ["beta.pets.create", "pets.create"]


def test_a_scheme_beside_the_default_gives_a_prefix(built: Make) -> None:
    """Operations that need `AdminKey` where the default is `Key` are the admin's."""
    text = (
        paths(("get", "/pets", ""), ("get", "/users", "security: [{AdminKey: []}]"))
        + "security: [{Key: []}]\n"
        + "components: {securitySchemes: {Key: &key {type: http, scheme: bearer}, AdminKey: *key}}\n"
    )
    assert sorted(built(text).operations) == ["admin.users.list", "pets.list"]


def test_a_collision_is_resolved_by_rule_and_reported(built: Make) -> None:
    """Of two operations with one name, the longest path keeps it, wherever it stands."""
    one, two = (
        ("post", "/zoos/{id}/runs", "operationId: createRun"),
        ("post", "/zoos/runs", "operationId: createZooAndRun"),
    )
    for order in ((one, two), (two, one)):
        found = built(paths(*order))
        assert {name: o.path for name, o in found.operations.items()} == {
            "zoos.runs.create": "/zoos/{id}/runs",
            "zoos.runs.create_zoo_and_run": "/zoos/runs",
        }
        assert found.codes.count("colliding-methods") == 1


def test_the_operation_may_say_its_own_name(built: Make) -> None:
    """`x-stainless-method` wins over the rules; `$client` is the client itself."""
    text = paths(
        ("get", "/pets", "x-stainless-method: zoo.animals.all"), ("get", "/up", "x-stainless-method: $client.status")
    )
    assert sorted(built(text).operations) == ["status", "zoo.animals.all"]


def test_words_of_python_are_avoided(built: Make) -> None:
    """Keywords and what resources have already do not become names."""
    names = built(paths(("post", "/import", "operationId: import"), ("get", "/class", "")))
    assert all(part.isidentifier() for name in names.operations for part in name.split("."))
    assert not {"import", "class"} & {part for name in names.operations for part in name.split(".")}


TWO_OPERATIONS = """
paths:
  /pets:
    get: {operationId: listPets, responses: {"204": {description: Nothing.}}}
    post: {operationId: listPets2, responses: {"204": {description: Nothing.}}}
  /toys:
    get: {operationId: listToys, x-stainless-method: toys.list, responses: {"204": {description: Nothing.}}}
  /cats:
    get: {operationId: listCats, responses: {"204": {description: Nothing.}}}
"""
LISTED = HttpMethod(resource=("pets",), name="find", verb="get", path="/pets", location=Location("c.yaml", 1, 1, ""))
CATS = UnspecifiedOperation(verb="get", path="/cats", location=Location("c.yaml", 2, 1, ""))


@pytest.mark.parametrize(
    ("config", "made", "unlisted"),
    [
        (Config(), {"pets.list", "pets.create", "toys.list", "cats.list"}, set()),
        (Config(methods=(LISTED,)), {"pets.find", "toys.list"}, {"get /cats", "post /pets"}),
        (Config(methods=(LISTED,), unlisted="include"), {"pets.find", "pets.create", "toys.list", "cats.list"}, set()),
        (Config(unlisted="skip"), {"toys.list"}, {"get /pets", "get /cats", "post /pets"}),
        (Config(methods=(LISTED,), unspecified=(CATS,)), {"pets.find", "toys.list"}, {"post /pets"}),
        (
            Config(methods=(LISTED,), left_out=(CATS,), unlisted="include"),
            {"pets.find", "pets.create", "toys.list"},
            set(),
        ),
        (
            Config(methods=(replace(LISTED, path="/cats"),), left_out=(CATS,)),
            {"pets.find", "toys.list"},
            {"get /pets", "post /pets"},
        ),
    ],
)
def test_operations_that_the_config_does_not_list(
    built: Callable[..., Built], config: Config, made: set[str], unlisted: set[str]
) -> None:
    """They have no method once it lists any, unless it says so; each is in the ledger, and none takes a name."""
    found = built(TWO_OPERATIONS, config)
    assert set(found.operations) == made
    assert {entry.subject for entry in found.ledger.entries if entry.reason == UNLISTED} == unlisted
    assert "colliding-methods" not in found.codes


SHARED = """
paths:
  /pets: {$ref: "#/components/pathItems/Both"}
  /cats: {$ref: "#/components/pathItems/Both"}
components:
  pathItems:
    Both: {get: {responses: {"204": {description: Nothing.}}}}
"""


def test_paths_that_share_what_stands_at_them(built: Callable[..., Built]) -> None:
    """A path item of two paths is two operations, of which a config may list one."""
    found = built(SHARED, Config(methods=(LISTED,)))
    assert set(found.operations) == {"pets.find"}
    assert [entry.subject for entry in found.ledger.entries if entry.reason == UNLISTED] == ["get /cats"]


def test_calls_of_paths_that_share_what_stands_at_them(built: Callable[..., Built]) -> None:
    """A call that the README is to show is that of its path."""
    place = Location("c.yaml", 1, 1, "")
    wanted = tuple(
        ExampleRequest(name=path, verb="get", path=path, params=(), location=place) for path in ("/pets", "/cats")
    )
    found = built(SHARED, Config(example_requests=wanted))
    assert [(call.topic, call.resource) for call in found.package.shown_calls] == [
        ("/pets", ("pets",)),
        ("/cats", ("cats",)),
    ]
    assert found.codes == []


def test_paths_that_share_what_stands_at_them_are_compared(built: Callable[..., Built]) -> None:
    """Behind each method stands the operation of its own path, in the document's words."""
    found = built(SHARED.replace("/pets:", "/pets/{petId}:"))
    _, origins = generated_surface(found.package, HandWrittenFiles())
    assert origins.operations == {"cats.list": "get /cats", "pets.retrieve": "get /pets/{petId}"}

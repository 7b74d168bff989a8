"""What the probe tells of a package, and the comparison with what it told."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import NotRequired, Required

import pytest
from typing_extensions import TypedDict

from tests.measures.tally import Tally
from tests.parity import probe
from tests.parity.facts import Facts, public_type
from tests.parity.introspection import Package, fields_of
from tests.parity.official import OfficialSurface, Signature, ask, compare_official

NO_FACTS = Facts(methods=(), types=())
NOTHING = OfficialSurface(names=(), exports={}, types=(), attributes={}, parameters={}, exceptions={}, methods={})


def differences(official: OfficialSurface, shop: Package, facts: Facts = NO_FACTS) -> list[tuple[str, str, str, str]]:
    tallies = compare_official(official, facts, shop)
    return [(d.measure, d.subject, d.official, d.ours) for tally in tallies for d in tally.differences]


def tallies(official: OfficialSurface, shop: Package) -> dict[str, Tally]:
    return {tally.measure: tally for tally in compare_official(official, NO_FACTS, shop)}


def told_by_probe(shop: Package) -> OfficialSurface:
    """The small package as the probe describes it."""
    root, name = shop.root, shop.root.__name__
    found = dict(probe.methods("", root.Shop()))
    return OfficialSurface(
        names=tuple(probe.names(root)),
        exports={f"{name}.pagination": probe.exports(import_module(f"{name}.pagination"))},
        types=tuple(
            public_type(probe.described(module, exported, getattr(module, exported)))
            for module in probe.leaves(f"{name}.types")
            for exported in probe.exports(module)
        ),
        attributes={"Shop": probe.attributes(root.Shop())},
        parameters={"Shop": probe.parameters(root.Shop)},
        exceptions={"NotFoundError": probe.ancestors(name, root.NotFoundError)},
        methods={
            path: Signature(positional=tuple(told["positional"]), keywords=dict(told["keyword"]))
            for path, told in found.items()
        },
    )


def test_a_package_beside_itself(shop: Package) -> None:
    """What the probe tells of a package, the comparison finds in it."""
    official = told_by_probe(shop)
    assert {"Shop", "BaseModel", "NOT_GIVEN"} <= set(official.names)
    kinds = {public.name: public.kind for public in official.types}
    assert kinds.items() >= {"Item": "model", "ItemCreateParams": "typeddict", "Size": "alias"}.items()
    assert set(official.methods) == {"items.list", "items.create", "items.retrieve", "items.delete"}
    bases = ["APIStatusError", "APIError", "ShopError", "BodyMembers"]
    assert official.exceptions == {"NotFoundError": ["NotFoundError", *bases]}
    assert differences(official, shop) == []
    counted = tallies(official, shop)
    assert counted["official.methods"].matched == counted["official.methods.parameters"].matched == 4
    assert counted["official.deep.fields.required"].matched > 10


@pytest.mark.parametrize(
    ("official", "difference"),
    [
        ({"names": ("Shop", "gone")}, ("official.names", "openai.gone", "present", "absent")),
        ({"exports": {"sdk_shop.nowhere": ["X"]}}, ("official.modules", "sdk_shop.nowhere.X", "present", "absent")),
        (
            {"exports": {"sdk_shop.pagination": ["SyncPage2"]}},
            ("official.modules", "sdk_shop.pagination.SyncPage2", "present", "absent"),
        ),
        (
            {"attributes": {"Shop": ["items", "shelves"], "Gone": ["x"]}},
            ("official.attributes", "openai.Shop.shelves", "present", "absent"),
        ),
        (
            {"parameters": {"Shop": {"base_url": True}}},
            ("official.constructors", "openai.Shop(base_url)", "required", "optional"),
        ),
        (
            {"parameters": {"Gone": {"base_url": False}}},
            ("official.constructors", "openai.Gone(base_url)", "optional", "absent"),
        ),
        (
            {"exceptions": {"Gone": ["Gone", "OpenAIError"]}},
            ("official.exceptions", "openai.Gone", "Gone, OpenAIError", "absent"),
        ),
        (
            {"methods": {"items.parse": Signature(positional=(), keywords={})}},
            ("official.methods", "items.parse", "present", "absent"),
        ),
        (
            {"methods": {"items.delete": Signature(positional=("id", "timeout"), keywords={"hard": True})}},
            ("official.methods.parameters", "items.delete", "1: id, hard!", "1: item_id"),
        ),
    ],
)
def test_differences(shop: Package, official: dict[str, object], difference: tuple[str, str, str, str]) -> None:
    """Each part of the surface is compared."""
    surface = OfficialSurface(**{**{name: getattr(NOTHING, name) for name in NOTHING.__slots__}, **official})
    assert differences(surface, shop) == [difference]


class Base(TypedDict, total=False):
    """Keys that need not be there, with one exception."""

    first: Required[str]
    second: str


class Derived(Base):
    """Keys that must be there, with one exception."""

    third: Required[int]
    fourth: int
    fifth: NotRequired[int]


def test_keys_that_a_typeddict_inherits() -> None:
    """A key is required as the class that has it says, by `total` or by itself, on both sides."""
    expected = {"first": True, "second": False, "third": True, "fourth": True, "fifth": False}
    assert probe.required(Derived) == expected
    assert {name: field.required for name, field in fields_of(Derived).items()} == expected


def test_asking(tmp_path: Path) -> None:
    """The interpreter of the environment is started with the probe, and what it prints is read."""
    told = {
        "names": ["OpenAI"],
        "exports": {"openai.pagination": ["SyncPage"]},
        "types": [{"module": "openai.types", "name": "Size", "kind": "alias", "fields": {}}],
        "attributes": {"OpenAI": ["chat"]},
        "parameters": {"OpenAI": {"api_key": False}},
        "exceptions": {},
        "methods": {"chat.parse": {"positional": ["a"], "keyword": [["b", True]]}},
    }
    interpreter = tmp_path / "bin/python"
    interpreter.parent.mkdir()
    arguments = tmp_path / "arguments"
    interpreter.write_text(f"#!/bin/sh\necho \"$@\" > {arguments}\ncat <<'END'\n{json.dumps(told)}\nEND\n")
    interpreter.chmod(0o755)
    surface = ask(tmp_path)
    assert surface.methods == {"chat.parse": Signature(positional=("a",), keywords={"b": True})}
    assert [public.path for public in surface.types] == ["openai.types.Size"]
    assert arguments.read_text().split()[1:3] == ["openai", "OpenAI"]

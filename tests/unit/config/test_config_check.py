"""The JSON Schema of the config: it is complete, its findings have places, and nothing in a file goes unnoticed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import jsonschema
import pytest
from jsonschema_rs import Draft202012Validator

from generator.config import check
from generator.diagnostics import Diagnostics
from generator.document.load import load
from generator.document.nodes import Sources
from generator.ledger import Ledger
from generator.source import Location
from generator.values import Value, members
from tests.unit.config.config_reading import COMPLETE, Reading, read

Path = tuple[str | int, ...]


def complete() -> dict[str, Any]:
    return json.loads(complete_as_json())


@cache
def complete_as_json() -> str:
    return json.dumps(load(str(COMPLETE), sources=Sources(), diagnostics=Diagnostics(), ledger=Ledger()).root)


def schema() -> dict[str, Any]:
    return json.loads((check.files(check.__package__) / "schema.json").read_text())


def paths(node: object, path: Path = ()) -> Iterator[Path]:
    """The paths of all values below a node."""
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in steps:
        yield (*path, key)
        yield from paths(value, (*path, key))


def changed(path: Path, *value: object) -> dict[str, Any]:
    """The complete config with the value at a path replaced, or removed where none is given."""
    root = complete()
    parent = root
    for key in path[:-1]:
        parent = parent[key]
    if value:
        parent[path[-1]] = deepcopy(value[0])
    else:
        del parent[path[-1]]
    return root


def meaning(value: object) -> object:
    """A value of the config without the places in it."""
    if isinstance(value, Value):
        held = {name: getattr(value, name) for name in members(type(value))}
        return {name: meaning(inner) for name, inner in held.items() if not isinstance(inner, Location)}
    return [meaning(item) for item in value] if isinstance(value, tuple) else value


def reading_of(root: object, tmp_path) -> Reading:
    file = tmp_path / "sdk.json"
    file.write_text(json.dumps(root))
    return read(file)


def test_the_schema_is_valid():
    """The schema itself keeps to the rules of JSON Schema."""
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_complete_example_has_no_findings():
    """A complete file is accepted as it is."""
    assert read(COMPLETE).printed == []


def test_the_complete_example_uses_every_key():
    """Every key that the schema knows stands in the complete example, so the tests below speak of all of them."""
    marked = schema()
    known = set()
    for path in list(paths(marked)):
        if path[-1] == "properties" and path[-2:-1] not in [("properties",), ("if",)]:
            for name, rule in at(marked, path).items():
                rule["x-known"] = "/".join(map(str, (*path, name)))
                known.add(rule["x-known"])
    annotations = (one["annotations"] for one in Draft202012Validator(marked).evaluate(complete()).annotations())
    used = {
        annotation["x-known"] for annotation in annotations if isinstance(annotation, dict) and "x-known" in annotation
    }
    assert known
    assert known - used == set()


def at(node: Any, path: Path) -> Any:
    for key in path:
        node = node[key]
    return node


NEUTRAL: tuple[tuple[Path, str], ...] = (
    (("client_settings", "opts", "token", "type"), "the default"),
    (("resources", "pets", "methods", "listExported", "type"), "the default"),
    (("resources", "pets", "models", "purr", "type"), "the default"),
    (("pagination", 0, "response", "paws", "items", "properties", "paw_id", "type"), "its mark says what it is for"),
    (("pagination", 0, "response", "ignored", "type"), "stands in a header"),
    (("pagination", 1, "response", "all", "type"), "the answer is the array"),
    (("streaming", "on_event", 2, "kind"), "a rule without conditions is about all the rest"),
    (("pagination", 2), "the scheme is not used, as the ledger says"),
    (("resources", "pets", "deprecated", "go"), "another language"),
    (("resources", "pets", "models", "only_go"), "another language"),
    (("resources", "pets", "models", "not_python"), "another language"),
    (("resources", "pets", "methods", "update"), "another language"),
    (("resources", "pets", "methods", "_update", "only"), "the language it is for"),
    (("resources", "pets", "subresources", "go_only"), "another language"),
    (("resources", "pets", "subresources", "hidden"), "left out of all languages"),
    (("sdkgen", "project"), "commands read it, to know of which document this is the config"),
)
"""What may be taken out of the complete example without a difference, and why."""


def is_noticed(before: Reading, after: Reading) -> bool:
    return (
        meaning(before.config) != meaning(after.config)
        or before.without_effect != after.without_effect
        or after.printed != []
    )


def test_no_key_goes_unnoticed(tmp_path):
    """Taking any key out of the complete example changes the config, unless the ledger says that it has no effect."""
    before = reading_of(complete(), tmp_path)
    neutral = [tuple(map(str, path)) for path, _ in NEUTRAL]
    neutral += [tuple(name.split(".")) for name in before.without_effect]
    unnoticed = [
        path
        for path in paths(complete())
        if not any(tuple(map(str, path[: len(start)])) == start for start in neutral)
        and not is_noticed(before, reading_of(changed(path), tmp_path))
    ]
    assert unnoticed == []


WRONG: tuple[object, ...] = (None, True, -1.5, "", [], {}, [None], {"": None}, "get /x", 10**40)


def test_no_value_brings_the_reader_down(tmp_path):
    """Whatever stands in place of a value, the file is read, and what cannot be meant is left out."""
    before = reading_of(complete(), tmp_path)
    for number, path in enumerate(paths(complete())):
        for offset in (0, 3):
            value = WRONG[(number + offset) % len(WRONG)]
            reading = reading_of(changed(path, value), tmp_path)
            assert reading.config.project_name == before.config.project_name or path[0] == "targets", (path, value)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            "settings: {licence: MIT}",
            'sdk.yaml:1:12: warning: unknown-config-key: "licence" means nothing here; it is ignored',
        ),
        (
            "resources:\n  pets: 1\n",
            "sdk.yaml:2:3: error: invalid-config: `pets` is an integer where a mapping is needed",
        ),
        (
            "unspecified_endpoints:\n  - get /a\n  - b\n",
            'sdk.yaml:3:5: error: invalid-config: item 2 cannot be "b"',
        ),
    ],
)
def test_findings_have_places(config_of, text, finding):
    """A finding names the line and the column of the key or item it is about."""
    reading = config_of(text)
    assert reading.printed[0].split("\n")[0].endswith(finding)


def test_what_is_refused_takes_only_itself_along(config_of):
    """One wrong method does not cost the others."""
    reading = config_of("resources: {pets: {methods: {list: get /pets, odd: 7, create: post /pets}}}")
    assert [method.name for method in reading.config.methods] == ["list", "create"]
    assert len(reading.printed) == 1


def test_an_alias_is_refused_only_where_it_does_not_fit(config_of):
    """A node that stands in two places is left out of the one where it is wrong."""
    reading = config_of("environments: &map {a: https://a.example}\norganization: *map\n")
    assert [environment.name for environment in reading.config.environments] == ["a"]
    assert ['"a" means nothing here' in line for line in reading.printed] == [True]


def test_the_ledger_gives_reason_and_place():
    """A key without effect stands in the ledger with its path, the reason, and where it is."""
    (entry,) = (e for e in read(COMPLETE).ledger.entries if e.subject == "targets.python.publish.registry")
    assert (entry.kind, entry.reason) == ("config key", "releases go to the package index of Python")
    assert entry.location.pointer == "/targets/python/publish/registry"
    assert entry.location.line > 1

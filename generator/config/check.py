"""Checking a config file against its JSON Schema.

The schema is the only list of keys: it also says which of them have no effect (`x-not-honoured`), and the ledger names
those that a file uses.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeAlias

from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from generator.diagnostics import Diagnostics, Severity, register
from generator.document.nodes import ListNode, MapNode, Sources, kind_of, place_within
from generator.ledger import Ledger
from generator.source import Location, pointer_join

INVALID = register("invalid-config", Severity.ERROR, "A value in the SDK config has the wrong form.")
UNKNOWN_KEY = register("unknown-config-key", Severity.WARNING, "A key in the SDK config means nothing; it is ignored.")

_Path: TypeAlias = tuple[str | int, ...]

_KINDS: Final = {
    "object": "a mapping",
    "array": "a list",
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "a boolean",
}


def schema_text() -> str:
    """The JSON Schema of configs."""
    return files(__package__).joinpath("schema.json").read_text(encoding="utf-8")


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(schema_text())
    return schema


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(_schema())


def checked(root: MapNode, sources: Sources, diagnostics: Diagnostics, ledger: Ledger) -> MapNode:
    """The file without the values that the schema refuses, each of which is reported."""
    places = _Places(root, sources)
    for error in _validator().iter_errors(root):
        _report(error, places, diagnostics)
    # What goes may leave something incomplete behind, which then goes too and needs no report of its own.
    while refused := {path for error in _validator().iter_errors(root) for path in _refused(error)}:
        root = _without(root, refused)
    _enter_without_effect(root, _Places(root, sources), ledger)
    return root


class _Places:
    """Finds the locations of values by their path."""

    def __init__(self, root: MapNode, sources: Sources) -> None:
        self._root = root
        self._sources = sources

    def location(self, path: _Path) -> Location:
        """Where a value stands: at its key, or at its place in a list."""
        if not path:
            return self._sources.location(self._root.place, "")
        parent: Any = self._root
        for key in path[:-1]:
            parent = parent[key]
        return self._sources.location(place_within(parent, path[-1]), pointer_join("", *path))


def _refused(error: ValidationError) -> Iterator[_Path]:
    path = tuple(error.instance_path)
    match error.kind:
        case ValidationErrorKind.AdditionalProperties(unexpected):
            yield from ((*path, key) for key in unexpected)
        case _:
            yield path


def _without(node: Any, refused: set[_Path], path: _Path = ()) -> Any:
    """A copy of a node that lacks the values at the refused paths."""
    if isinstance(node, MapNode):
        kept = MapNode(node.place)
        for key, value in node.items():
            if (*path, key) not in refused:
                kept.put(key, _without(value, refused, (*path, key)), place_within(node, key))
        return kept
    if isinstance(node, ListNode):
        rest = ListNode(node.place)
        for index, value in enumerate(node):
            if (*path, index) not in refused:
                rest.add(_without(value, refused, (*path, index)), place_within(node, index))
        return rest
    return node


def _report(error: ValidationError, places: _Places, diagnostics: Diagnostics) -> None:
    path = tuple(error.instance_path)
    rule = _at(_schema(), error.schema_path[:-1])
    hint = rule.get("x-hint")
    match error.kind:
        case ValidationErrorKind.AdditionalProperties(unexpected):
            for key in unexpected:
                _report_unknown(key, (*path, key), rule, places, diagnostics)
            return
        case ValidationErrorKind.Type(types):
            wanted = " or ".join(words for kind, words in _KINDS.items() if kind in types)
            message = f"{_subject(path)} is {kind_of(error.instance)} where {wanted} is needed"
        case ValidationErrorKind.Required(key):
            message = f'{_subject(path)} lacks "{key}"'
        case ValidationErrorKind.Enum(options):
            names = [option for option in options if isinstance(option, str)]
            hint = hint or _near(error.instance, names) or "write one of " + ", ".join(names)
            message = f"{_subject(path)} cannot be {_quoted(error.instance)}"
        case ValidationErrorKind.Pattern():
            message = f"{_subject(path)} cannot be {_quoted(error.instance)}"
        case _:
            message = f"{_subject(path)}: {error.message}"
    diagnostics.report(INVALID, message, places.location(path), hint=hint)


def _report_unknown(key: str, path: _Path, rule: Mapping[str, Any], places: _Places, diagnostics: Diagnostics) -> None:
    hint = rule.get("x-hint") or _near(key, rule.get("properties", ()))
    diagnostics.report(UNKNOWN_KEY, f'"{key}" means nothing here; it is ignored', places.location(path), hint=hint)


def _at(schema: Any, path: Iterable[str | int]) -> Mapping[str, Any]:
    for key in path:
        schema = schema[key]
    return schema if isinstance(schema, Mapping) else {}


def _subject(path: _Path) -> str:
    """What a message is about: the key, or the position in a list (with the list's key)."""
    if not path:
        return "the file"
    last = path[-1]
    return f"`{last}`" if isinstance(last, str) else f"item {last + 1}"


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool | int | float) else kind_of(value)


def _near(word: object, words: Iterable[str]) -> str | None:
    near = difflib.get_close_matches(str(word), words, n=1)
    return f"did you mean {near[0]}?" if near else None


def _enter_without_effect(root: MapNode, places: _Places, ledger: Ledger) -> None:
    for annotation in _validator().evaluate(root).annotations():
        found = annotation["annotations"]
        if isinstance(found, dict) and isinstance(reason := found.get("x-not-honoured"), str):
            path = _path(root, annotation["instanceLocation"])
            subject = ".".join(map(str, path))
            ledger.dropped("config key", subject, reason, places.location(path), group=_group(path))


def _group(path: _Path) -> str:
    """A key as those of its kind are counted: without the names that the file gives to things."""
    words: list[str] = []
    rules = list(_forms(_schema()))
    for key in path:
        known = [rule["properties"][key] for rule in rules if key in rule.get("properties", ())]
        if isinstance(key, str):
            words.append(key if known else "*")
        below = known or [inner for rule in rules for inner in _below(rule)]
        rules = [form for rule in below for form in _forms(rule)]
    return ".".join(words).replace("*.subresources.", "")


def _below(rule: Mapping[str, Any]) -> Iterator[Any]:
    """What a rule says of items and of values under names that it does not know."""
    yield from (rule[key] for key in ("items", "additionalProperties") if isinstance(rule.get(key), dict))
    yield from rule.get("patternProperties", {}).values()


def _forms(rule: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A rule, and those that it refers to or chooses among."""
    yield rule
    if "$ref" in rule:
        yield from _forms(_at(_schema(), rule["$ref"].split("/")[1:]))
    for key in ("then", "else"):
        if key in rule:
            yield from _forms(rule[key])


def _path(root: MapNode, pointer: str) -> _Path:
    """The path of a JSON pointer into the file."""
    path: list[str | int] = []
    node: Any = root
    for token in pointer.split("/")[1:]:
        key = int(token) if isinstance(node, ListNode) else token.replace("~1", "/").replace("~0", "~")
        path.append(key)
        node = node[key]
    return tuple(path)

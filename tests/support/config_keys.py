"""The keys that the SDK config knows, as its JSON Schema has them: `client_settings.opts.*.read_env`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

SCHEMA: Final = Path(__file__).parents[2] / "generator" / "config" / "schema.json"
CASES: Final = Path(__file__).parents[1] / "config" / "keys.yaml"

_IN_REQUESTS: Final = re.compile(r"^pagination\.request\b")
"""What pages are asked with is described as what they have."""


@cache
def key_rules() -> Mapping[str, Mapping[str, Any]]:
    """Every key by its path, in the order of the schema, with the rule for its value.

    `*` stands for a name that is free. What contains itself is followed once. Of several rules for one key that counts
    which says that it has an effect.
    """
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    found: dict[str, Mapping[str, Any]] = {}
    for written, rule in _below(schema, schema, "", ()):
        path = _IN_REQUESTS.sub("pagination.response", written)
        if path not in found or ("x-not-honoured" in found[path] and "x-not-honoured" not in rule):
            found[path] = rule
    return found


@cache
def config_keys() -> Mapping[str, str | None]:
    """Every key by its path, with the reason why it has no effect; None for one that has an effect."""
    return {path: rule.get("x-not-honoured") for path, rule in key_rules().items()}


@cache
def key_cases() -> list[Mapping[str, Any]]:
    """What keys do: for some of them a config (`config`, on top of `beside`), and what that changes."""
    found: list[Mapping[str, Any]] = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return found


def merged(one: Any, other: Any) -> Any:
    """Both mappings, the other's words first."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return other
    return {**one, **{key: merged(one[key], value) if key in one else value for key, value in other.items()}}


@cache
def leaves() -> Mapping[str, str | None]:
    """The keys that no other keys stand below."""
    keys = config_keys()
    return {key: reason for key, reason in keys.items() if not any(other.startswith(f"{key}.") for other in keys)}


def _resolved(schema: Any, rule: Mapping[str, Any]) -> Mapping[str, Any]:
    """A rule with what it refers to."""
    reference = rule.get("$ref")
    return rule if reference is None else {**schema["$defs"][reference.rpartition("/")[2]], **rule}


def _below(schema: Any, rule: Any, path: str, outer: tuple[str, ...]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(rule, Mapping):
        return
    reference = rule.get("$ref")
    if reference is not None:
        if reference in outer:
            return
        target = schema["$defs"][reference.rpartition("/")[2]]
        yield from _below(schema, target, path, (*outer, reference))
    for key, below in rule.get("properties", {}).items():
        inside = f"{path}.{key}" if path else key
        yield inside, _resolved(schema, below)
        yield from _below(schema, below, inside, outer)
    for free in (rule.get("additionalProperties"), *rule.get("patternProperties", {}).values()):
        if free is rule.get("additionalProperties") and isinstance(free, Mapping) and "x-not-honoured" in free:
            yield f"{path}.*", free
        yield from _below(schema, free, f"{path}.*", outer)
    for part in ("items", "if", "then", "else"):
        if not (part == "if" and "properties" in rule.get("if", {})):
            yield from _below(schema, rule.get(part), path, outer)

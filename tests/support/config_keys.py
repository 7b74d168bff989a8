"""The keys that the SDK config knows, as its JSON Schema has them: `client_settings.opts.*.read_env`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

SCHEMA: Final = Path(__file__).parents[2] / "generator" / "config" / "schema.json"
OWN: Final = "sdkgen"
"""What stands below this key is no part of the vocabulary that is shared."""


_IN_REQUESTS: Final = re.compile(r"^pagination\.request\b")
"""What pages are asked with is described as what they have."""


def config_keys() -> dict[str, str | None]:
    """Every key by its path, with the reason why it has no effect; None for one that has an effect.

    `*` stands for a name that is free. What contains itself is followed once.
    """
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    found: dict[str, str | None] = {}
    for written, rule in _below(schema, schema, "", ()):
        path = _IN_REQUESTS.sub("pagination.response", written)
        reason = rule.get("x-not-honoured")
        if path not in found or reason is None:
            found[path] = reason
    return {path: reason for path, reason in found.items() if path.split(".")[0] != OWN}


def leaves() -> dict[str, str | None]:
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

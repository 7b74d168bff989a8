"""What the findings of an official schema say: at which place, under which code and in which words.

A finding of a union has those of its branches; here it is traced to those of the branch that was meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from generator.diagnostics import Code, Severity, register
from generator.document.nodes import kind_of

INVALID_STRUCTURE = register(
    "invalid-structure", Severity.WARNING, "The official JSON Schema of OpenAPI does not allow what stands here."
)
MISPLACED_KEYWORD = register(
    "misplaced-keyword",
    Severity.WARNING,
    "A keyword stands where the document's version of OpenAPI has none, or beside one that excludes it.",
)

Path = tuple[str | int, ...]

_MESSAGE_WIDTH: Final = 200
_LEFTOVERS: Final = frozenset({"additionalProperties", "unevaluatedProperties"})
_KINDS: Final = frozenset({"type", "in"})
"""The keywords whose values say which branch of a union an object is of."""
_ALTERNATIVES: Final = (("schema", "content"), ("operationRef", "operationId"))
"""Of each, an object has one and not the other."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a path of keys and indexes; `rule` is the keyword of the schema that says so.

    `missing` is the key that an object lacks, where that is what is wrong.
    """

    path: Path
    rule: str
    message: str
    code: Code = INVALID_STRUCTURE
    missing: str = ""


def faults(errors: Iterator[Any], version: str) -> Iterator[Fault]:
    """What the findings say. Where something inside of an object is wrong, it may have keywords left over for that."""
    causes = [cause for error in errors for cause in _causes(error)]
    inside = {
        tuple(cause.instance_path[:length])
        for cause in causes
        if cause.kind.name not in _LEFTOVERS
        for length in range(len(cause.instance_path) + 1)
    }
    for cause in causes:
        path = tuple(cause.instance_path)
        if cause.kind.name == "additionalProperties" or (cause.kind.name in _LEFTOVERS and path not in inside):
            for key in cause.kind.unexpected:
                yield Fault((*path, key), cause.kind.name, f"OpenAPI {version} has no `{key}` here", MISPLACED_KEYWORD)
        elif cause.kind.name not in _LEFTOVERS:
            yield _fault(cause, path)


def _causes(error: Any) -> Iterator[Any]:
    """The findings behind that of a union: those of the branch that was meant, or the deepest of all."""
    branches = [branch for branch in getattr(error.kind, "context", ()) if branch]
    meant = [branch for branch in branches if not any(map(_is_of_another_kind, branch))]
    if len(meant) > 1:
        meant = [branch for branch in meant if not any(_lacks(found, error) for found in branch)] or meant
    if len(meant) == 1:
        for found in meant[0]:
            yield from _causes(found)
        return
    deepest = max((found for branch in meant for found in branch), key=_depth, default=error)
    if _depth(deepest) > _depth(error):
        yield from _causes(deepest)
    else:
        yield error  # no branch got further than the others: none of them is plainly what was meant


def _is_of_another_kind(found: Any) -> bool:
    """Whether a finding shows that an object is not of the kind of a branch, which says nothing of it then."""
    if found.kind.name == "required":
        return bool(found.kind.property == "$ref")
    return found.kind.name in ("enum", "const") and bool(found.instance_path) and found.instance_path[-1] in _KINDS


def _lacks(found: Any, error: Any) -> bool:
    return found.kind.name == "required" and _depth(found) == _depth(error)


def _depth(error: Any) -> int:
    return len(error.instance_path)


def _fault(error: Any, path: Path) -> Fault:
    kind, value = error.kind, error.instance
    rule = str(kind.name)
    match rule:
        case "type":
            return Fault(path, rule, f"{kind_of(value)} stands where the type {' or '.join(kind.types)} is needed")
        case "required":
            return Fault(path, rule, f'"{kind.property}" is missing', missing=kind.property)
        case "uniqueItems":
            return Fault(path, rule, "the list has an item twice")
        case "contains":
            return Fault(path, rule, "there is more than one parameter in querystring: it is the whole query")
        case "propertyNames":
            name = kind.error.instance
            return Fault((*path, name), rule, f'"{name}" is no name that OpenAPI allows here')
        case "pattern":
            return Fault(path, rule, f'"{_short(str(value))}" is not of the form that OpenAPI has for this place')
        case "falseSchema":
            return _misplaced(path, rule, _present_key(error.schema_path))
        case "not":
            return _excluded(kind.schema, path, value)
        case "anyOf" | "oneOf":
            return _unfit(error, path, value)
        case _:
            return Fault(path, rule, _short(str(error.message)))


def _misplaced(path: Path, rule: str, beside: str) -> Fault:
    """The key at the end of a path excludes another one of its object, or has no place without it."""
    where = f"beside `{beside}`" if beside else "here"
    return Fault(path, rule, f"`{path[-1]}` is not allowed {where}", MISPLACED_KEYWORD)


def _present_key(schema_path: list[str | int]) -> str:
    """The key that a rule depends on: it stands in the object that the rule is about."""
    if "dependentSchemas" not in schema_path:
        return ""
    last = len(schema_path) - 1 - schema_path[::-1].index("dependentSchemas")
    return str(schema_path[last + 1])


def _excluded(rejected: Any, path: Path, value: Any) -> Fault:
    """What `not` rejects: keys that exclude each other, or a parameter `in: querystring` beside others of the query."""
    keys = rejected.get("required", ()) if isinstance(rejected, dict) else ()
    if keys:
        return _misplaced(
            (*path, keys[-1]), "not", keys[0] if len(keys) > 1 else "content" if "content" in value else ""
        )
    if isinstance(value, list):
        return Fault(path, "not", "a parameter in querystring is the whole query; no other is in query beside it")
    return Fault(path, "not", f'"{_short(str(value))}" is not allowed here')


def _unfit(error: Any, path: Path, value: Any) -> Fault:
    """What fits none of the branches of a union, or more than one of them."""
    branches = [branch for branch in error.kind.context if branch]
    found = [one for branch in branches for one in branch]
    if not branches:
        for first, second in _ALTERNATIVES:
            if isinstance(value, dict) and first in value and second in value:
                return _misplaced((*path, second), "oneOf", first)
    if found and all(_lacks(one, error) for one in found):
        names = dict.fromkeys(one.kind.property for one in found if one.kind.property != "$ref")
        if len(names) == 1:
            (name,) = names
            return Fault(path, "required", f'"{name}" is missing', missing=name)
        return Fault(path, "anyOf", f"one of {', '.join(f'`{name}`' for name in names)} is needed")
    kinds = [one for one in found if _is_of_another_kind(one) and one.kind.name != "required"]
    if kinds and all(one.instance_path == kinds[0].instance_path for one in kinds):
        allowed = dict.fromkeys(str(option) for one in kinds for option in _options(one.kind))
        message = f'"{_short(str(kinds[0].instance))}" is none of {", ".join(allowed)}'
        return Fault(tuple(kinds[0].instance_path), "enum", message)
    return Fault(path, "anyOf", f"{kind_of(value)} fits none of the forms that OpenAPI has for this place")


def _options(kind: Any) -> Any:
    return kind.options if kind.name == "enum" else (kind.expected_value,)


def _short(text: str) -> str:
    return text if len(text) <= _MESSAGE_WIDTH else text[:_MESSAGE_WIDTH] + "..."

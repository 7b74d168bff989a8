"""What the findings of an official schema say: at which place, under which code and in which words.

A finding of a union has those of its branches; here it is traced to those of the branch that was meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from jsonschema_rs import ValidationErrorKind

from generator.diagnostics import Code, Severity, register
from generator.document.nodes import kind_of
from generator.values import Value

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
_KINDS: Final = ("type", "in", "scheme")
"""The keywords whose values say which branch of a union an object is of."""
_VALUE_RULES: Final = frozenset({"enum", "const", "pattern", "not"})
_ALTERNATIVES: Final = (("schema", "content"), ("operationRef", "operationId"))
"""Of each, an object has one and not the other."""


class Fault(Value):
    """What is wrong at a path of keys and indexes; `rule` is the keyword of the schema that says so.

    `missing` is the key that an object lacks, where that is what is wrong.
    """

    path: Path
    rule: str
    message: str
    code: Code = INVALID_STRUCTURE
    missing: str = ""


def faults(errors: Iterator[Any], version: str) -> Iterator[Fault]:
    """What the findings say, but for those that only follow from others."""
    causes = [cause for error in errors for cause in _causes(error)]
    context = _Context.of(causes)
    for cause in causes:
        path = tuple(cause.instance_path)
        if cause.kind.name in _LEFTOVERS:
            # What 2.0 does not have is what its conversion reports.
            for key in () if version == "2.0" else context.left_over(cause, path):
                if (version, key) in _READ_ANYWAY:
                    continue
                yield Fault((*path, key), cause.kind.name, f"OpenAPI {version} has no `{key}` here", MISPLACED_KEYWORD)
        elif not context.follows(cause, path):
            yield _fault(cause, path)


_READ_ANYWAY: Final = frozenset({("3.1", "itemSchema")})
"""Keywords of a later version that frameworks write into documents of an earlier one."""


class _Context(Value):
    """What is wrong elsewhere in a document.

    `wrong` are the paths of all findings and of what those are in, `broken` the same but for keywords that are left
    over; `untold` are objects that do not say of which kind they are, `empty` those that must not be, `mistyped` values
    of a wrong type, and `said` what has a finding that says something.
    """

    wrong: frozenset[Path]
    broken: frozenset[Path]
    untold: frozenset[Path]
    empty: frozenset[Path]
    mistyped: frozenset[Path]
    said: frozenset[Path]

    @classmethod
    def of(cls, causes: list[Any]) -> _Context:
        others = [cause for cause in causes if cause.kind.name not in _LEFTOVERS]
        own = (cause for cause in others if cause.kind.name == "required" and "then" not in cause.schema_path)
        return cls(
            wrong=frozenset(path for cause in causes for path in _upwards(cause)),
            broken=frozenset(path for cause in others for path in _upwards(cause)),
            untold=frozenset(tuple(cause.instance_path) for cause in own if cause.kind.property in _KINDS),
            empty=_paths_of("minProperties", others),
            mistyped=_paths_of("type", others),
            said=frozenset(tuple(cause.instance_path) for cause in others if not _is_ambiguous(cause)),
        )

    def left_over(self, cause: Any, path: Path) -> Iterator[str]:
        """The keywords that an object may not have. What is wrong inside of it may leave it with others that it may."""
        if cause.kind.name == "additionalProperties" or path not in self.broken:
            for key in cause.kind.unexpected:
                if cause.kind.name == "additionalProperties" or (*path, key) not in self.wrong:
                    yield key

    def follows(self, cause: Any, path: Path) -> bool:
        """Whether a finding follows from another one at its place: it is for one kind of object, or says no more."""
        if _is_ambiguous(cause):
            return path in self.said
        if cause.kind.name == "enum":
            return path in self.mistyped
        if cause.kind.name != "required":
            return False
        return ("then" in cause.schema_path and path in self.untold) or path in self.empty


def _upwards(cause: Any) -> Iterator[Path]:
    path = tuple(cause.instance_path)
    return (path[:length] for length in range(len(path) + 1))


def _paths_of(rule: str, causes: list[Any]) -> frozenset[Path]:
    return frozenset(tuple(cause.instance_path) for cause in causes if cause.kind.name == rule)


def _is_ambiguous(cause: Any) -> bool:
    """Whether a finding is that more than one branch of a union fits."""
    return isinstance(cause.kind, ValidationErrorKind.OneOfMultipleValid)


def _causes(error: Any) -> Iterator[Any]:
    """The findings behind that of a union: those of the branch that was meant, or the deepest of all."""
    if _is_ambiguous(error):
        yield error
        return
    branches = [branch for branch in getattr(error.kind, "context", ()) if branch]
    meant = [branch for branch in branches if not any(map(_is_reference, branch))] or branches
    for key in _KINDS:
        if len(meant) > 1:
            meant = [branch for branch in meant if not any(_is_of_another(key, found, error) for found in branch)]
            if not meant:
                yield error
                return
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


def _is_reference(found: Any) -> bool:
    """Whether a branch is for references, which the object is not."""
    return bool(found.kind.name == "required" and found.kind.property == "$ref")


def _is_of_another(key: str, found: Any, error: Any) -> bool:
    """Whether the value under a key shows that an object is not of the kind of a branch."""
    is_its_own = _depth(found) == _depth(error) + 1 and found.instance_path[-1] == key
    return is_its_own and found.kind.name in _VALUE_RULES


def _lacks(found: Any, error: Any) -> bool:
    return found.kind.name == "required" and _depth(found) == _depth(error)


def _depth(error: Any) -> int:
    return len(error.instance_path)


def _fault(error: Any, path: Path) -> Fault:
    kind, value = error.kind, error.instance
    rule = str(kind.name)
    match rule:
        case "required":
            return Fault(path, rule, f'"{kind.property}" is missing', missing=kind.property)
        case "propertyNames":
            name = kind.error.instance
            return Fault((*path, name), rule, f'"{name}" is no name that OpenAPI allows here')
        case "falseSchema":
            return _misplaced(path, rule, _present_key(error.schema_path))
        case "not":
            return _excluded(kind.schema, error.schema_path, path, value)
        case "anyOf" | "oneOf":
            return _unfit(error, path, value)
        case _:
            return Fault(path, rule, _words(error))


def _words(error: Any) -> str:
    """What is wrong with a value by itself."""
    kind, value = error.kind, error.instance
    match kind.name:
        case "type":
            return f"{kind_of(value)} stands where the type {' or '.join(kind.types)} is needed"
        case "enum" | "const":
            return f"{_shown(value)} is none of {', '.join(map(str, _options(kind)))}"
        case "uniqueItems":
            return "the list has an item twice"
        case "contains":
            return "there is more than one parameter in querystring: it is the whole query"
        case "pattern":
            return f"{_shown(value)} is not of the form that OpenAPI has for this place"
        case _:
            return _short(str(error.message))


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


def _excluded(rejected: Any, schema_path: list[str | int], path: Path, value: Any) -> Fault:
    """What `not` rejects: keys that exclude each other, or a parameter `in: querystring` beside others of the query."""
    keys = rejected.get("required", ()) if isinstance(rejected, dict) else ()
    if keys:
        other = keys[0] if len(keys) > 1 else _present_key(schema_path) or ("content" if "content" in value else "")
        return _misplaced((*path, keys[-1]), "not", other)
    if isinstance(value, list):
        return Fault(path, "not", "a parameter in querystring is the whole query; no other is in query beside it")
    return Fault(path, "not", f'"{_short(str(value))}" is not allowed here')


def _unfit(error: Any, path: Path, value: Any) -> Fault:
    """What fits none of the branches of a union, or more than one of them."""
    found = [one for branch in error.kind.context for one in branch]
    if _is_ambiguous(error):
        for first, second in _ALTERNATIVES:
            if isinstance(value, dict) and first in value and second in value:
                return _misplaced((*path, second), "oneOf", first)
    if found and all(_lacks(one, error) for one in found):
        names = dict.fromkeys(one.kind.property for one in found if one.kind.property != "$ref")
        if len(names) == 1:
            (name,) = names
            return Fault(path, "required", f'"{name}" is missing', missing=name)
        return Fault(path, "anyOf", f"one of {', '.join(f'`{name}`' for name in names)} is needed")
    for key in _KINDS:
        kinds = [one for one in found if _is_of_another(key, one, error) and one.kind.name in ("enum", "const")]
        if not kinds:
            continue
        allowed = dict.fromkeys(str(option) for one in kinds for option in _options(one.kind))
        message = f"{_shown(kinds[0].instance)} is none of {', '.join(allowed)}"
        return Fault(tuple(kinds[0].instance_path), "enum", message)
    message = f"{kind_of(value)} fits none of the forms that OpenAPI has for this place"
    return Fault(path, "anyOf", f"{message}{_to_fit(error, path)}")


def _to_fit(error: Any, path: Path) -> str:
    """What keeps a value from the form that it is nearest to: the one with the fewest findings."""
    branches = [branch for branch in error.kind.context if branch and not any(map(_is_reference, branch))]
    if not branches:
        return ""
    cause = min(branches, key=len)[0]
    below = ".".join(map(str, cause.instance_path[_depth(error) :]))
    if cause.kind.name in _LEFTOVERS:
        words = f"`{cause.kind.unexpected[0]}` is not allowed"
    else:
        words = _fault(cause, (*path, *cause.instance_path[_depth(error) :])).message
    return f": for the nearest, {f'in `{below}` ' if below else ''}{words}"


def _shown(value: Any) -> str:
    return f'"{_short(value)}"' if isinstance(value, str) else kind_of(value)


def _options(kind: Any) -> Any:
    return kind.options if kind.name == "enum" else (kind.expected_value,)


def _short(text: str) -> str:
    return text if len(text) <= _MESSAGE_WIDTH else text[:_MESSAGE_WIDTH] + "..."

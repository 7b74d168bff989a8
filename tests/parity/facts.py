"""The official package's public surface, as the facts files state it: one JSON object a line, names and types only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from generator.compare.expressions import Expression, parse_expression

METHODS = "official_sdk_methods.jsonl"
TYPES = "official_sdk_types.jsonl"

Kind: TypeAlias = Literal["model", "typeddict", "alias"]


class MissingFactsError(Exception):
    """Nothing says where the facts files are, or they are not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a model or a key of a TypedDict."""

    required: bool
    type: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicType:
    """A type that users import from `module`. Aliases have a `type` and no fields."""

    module: str
    name: str
    kind: Kind
    fields: Mapping[str, Field]
    type: Expression | None

    @property
    def path(self) -> str:
        """Where it is imported from, with its name."""
        return f"{self.module}.{self.name}"

    @property
    def is_sent(self) -> bool:
        """Say whether users write it, rather than read it."""
        return self.kind == "typeddict" or self.name.endswith(("Param", "Params")) or "shared_params" in self.module


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method of a resource; `keywords` are its keyword-only parameters, and whether each is required.

    `operation` is None for a convenience, which sends no operation of its own or several.
    """

    resource: str
    name: str
    operation: str | None
    positional: tuple[str, ...]
    keywords: Mapping[str, bool]
    result: Expression
    page: str | None
    streams: bool
    deprecated: bool

    @property
    def path(self) -> str:
        """How users reach it from a client."""
        return f"{self.resource}.{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the facts files say."""

    methods: tuple[Method, ...]
    types: tuple[PublicType, ...]


def facts_folder(environment: Mapping[str, str]) -> Path:
    """Find the facts: `SPEC_FACTS` names their folder, or it is the folder `facts` beside that of `SPEC_UPSTREAM`.

    Raises MissingFactsError.
    """
    if named := environment.get("SPEC_FACTS"):
        folder = Path(named)
    elif document := environment.get("SPEC_UPSTREAM"):
        folder = Path(document).resolve().parent.parent / "facts"
    else:
        raise MissingFactsError("neither SPEC_FACTS nor SPEC_UPSTREAM is set")
    for name in (METHODS, TYPES):
        if not (folder / name).is_file():
            raise MissingFactsError(f"{folder} has no file {name}")
    return folder


def read_facts(folder: Path) -> Facts:
    """Read both files."""
    return Facts(
        methods=tuple(map(_method, _lines(folder / METHODS))), types=tuple(map(public_type, _lines(folder / TYPES)))
    )


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _method(fact: dict[str, Any]) -> Method:
    return Method(
        resource=fact["resource"],
        name=fact["method"],
        operation=fact["operationId"] or fact["path"],
        positional=tuple(fact["positional"]),
        keywords=dict(fact["keyword"]),
        result=parse_expression(fact["returns"]),
        page=fact["page"],
        streams=fact["stream"],
        deprecated=fact["deprecated"],
    )


def public_type(fact: Mapping[str, Any]) -> PublicType:
    """Read one line of the types file."""
    fields = fact.get("fields") or fact.get("keys") or {}
    return PublicType(
        module=fact["module"],
        name=fact["name"],
        kind=fact["kind"],
        fields={name: _field(field) for name, field in fields.items()},
        type=parse_expression(fact["type"]) if "type" in fact else None,
    )


def _field(fact: Mapping[str, Any]) -> Field:
    # The keys of a TypedDict are all marked as not required, and say otherwise in their type.
    required = fact["required"] or fact["type"].startswith("Required[")
    return Field(required=required, type=parse_expression(fact["type"]))

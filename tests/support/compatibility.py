"""The promise that a client survives what the API sends tomorrow, checked for every type of a package."""

from __future__ import annotations

import importlib
import json
import warnings
from collections import Counter
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from generator.ir.declarations import Declaration, ObjectModel, ObjectParams
from generator.ir.package import Package
from tests.support.instances import Departure, Instances


def answered(package: Package) -> tuple[Declaration, ...]:
    """The declarations that describe what the API sends."""
    return tuple(
        d
        for d in package.declarations
        if not isinstance(d, ObjectParams) and (isinstance(d, ObjectModel) or not d.for_requests)
    )


def written(value: Any) -> Any:
    """What a decoded answer says as JSON."""
    if isinstance(value, list):
        return [written(item) for item in value]
    if isinstance(value, dict):
        return {key: written(item) for key, item in value.items()}
    return value.to_dict(mode="json") if hasattr(value, "to_dict") else value


def same(one: Any, other: Any) -> bool:
    """Say whether two values are the same JSON: 1 and 1.0 are one number, true and 1 are not the same."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


@dataclass(slots=True)
class Tally:
    """The cases tried, by kind, and what went wrong."""

    tried: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.tried.total()


class Promise:
    """Tries the types of a generated package; the outcome is in `tally`."""

    def __init__(self, package: Package, module: ModuleType) -> None:
        self._instances = Instances(package.declarations)
        self._types = f"{module.__name__}.types"
        self._models = importlib.import_module(f"{module.__name__}._models")
        self.tally = Tally()

    def keep(self, declaration: Declaration) -> None:
        """Parse a conforming value, strictly, and then everything that departs from it."""
        annotation = getattr(importlib.import_module(f"{self._types}.{declaration.module}"), declaration.name)
        conforming = Departure(kind="conforming", value=self._instances.of(declaration))
        self._try(declaration, annotation, conforming, strict=True)
        for departure in self._instances.departures(declaration):
            self._try(declaration, annotation, departure)

    def _try(self, declaration: Declaration, annotation: Any, case: Departure, *, strict: bool = False) -> None:
        self.tally.tried[case.kind] += 1
        sent = json.dumps(case.value)
        try:
            decoded = self._models.decode_json(annotation, sent.encode(), strict=strict)
            complaint = self._complaint(declaration, decoded, case.value)
        except Exception as error:  # every one is what this is about
            complaint = f"raises {type(error).__name__}: {str(error)[:300]}"
        if complaint is not None:
            self.tally.failures.append(
                f"{declaration.module}.{declaration.name}, {case.kind}, {sent[:300]}: {complaint}"
            )

    def _complaint(self, declaration: Declaration, decoded: Any, value: Any) -> str | None:
        back = written(decoded)
        if not same(back, value):
            return f"comes back as {json.dumps(back)[:300]}"
        if not isinstance(declaration, ObjectModel):
            return None
        for member in declaration.fields:
            attribute = getattr(decoded, member.name)
            if member.wire_name in value and not same(written(attribute), value[member.wire_name]):
                return f"the attribute {member.name} is {attribute!r}"
        return None


def tally(package: Package, module: ModuleType) -> Tally:
    """Try everything the package describes as an answer. Warnings count as failures."""
    promise = Promise(package, module)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for declaration in answered(package):
            promise.keep(declaration)
    return promise.tally

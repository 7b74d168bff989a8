"""Validators of types, made of those variants of their unions that values have been of.

An API has many variants, and few of them occur: to build all takes longer than a first answer may. Something stands in
for the others, which hands on a value, decoded by then, to a validator of the variant alone, and counts. Variants that
prove common become part of the validator itself.
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import core_schema

from ._annotations import STAND_IN, is_model

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pydantic_core import CoreSchema, SchemaValidator

Came = dict[Any, int]
"""How often which variants were stood in for."""

COMMON = 2_000
"""To stand in for so many values takes as long as to build a validator anew."""


class Validator:
    """Validates JSON, or what was decoded of it, as one type: strictly, as pydantic would with all variants."""

    def __init__(self, annotation: Any) -> None:
        self._annotation = annotation
        self._lock = Lock()
        self._came: Came = {}
        self._known: frozenset[Any] = frozenset()
        self._core, self._stood_for = _core(annotation, self._known)

    def validate_json(self, data: bytes | str) -> Any:
        """Validate JSON text. Raises pydantic's ValidationError."""
        return self._validate("validate_json", data)

    def validate_python(self, value: object) -> Any:
        """Validate a decoded value. Raises pydantic's ValidationError."""
        return self._validate("validate_python", value)

    def _validate(self, how: str, value: object) -> Any:
        if not self._stood_for:
            return getattr(self._core, how)(value, strict=True)
        came: Came = {}
        try:
            valid = getattr(self._core, how)(value, strict=True, context=came)
        except ValidationError:
            if not came:
                raise
        else:
            if came:
                self._count(came)
            return valid
        # JSON may be what decoded values are not: an array a tuple, text a date. And errors tell the whole place.
        self._learn(came)
        return self._validate(how, value)

    def _count(self, came: Came) -> None:
        """Note what was stood in for; what came often enough before is no longer."""
        if sum(self._came.values()) >= COMMON:
            self._learn(self._came)
        with self._lock:
            for variant, times in came.items():
                self._came[variant] = self._came.get(variant, 0) + times

    def _learn(self, variants: Collection[Any]) -> None:
        """Make these variants part of the validator."""
        with self._lock:
            self._known = self._known.union(variants)
            self._core, self._stood_for = _core(self._annotation, self._known)
            self._came = {}


@lru_cache(maxsize=4096)
def validator_of(annotation: Any) -> Validator:
    """Return what validates as an `annotation`."""
    return Validator(annotation)


@lru_cache(maxsize=4096)
def _core_of_variant(variant: Any) -> SchemaValidator:
    return _core(variant, frozenset())[0]


def _core(annotation: Any, known: Collection[Any]) -> tuple[SchemaValidator, Collection[Any]]:
    """Return a validator in which something stands in for all variants but the `known` ones; and what it stands for."""
    if is_model(annotation) and annotation.__pydantic_complete__:
        return cast("SchemaValidator", annotation.__pydantic_validator__), ()
    stood_for: set[Any] = set()
    standing_in = STAND_IN.set(_stand_in_for_all_but(known, stood_for))
    try:
        adapter: TypeAdapter[Any] = TypeAdapter(annotation)
        if adapter.pydantic_complete or adapter.rebuild(raise_errors=False, _types_namespace={}):
            return cast("SchemaValidator", adapter.validator), stood_for
    finally:
        STAND_IN.reset(standing_in)
    annotation.model_rebuild()  # which knows the names around a class within a function
    return cast("SchemaValidator", annotation.__pydantic_validator__), ()


def _stand_in_for_all_but(known: Collection[Any], stood_for: set[Any]) -> Callable[[Any], CoreSchema | None]:
    def stand_in(variant: Any) -> CoreSchema | None:
        if variant in known or not is_model(variant):
            return None
        stood_for.add(variant)

        def validate(value: object, info: core_schema.ValidationInfo[Came]) -> Any:
            came = info.context
            came[variant] = came.get(variant, 0) + 1
            return _core_of_variant(variant).validate_python(value, strict=True, context=came)

        return core_schema.with_info_plain_validator_function(validate)

    return stand_in

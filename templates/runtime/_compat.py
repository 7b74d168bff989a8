"""Pydantic, by the names that code written beside an SDK uses so that it need not ask which version of it there is.

Nothing in the package itself needs them, so nothing loads this module before such code does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

__all__ = [
    "PYDANTIC_V1",
    "PYDANTIC_V2",
    "ConfigDict",
    "cached_property",
    "field_get_default",
    "field_outer_type",
    "get_model_config",
    "get_model_fields",
    "model_copy",
    "model_dump",
    "model_json",
    "model_parse",
    "parse_obj",
]

ModelT = TypeVar("ModelT", bound=BaseModel)

PYDANTIC_V2 = True
PYDANTIC_V1 = False


def get_model_fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return the fields of a model by name, their types resolved: models are built when they are first needed."""
    if not model.__pydantic_complete__:
        model.model_rebuild()
    return dict(model.model_fields)


def field_outer_type(field: FieldInfo) -> Any:
    """Return the type of a field."""
    return field.annotation


def field_get_default(field: FieldInfo) -> Any:
    """Return the default of a field; None where it has none."""
    return None if field.is_required() else field.get_default()


def get_model_config(model: type[BaseModel]) -> ConfigDict:
    """Return the settings of a model."""
    return model.model_config


def parse_obj(model: type[ModelT], value: object) -> ModelT:
    """Validate a value as a model. Raises pydantic's ValidationError."""
    return model.model_validate(value)


def model_parse(model: type[ModelT], data: Any) -> ModelT:
    """Validate a value as a model. Raises pydantic's ValidationError."""
    return model.model_validate(data)


def model_copy(model: ModelT, *, deep: bool = False) -> ModelT:
    """Return a copy of an object."""
    return model.model_copy(deep=deep)


def model_dump(model: BaseModel, **arguments: Any) -> Mapping[str, Any]:
    """Return an object as a dict; takes what `model_dump` of pydantic takes."""
    return model.model_dump(**arguments)


def model_json(model: BaseModel, *, indent: int | None = None) -> str:
    """Return an object as JSON text."""
    return model.model_dump_json(indent=indent)

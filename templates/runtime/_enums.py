"""Enums of the API: their members are what its document lists, and they take any other value too."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from pydantic_core import core_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema
    from typing_extensions import Self

AS_VALUE = core_schema.simple_ser_schema("any")


class OpenEnum(Enum):
    """An enum of values of several kinds. A member equals its value."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return _unknown(object.__new__(cls), value) if isinstance(value, (str, int)) else None

    def __eq__(self, other: object) -> bool:
        value: object = self._value_
        other = other._value_ if isinstance(other, OpenEnum) else other
        return type(value) is type(other) and value == other

    def __hash__(self) -> int:
        return hash(self._value_)

    def __str__(self) -> str:
        return str(self._value_)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return type(self), (self._value_,)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _schema(cls, (str, int, bool))


class OpenStrEnum(str, Enum):
    """An enum of texts. A member is its text; a text that the document does not list is a member by itself."""

    if TYPE_CHECKING:  # what a metaclass makes of enums
        _value_: str

        def __new__(cls, value: str) -> Self: ...

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return _unknown(str.__new__(cls, value), value) if isinstance(value, str) else None

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, format_spec: str) -> str:
        return str.__format__(self, format_spec)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return type(self), (self._value_,)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        listed: Any = core_schema.enum_schema(cls, list(cls), sub_type="str")
        listed["missing"] = cls._missing_  # which later versions of pydantic-core find themselves, and warn of
        return core_schema.json_or_python_schema(listed, _schema(cls, (str,)), serialization=AS_VALUE)


class OpenIntEnum(int, Enum):
    """An enum of integers. A member is its number; one that the document does not list is a member by itself."""

    if TYPE_CHECKING:  # what a metaclass makes of enums
        _value_: int

        def __new__(cls, value: int) -> Self: ...

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return _unknown(int.__new__(cls, value), value) if type(value) is int else None

    def __str__(self) -> str:
        return int.__repr__(self)

    def __format__(self, format_spec: str) -> str:
        return int.__format__(self, format_spec)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return type(self), (self._value_,)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _schema(cls, (int,))


def _unknown(made: Any, value: object) -> Any:
    """Give a member of its own to a value that the document does not list. Nothing remembers it."""
    made._name_ = str(value)
    made._value_ = value
    return made


def _schema(kind: type[Enum], values: tuple[type, ...]) -> CoreSchema:
    return core_schema.no_info_plain_validator_function(_reader(kind, values), serialization=AS_VALUE)


def _reader(kind: type[Enum], values: tuple[type, ...]) -> Callable[[object], Enum]:
    """Return what makes a member of a decoded value; true is no number."""

    def read(value: object) -> Enum:
        if isinstance(value, kind):
            return value
        if type(value) not in values:
            raise ValueError(f"expected a value of {kind.__name__}")
        return kind(value)

    return read

"""What a line of a lock may say. A lock is input like any other: what it names becomes code and files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from generator.published.names import TYPES, Kind, Published
from generator.published.origins import NESTED, origin_of
from generator.python.identifiers import (
    CALL_ARGUMENTS,
    is_class_name,
    is_client_attribute,
    is_field_name,
    is_key_name,
    is_method_name,
    is_module_name,
)

_MOST_PARTS: Final = 20


def is_sound(line: Published) -> bool:
    """Whether a name is one that its kind can have, and whether what is said of it is enough and not too much."""
    return _CHECKS[line.kind](line.name, line.stands_for)


def _is_type(name: str, said: Sequence[str]) -> bool:
    return _names_type(name) and origin_of(said) is not None


def _is_alias(name: str, said: Sequence[str]) -> bool:
    is_told = bool(said) and tuple(said[1:]) in ((), NESTED)
    return is_told and name != said[0] and _names_type(name) and _names_type(said[0])


def _is_gone(name: str, said: Sequence[str]) -> bool:
    kind = next((kind for kind in TYPES if said and kind.value == said[0]), None)
    return kind is not None and _CHECKS[kind](name, said[1:])


def _is_field(name: str, said: Sequence[str]) -> bool:
    owner, _, own = name.rpartition(".")
    return 1 <= len(said) <= 2 and _names_type(owner) and _is_field_name(own)


def _is_member(name: str, said: Sequence[str]) -> bool:
    owner, _, own = name.rpartition(".")
    return len(said) == 1 and _names_type(owner) and is_field_name(own)


def _is_resource(name: str, said: Sequence[str]) -> bool:
    return len(said) == 1 and _names_attribute(name)


def _is_method(name: str, said: Sequence[str]) -> bool:
    return len(said) == 3 and _names_attribute(name)


def _is_argument(name: str, said: Sequence[str]) -> bool:
    method, _, own = name.rpartition("(")
    is_named = own.endswith(")") and _is_argument_name(own[:-1])
    return 1 <= len(said) <= 2 and is_named and _names_attribute(method)


def _is_page(name: str, said: Sequence[str]) -> bool:
    return len(said) == 1 and name.startswith("pagination:") and is_class_name(name.removeprefix("pagination:"))


@cache
def _names_type(name: str) -> bool:
    module, _, own = name.partition(":")
    first, *parts = module.split(".")
    return first == "types" and 0 < len(parts) <= _MOST_PARTS and is_class_name(own) and all(map(is_module_name, parts))


@cache
def _names_attribute(name: str) -> bool:
    first, *parts = name.split(".")
    if first != "client" or not 0 < len(parts) <= _MOST_PARTS:
        return False
    return is_client_attribute(parts[0]) and all(map(is_method_name, parts[1:]))


@cache
def _is_field_name(name: str) -> bool:
    """Whether a field has such a name: as an attribute of what is received, or as a key of what is sent."""
    return is_field_name(name) or is_key_name(name)


@cache
def _is_argument_name(name: str) -> bool:
    return is_key_name(name) and name not in CALL_ARGUMENTS


_CHECKS: Final[dict[Kind, Callable[[str, Sequence[str]], bool]]] = {
    Kind.MODEL: _is_type,
    Kind.PARAMS: _is_type,
    Kind.ALIAS: _is_alias,
    Kind.DEEP: _is_alias,
    Kind.GONE: _is_gone,
    Kind.FIELD: _is_field,
    Kind.MEMBER: _is_member,
    Kind.RESOURCE: _is_resource,
    Kind.METHOD: _is_method,
    Kind.ARGUMENT: _is_argument,
    Kind.PAGE: _is_page,
}

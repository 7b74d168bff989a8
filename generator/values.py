"""What all of the generator's values are: classes with named members, compared and hashed by what they hold.

A run makes half a million of them, and the classes themselves anew in each process. `msgspec` does both without writing
a program for each class first, as `dataclasses` does; for who reads or changes a value, one is a dataclass still.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, Final, dataclass_transform

from msgspec import NODEFAULT, Struct, field
from msgspec.structs import replace

__all__ = ["Labelled", "Mutable", "Value", "defaults", "field", "members", "replace"]


class _Described:
    """The members of a class as `dataclasses` has them, so that `dataclasses.replace` and `fields` work with values.

    Plugins change the IR that way.
    """

    def __get__(self, value: object, kind: type[Struct]) -> Mapping[str, dataclasses.Field[Any]]:
        return _described(kind)


@cache
def _described(kind: type[Struct]) -> Mapping[str, dataclasses.Field[Any]]:
    defaulted = defaults(kind)
    fields = [
        (name, Any, dataclasses.field(default=defaulted.get(name, dataclasses.MISSING)))
        for name in kind.__struct_fields__
    ]
    described: Any = dataclasses.make_dataclass(kind.__name__, fields, kw_only=True)
    return {one.name: one for one in dataclasses.fields(described)}


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value(Struct, frozen=True):
    """What is never changed. `replace` makes another with other members."""

    ASIDE: ClassVar[frozenset[str]] = frozenset()
    """Members that make no other value of a `Labelled` one."""

    __dataclass_fields__: ClassVar[Any] = _Described()


class Labelled(Value, eq=False):
    """A value with something on it that does not count: what `ASIDE` names is not compared, and not hashed."""

    @property
    def counted(self) -> object:
        """What is compared and hashed."""
        return _counting(self.__class__)(self)

    def __eq__(self, other: object) -> bool:
        return self.__class__ is other.__class__ and self.counted == other.counted

    def __ne__(self, other: object) -> bool:  # which a `Struct` does not derive from the other
        return not self == other

    def __hash__(self) -> int:
        return hash(self.counted)


@dataclass_transform(field_specifiers=(field,))
class Mutable(Struct):
    """What changes while one step collects in it."""


def members(kind: type[Struct]) -> tuple[str, ...]:
    """The names of the members of a class."""
    return kind.__struct_fields__


def defaults(kind: type[Struct]) -> Mapping[str, Any]:
    """What members are that nothing is said of, by name; not those that are made anew for each value."""
    given = kind.__struct_defaults__
    names = kind.__struct_fields__[len(kind.__struct_fields__) - len(given) :]
    return {
        name: default
        for name, default in zip(names, given, strict=True)
        if default is not NODEFAULT and not isinstance(default, _Factory)
    }


@cache
def _counting(kind: type[Value]) -> attrgetter[object]:
    return attrgetter(*(name for name in members(kind) if name not in kind.ASIDE))


class _Made(Struct):
    anew: list[str] = field(default_factory=list)


_Factory: Final = type(_Made.__struct_defaults__[0])
"""What stands for a default that is made anew for each value."""

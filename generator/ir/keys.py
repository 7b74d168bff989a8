"""Key tables: under which keys callers build what is sent, and under which the API takes it.

Tables refer to each other by name: as what they are about is a tree of types, which may contain itself. A list needs no
table, its items have one.
"""

from __future__ import annotations

from typing import TypeAlias

from generator.ir.types import LiteralValue
from generator.values import Value


class ObjectKeys(Value, kw_only=True):
    """An object: `keys` are pairs of the SDK's and the wire's where these differ, `inside` has the tables of members by
    their wire names, `extra` is that of members that the document does not name.

    `known` are the wire names of all members. One that is recognized among others has `constants`, too: the values of
    members that always have one of a few.
    """

    name: str
    keys: tuple[tuple[str, str], ...] = ()
    inside: tuple[tuple[str, str], ...] = ()
    extra: str | None = None
    known: tuple[str, ...] = ()
    is_recognized: bool = False
    constants: tuple[tuple[str, tuple[LiteralValue, ...]], ...] = ()


class MapKeys(Value, kw_only=True):
    """A map, whose keys are the caller's; `values` is the table of its values, None where these need none."""

    name: str
    values: str | None


class ChoiceKeys(Value, kw_only=True):
    """One of several objects and maps: what is given decides."""

    name: str
    among: tuple[str, ...]


KeyTable: TypeAlias = ObjectKeys | MapKeys | ChoiceKeys

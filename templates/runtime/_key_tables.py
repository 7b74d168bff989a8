"""Under which keys callers build dictionaries where the API has other ones. A package has a module of its own in place
of this one.
"""

from __future__ import annotations

from typing import TypedDict


class KeyTable(TypedDict, total=False):
    """What is known about the dictionaries of one type.

    `keys` are those of the API by those of callers, where they differ. `inside` are the tables of values by the API's
    keys, `others` is that of values under keys that are not `known`. A table with `among` stands for several; in one of
    these `constants` are the values of keys that have one of a few.
    """

    keys: dict[str, str]
    inside: dict[str, str]
    others: str
    known: frozenset[str]
    among: tuple[str, ...]
    constants: dict[str, tuple[str | int | bool, ...]]


TABLES: dict[str, KeyTable] = {}

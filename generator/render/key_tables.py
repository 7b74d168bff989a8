"""The key tables of a package, for its runtime."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from generator.ir.keys import ChoiceKeys, KeyTable, MapKeys, ObjectKeys
from generator.python.code import Code
from generator.python.literals import expressions, literal, mapping, string, strings
from generator.values import Value


class TableView(Value, kw_only=True):
    """One table: a name, and a dict literal."""

    name: Code
    value: Code


class KeyTablesView(Value, kw_only=True):
    """The module."""

    header: Code
    tables: tuple[TableView, ...]


def key_tables(tables: Iterable[KeyTable], header: Code) -> KeyTablesView:
    """The view of the module."""
    views = tuple(TableView(name=string(table.name), value=mapping(_members(table))) for table in tables)
    return KeyTablesView(header=header, tables=views)


def _members(table: KeyTable) -> Iterator[tuple[str, Code]]:
    match table:
        case ObjectKeys():
            if table.keys:
                yield "keys", mapping((own, string(wire_name)) for own, wire_name in table.keys)
            if table.inside:
                yield "inside", mapping((wire_name, string(inner)) for wire_name, inner in table.inside)
            if table.extra is not None:
                yield "others", string(table.extra)
            if table.is_recognized or table.extra is not None:
                yield "known", Code(f"frozenset({strings(table.known)})")
            if table.constants:
                constants = ((wire_name, expressions(map(literal, values))) for wire_name, values in table.constants)
                yield "constants", mapping(constants)
        case MapKeys():
            if table.values is not None:
                yield "others", string(table.values)
        case ChoiceKeys():
            yield "among", strings(table.among)
        case _:
            assert_never(table)

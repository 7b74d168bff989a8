"""The key tables of what callers hand in: made only of types in which some key differs from that of the wire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar, cast

from generator.ir.declarations import Alias, Declaration, Field, ObjectParams, types_of_declaration
from generator.ir.keys import ChoiceKeys, KeyTable, MapKeys, ObjectKeys
from generator.ir.operations import FormBody, JsonBody, Operation, Parameter, RequestBody, WholeBody
from generator.ir.types import (
    ListOf,
    LiteralOf,
    LiteralValue,
    MapOf,
    Named,
    Nullable,
    TupleOf,
    TypeExpr,
    UnionOf,
    named,
)
from generator.lower.routes import Route
from generator.values import replace

_Sent = TypeVar("_Sent", Field, Parameter, WholeBody)


def with_key_tables(
    operations: Iterable[tuple[Route, Operation]], declarations: Iterable[Declaration]
) -> tuple[tuple[tuple[Route, Operation], ...], tuple[KeyTable, ...]]:
    """The operations, whose arguments know their tables, and these tables by name."""
    tables = _Tables({declared.reference: declared for declared in declarations})
    if not tables.differing:
        return tuple(operations), ()
    finished = tuple((route, _with_tables(operation, tables)) for route, operation in operations)
    return finished, tuple(sorted(tables.made(), key=lambda table: table.name))


def _with_tables(operation: Operation, tables: _Tables) -> Operation:
    parameters = tuple(_with_table(parameter, tables) for parameter in operation.parameters)
    return replace(operation, parameters=parameters, body=_body(operation.body, tables))


def _with_table(sent: _Sent, tables: _Tables) -> _Sent:
    found = tables.of(sent.type)
    return sent if found is None else replace(sent, keys=found)


def _body(body: RequestBody | None, tables: _Tables) -> RequestBody | None:
    match body:
        case JsonBody() | FormBody():
            extra = None if body.extra is None else tables.of(MapOf(value=body.extra))
            return replace(body, fields=tuple(_with_table(f, tables) for f in body.fields), extra_keys=extra)
        case WholeBody():
            return _with_table(body, tables)
        case None:
            return None


class _Tables:
    """Makes tables for what is asked for; `differing` are the declarations in which some key differs."""

    def __init__(self, declarations: Mapping[Named, Declaration]) -> None:
        self.differing = _differing(declarations)
        self._declarations = declarations
        self._wanted: dict[str, tuple[Named | MapOf, ...]] = {}
        self._recognized: set[str] = set()

    def of(self, type: TypeExpr) -> str | None:
        """The name of the table for values of a type; None where nothing in them differs."""
        if self.differing.isdisjoint(named([type])):
            return None
        found = tuple(dict.fromkeys(self._alternatives(type, frozenset())))
        return self._table(_label(type), found) if len(found) > 1 else self._table(_label(found[0]), found)

    def made(self) -> Iterator[KeyTable]:
        """The tables that were asked for, and those that they refer to."""
        for table in [self._made(name, among) for name, among in self._growing()]:
            is_recognized = table.name in self._recognized
            yield self._recognizable(table) if is_recognized and isinstance(table, ObjectKeys) else table

    def _growing(self) -> Iterator[tuple[str, tuple[Named | MapOf, ...]]]:
        """What is asked for, with what is asked for meanwhile."""
        done: set[str] = set()
        while fresh := [name for name in self._wanted if name not in done]:
            for name in fresh:
                yield name, self._wanted[name]
            done |= set(fresh)

    def _table(self, name: str, among: tuple[Named | MapOf, ...]) -> str:
        self._wanted.setdefault(name, among)
        return name

    def _made(self, name: str, among: tuple[Named | MapOf, ...]) -> KeyTable:
        if len(among) > 1:
            told = tuple(self._table(_label(one), (one,)) for one in among)
            self._recognized |= set(told)
            return ChoiceKeys(name=name, among=told)
        (one,) = among
        return MapKeys(name=name, values=self.of(one.value)) if isinstance(one, MapOf) else self._object(name, one)

    def _object(self, name: str, type: Named) -> ObjectKeys:
        declared = self._params(type)
        inside = ((f.wire_name, self.of(f.type)) for f in declared.fields)
        extra = None if declared.extra is None else self.of(declared.extra)
        return ObjectKeys(
            name=name,
            keys=tuple((f.name, f.wire_name) for f in declared.fields if f.name != f.wire_name),
            inside=tuple((wire_name, table) for wire_name, table in inside if table is not None),
            extra=extra,
            known=() if extra is None else tuple(f.wire_name for f in declared.fields),
        )

    def _recognizable(self, table: ObjectKeys) -> ObjectKeys:
        """The table of one of several, which says by what it is recognized."""
        among = self._wanted[table.name]
        fields = [field for type in among if isinstance(type, Named) for field in self._params(type).fields]
        constants = ((f.wire_name, self._values(f.type)) for f in fields)
        return replace(
            table,
            is_recognized=True,
            known=tuple(f.wire_name for f in fields),
            constants=tuple((wire_name, values) for wire_name, values in constants if values),
        )

    def _alternatives(self, type: TypeExpr, within: frozenset[Named]) -> Iterator[Named | MapOf]:
        """The objects and maps that a value can be, or the items of a list."""
        match type:
            case Nullable(inner=inner) | ListOf(item=inner):
                yield from self._alternatives(inner, within)
            case TupleOf(every=variants) | UnionOf(variants=variants):
                for variant in variants:
                    yield from self._alternatives(variant, within)
            case MapOf():
                yield type
            case Named() if type not in within:
                declared = self._declarations.get(type)
                if isinstance(declared, ObjectParams):
                    yield type
                elif isinstance(declared, Alias):
                    yield from self._alternatives(declared.type, within | {type})
            case _:
                return

    def _values(self, type: TypeExpr) -> tuple[LiteralValue, ...]:
        """The values of a member that is always one of a few."""
        declared = self._declarations.get(type) if isinstance(type, Named) else None
        literal = declared.type if isinstance(declared, Alias) else type
        return literal.values if isinstance(literal, LiteralOf) and not literal.open else ()

    def _params(self, type: Named) -> ObjectParams:
        return cast("ObjectParams", self._declarations[type])


def _label(type: TypeExpr) -> str:
    """What the table of a type is called; "" for what has none."""
    match type:
        case Named():
            return f"{type.module}.{type.name}"
        case MapOf():
            inner = _label(type.value)
            return f"dict[{inner}]" if inner else "dict"
        case Nullable(inner=inner) | ListOf(item=inner):
            return _label(inner)
        case TupleOf(every=variants) | UnionOf(variants=variants):
            return " | ".join(dict.fromkeys(filter(None, map(_label, variants))))
        case _:
            return ""


def _differing(declarations: Mapping[Named, Declaration]) -> frozenset[Named]:
    """The declarations of what callers build some key of which differs, and those that contain one."""
    users: dict[Named, list[Named]] = {}
    found: dict[Named, None] = {}
    for own, declared in declarations.items():
        if isinstance(declared, ObjectParams) and any(f.name != f.wire_name for f in declared.fields):
            found[own] = None
        if isinstance(declared, ObjectParams | Alias):
            for mention in named(types_of_declaration(declared)):
                users.setdefault(mention, []).append(own)
    pending = list(found)
    for own in pending:
        fresh = [user for user in users.get(own, ()) if user not in found]
        found |= dict.fromkeys(fresh)
        pending += dict.fromkeys(fresh)
    return frozenset(found)

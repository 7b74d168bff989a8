"""Declarations: the named types of the SDK."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, assert_never

from generator.ir.extensions import Extension, Replacement
from generator.ir.types import LiteralOf, LiteralValue, Meaning, Named, TypeExpr
from generator.source import Location
from generator.values import Value

JsonScalar: TypeAlias = str | int | float | bool | None


class Default(Value, kw_only=True):
    """A default the document states. A value of its own, since null is a default too."""

    value: JsonScalar


Limits: TypeAlias = tuple[tuple[str, JsonScalar], ...]
"""What the document demands of a value beyond its type (`("minLength", 1)`). The API checks it, the SDK does not."""


class Field(Value, kw_only=True):
    """A property of an object, or one member of a request body.

    `name` is what the SDK calls it, `wire_name` what the JSON says. `keys` is the key table for the values of an
    argument, where they need one.
    """

    name: str
    wire_name: str
    type: TypeExpr
    required: bool
    location: Location
    doc: str = ""
    default: Default | None = None
    deprecated: bool = False
    limits: Limits = ()
    keys: str | None = None


class _Declared(Value, kw_only=True):
    """What every declaration has.

    `public` names are exported by the types package, the others only by their own module. `component` is the
    component's name in the document, "" for an inline schema.
    """

    name: str
    module: str
    location: Location
    component: str = ""
    doc: str = ""
    deprecated: bool = False
    public: bool = True

    @property
    def reference(self) -> Named:
        """What type expressions call it."""
        return Named(module=self.module, name=self.name)


class _Object(_Declared, kw_only=True):
    """An object with named members.

    `extra` is the type of properties beyond `fields` (unknown ones are kept in any case; None means the document
    promises none).
    """

    fields: tuple[Field, ...]
    extra: TypeExpr | None = None


class ObjectModel(_Object, kw_only=True):
    """The response face of an object schema: a model that is parsed.

    `custom` is what is written by hand: bases of the generated class, or a class in its place.
    """

    custom: tuple[Extension, ...] | Replacement = ()


class ObjectParams(_Object, kw_only=True):
    """The request face of an object schema: a typed dictionary that the caller builds. It has the fields of `base`,
    too."""

    base: Named | None = None


class _Alias(_Declared, kw_only=True):
    """Another name for `type`. `for_requests`: it is what callers hand in, as with `ObjectParams`."""

    type: TypeExpr
    for_requests: bool = False


class EnumAlias(_Alias, kw_only=True):
    """A name for a set of literal values (`type` is a LiteralOf, or Nullable with one inside)."""


class UnionAlias(_Alias, kw_only=True):
    """A name for a union of types (`type` is a UnionOf, or Nullable with one inside)."""


class PlainAlias(_Alias, kw_only=True):
    """A name for any other type: a list, a map, a scalar, another declaration.

    `is_earlier`: the declaration that it stands for was published under it, and has a better name now.
    """

    is_earlier: bool = False


class EnumMember(Value, kw_only=True):
    """A member of an enum class: what the SDK calls it, its value on the wire, what the document calls it (`title`) and
    says of it."""

    name: str
    value: LiteralValue
    title: str = ""
    doc: str = ""

    @property
    def meaning(self) -> Meaning:
        """What the document calls the value, and says of it."""
        return Meaning(value=self.value, name=self.title, doc=self.doc)


class EnumClass(_Declared, kw_only=True):
    """A set of values as a class. It takes any other value of the same kind, too."""

    members: tuple[EnumMember, ...]

    @property
    def type(self) -> LiteralOf:
        """The values."""
        return LiteralOf(values=tuple(member.value for member in self.members))


Alias: TypeAlias = EnumAlias | UnionAlias | PlainAlias
Declaration: TypeAlias = ObjectModel | ObjectParams | EnumClass | EnumAlias | UnionAlias | PlainAlias


def other_name_of(declaration: Declaration) -> Named | None:
    """What a declaration is but another name of; None for all others."""
    return declaration.type if isinstance(declaration, PlainAlias) and isinstance(declaration.type, Named) else None


def earlier_name_of(declaration: Declaration) -> Named | None:
    """What a declaration is but an earlier name of; None for all others."""
    return other_name_of(declaration) if isinstance(declaration, PlainAlias) and declaration.is_earlier else None


def types_of_declaration(declaration: Declaration) -> Iterator[TypeExpr]:
    """The types of a declaration's members, or what an alias stands for."""
    match declaration:
        case ObjectModel() | ObjectParams():
            yield from (field.type for field in declaration.fields)
            if declaration.extra is not None:
                yield declaration.extra
        case EnumClass():
            pass
        case EnumAlias() | UnionAlias() | PlainAlias():
            yield declaration.type
        case _:
            assert_never(declaration)

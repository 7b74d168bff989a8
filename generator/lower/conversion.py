"""Schemas to type expressions and drafts of declarations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import assert_never

from generator.casings import Casings
from generator.document.hints import naming
from generator.document.model import Schema
from generator.ir.declarations import Field
from generator.ir.types import (
    Anything,
    ListOf,
    LiteralOf,
    MapOf,
    Named,
    Nullable,
    Primitive,
    PrimitiveKind,
    TupleOf,
    TypeExpr,
    UnionOf,
)
from generator.lower.drafting import Drafting
from generator.lower.drafts import Draft, Tag, draft_key, provisional, root_draft
from generator.lower.faces import Face
from generator.lower.said import brief, describe
from generator.lower.schemas import Schemas, default_of, is_made_by_sdks, limits_of
from generator.lower.shapes import (
    AnyShape,
    ArrayShape,
    EnumShape,
    MapShape,
    ObjectShape,
    ReferenceShape,
    ScalarShape,
    Shape,
    TupleShape,
    UnionShape,
)
from generator.lower.type_names import TypeName, last_word
from generator.lower.unions import inferred_discriminator, union_of, variant_word, variants_called
from generator.lower.words import singular
from generator.values import Value, replace

_ANYTHING = Anything()
_COMPONENT = re.compile(r"#/components/schemas/[^/]+")


class Owner(Value):
    """The root draft that a schema is met in: its key, and the pointer of what it stands for."""

    key: str
    pointer: str


class Scope(Value):
    """Where a schema is met: in which direction, in which root draft, and the words that lead there (`told`: at least
    one of them is the document's)."""

    face: Face
    owner: Owner
    words: tuple[str, ...] = ()
    files: bool = False
    told: bool = False

    def at(self, name: str) -> Scope:
        """Inside the property `name`."""
        return self.inside(name, told=True)

    def inside(self, word: str, *, told: bool = False) -> Scope:
        """Inside something that has no name of its own: a variant, an item, a map's values."""
        return Scope(self.face, self.owner, (*self.words, word), self.files, self.told or told)

    def item(self, casings: Casings) -> Scope:
        """Inside the items of a list or the values of a map."""
        if not self.words:
            return self.inside("item")
        *before, last = self.words
        return Scope(self.face, self.owner, (*before, singular(last, casings)), self.files, self.told)


def scope_of(draft: Draft, *, files: bool = False) -> Scope:
    """The scope of what stands in a root draft."""
    return Scope(draft.face, Owner(draft.key, draft.location.pointer), files=files)


class Announced(Value):
    """The draft of a component, still without contents, and the schema that has them."""

    draft: Draft
    schema: Schema


class Conversion:
    """Converts schemas in one step; drafts for what needs a name are added to `drafting` on the way.

    The drafts of `announced` components are open from the start.
    """

    def __init__(
        self, schemas: Schemas, drafting: Drafting, announced: Mapping[str, Announced] = MappingProxyType({})
    ) -> None:
        self.schemas = schemas
        self.drafting = drafting
        self._document = schemas.document
        self._shapes = schemas.shapes
        self._announced = dict(announced)
        self._pointing: set[str] = set()
        self._open: set[int] = set()
        for one in announced.values():
            drafting.open(one.draft)

    # --- drafts with contents

    def fill(self, key: str) -> None:
        """Give an announced draft its contents, unless it has them already."""
        announced = self._announced.pop(key, None)
        if announced is not None:
            with self._within_a_name():
                self._close(announced.draft, announced.schema, scope_of(announced.draft))

    def declare(self, key: str, face: Face, said: TypeName, schema: Schema, *, files: bool = False) -> None:
        """Add the draft of an inline schema that gets a module of its own, with its contents."""
        draft = root_draft(key, face, said, schema.location, doc=describe(schema), deprecated=schema.deprecated)
        self._close(self.drafting.open(draft), schema, scope_of(draft, files=files))

    def _close(self, draft: Draft, schema: Schema, scope: Scope) -> None:
        """Give an open draft its fields or its type."""
        shaped = self._shapes.of(schema)
        if isinstance(shaped.shape, ObjectShape):
            self._close_object(draft, shaped.shape, scope)
        elif isinstance(shaped.shape, EnumShape):
            self._close_enum(draft, shaped.shape, schema, nullable=shaped.nullable)
        else:
            converted = self._convert_shape(shaped.shape, schema, scope, naming_unions=False)
            self.drafting.close(draft, type=_nullable(converted) if shaped.nullable else converted)

    def _close_object(self, draft: Draft, shape: ObjectShape, scope: Scope) -> None:
        with self._within_a_name():
            fields = tuple(self.fields(shape, scope))
            extra = self.convert(shape.extra, scope.inside("extra")) if shape.extra is not None else None
        self.drafting.close(draft, fields=fields, extra=extra)

    @contextmanager
    def _within_a_name(self) -> Iterator[None]:
        """What has a name may be met again on the way to its contents: it is then that name, and nothing is endless."""
        outer, self._open = self._open, set()
        yield
        self._open = outer

    def _close_enum(self, draft: Draft, shape: EnumShape, schema: Schema, *, nullable: bool) -> None:
        """Give an open draft the values of an enum; callers hand in a member of the class, or its value."""
        literal = _literal(shape)
        is_class = self.schemas.enums.is_class(shape, schema)
        if is_class and draft.face is Face.RESPONSE:
            self.drafting.close(draft, type=literal, is_enum=True)  # null is allowed where it is referred to
            return
        key = draft_key(draft.key.removeprefix(f"{Face.REQUEST.value} "), Face.RESPONSE)
        if not is_class or key not in self.drafting:
            self.schemas.enums.note_literal(shape, schema, "it has no name of its own", schema.location)
        either = _member_or_value(key, literal) if is_class and key in self.drafting else literal
        self.drafting.close(draft, type=_nullable(either) if nullable else either)

    # --- types

    def convert(self, schema: Schema, scope: Scope) -> TypeExpr:
        """The type of a value that `schema` describes."""
        if called := naming(schema.extensions).type_name:
            scope = replace(scope, words=(called,), told=True)
        if scope.files and self._is_content(schema):
            file = Primitive(kind=PrimitiveKind.FILE)
            return _nullable(file) if self._shapes.resolved(schema).nullable else file
        shaped = self._shapes.of(schema)
        converted = self._under_chosen_name(shaped.shape, schema, scope)
        if converted is None:
            converted = self._convert_shape(shaped.shape, schema, scope)
        behind = self._shapes.resolved(schema) if isinstance(shaped.shape, ReferenceShape) else shaped
        return _nullable(converted) if behind.nullable or shaped.nullable else converted

    def written_out(self, schema: Schema, scope: Scope) -> TypeExpr:
        """The type of a value without the name that it has elsewhere, where files may be meant by it."""
        return self._convert_shape(self._shapes.resolved(schema).shape, schema, scope)

    def _is_content(self, schema: Schema) -> bool:
        """Whether a value is content of a media type as it is, not encoded as text: what 3.1 says of a file."""
        target = self._document.target(schema)
        if target.content_media_type is None or target.content_encoding is not None:
            return False
        shape = self._shapes.resolved(schema).shape
        return isinstance(shape, AnyShape) or (isinstance(shape, ScalarShape) and shape.type == "string")

    def _under_chosen_name(self, shape: Shape, schema: Schema, scope: Scope) -> TypeExpr | None:
        """An inline schema that the config names has a module of its own, like a component; None for any other."""
        names = self.schemas.chosen
        chosen = names.get(self.schemas.place(schema)) if names else None
        if chosen is None or isinstance(shape, ReferenceShape):
            return None
        two_faced = self.schemas.faces.differ(schema)
        face = scope.face if two_faced else Face.RESPONSE
        said = chosen.in_requests() if face is Face.REQUEST and not chosen.name.endswith("Param") else chosen
        key = draft_key(f"named {self.schemas.place(schema)}", face)
        if face is Face.REQUEST and isinstance(shape, EnumShape):
            self._under_chosen_name(shape, schema, replace(scope, face=Face.RESPONSE))  # the class
        if key not in self.drafting:
            self.declare(key, face, said, schema, files=scope.files)
        return provisional(key)

    def _convert_shape(self, shape: Shape, schema: Schema, scope: Scope, *, naming_unions: bool = True) -> TypeExpr:
        """The type of a shape. Objects have names, so that they may contain themselves; what has none may not."""
        if isinstance(shape, ObjectShape):
            return self._inline_object(shape, schema, scope)
        if id(schema) in self._open:
            self.schemas.ledger.approximated("keyword", "schema.allOf", "a schema contains itself", schema.location)
            return _ANYTHING
        self._open.add(id(schema))
        converted = self._unnamed(shape, schema, scope, naming_unions=naming_unions)
        self._open.discard(id(schema))
        return converted

    def _unnamed(self, shape: Shape, schema: Schema, scope: Scope, *, naming_unions: bool) -> TypeExpr:
        match shape:
            case ReferenceShape(key, exact):
                return self._reference(key, scope, exact=exact)
            case ScalarShape():
                return self._scalar(shape, schema, scope)
            case EnumShape():
                return self._enum(shape, schema, scope)
            case ArrayShape(items):
                return ListOf(
                    item=self.convert(items, scope.item(self.schemas.casings)) if items is not None else _ANYTHING
                )
            case TupleShape():
                return self._tuple(shape, scope)
            case MapShape(value):
                inner = replace(scope.item(self.schemas.casings), files=False)
                return MapOf(value=self.convert(value, inner) if value is not None else _ANYTHING)
            case ObjectShape():
                return self._inline_object(shape, schema, scope)
            case UnionShape():
                return self._union(shape, schema, scope, named=naming_unions)
            case AnyShape():
                return _ANYTHING
            case other:
                assert_never(other)

    def _reference(self, key: str, scope: Scope, *, exact: bool) -> TypeExpr:
        whole = None if exact else self._shapes.whole(key)
        if whole is not None:
            declared = self.schemas.whole_key(key, scope.face)
            return provisional(declared) if declared in self.drafting else self._convert_whole(key, whole, scope)
        if key not in self._document.components and self.schemas.component_key(key, scope.face) not in self.drafting:
            return self._pointed_at(key, scope)
        shape = self._shapes.resolved(self._document.schemas[key]).shape
        if isinstance(shape, ScalarShape):
            return self._scalar(shape, self._document.target(self._document.schemas[key]), scope)
        return provisional(self.schemas.component_key(key, scope.face))

    def _convert_whole(self, key: str, whole: Schema, scope: Scope) -> TypeExpr:
        """The choice that stands for what is no component; inside of itself it has a name."""
        own = f"{draft_key(f'whole {key}', scope.face)} {scope.owner.key}"
        if own not in self.drafting:
            inner = Scope(scope.face, scope.owner, ("any", last_word(key)), scope.files, told=True)
            draft = self.drafting.open(_nested(own, whole, inner))
            shape = self._shapes.of(whole).shape
            self.drafting.close(draft, type=self._convert_shape(shape, whole, inner, naming_unions=False))
        return provisional(own)

    def _pointed_at(self, key: str, scope: Scope) -> TypeExpr:
        """What a reference into the middle of something names; what contains itself there gets a name of its own."""
        schema, own = self._document.schemas[key], self.schemas.component_key(key, scope.face)
        shape, scope = self._shapes.of(schema).shape, Scope(scope.face, scope.owner, (last_word(key),), scope.files)
        named = self._under_chosen_name(shape, schema, scope)
        if named is not None:
            return named
        scope = self._owning_scope(schema, scope)
        if isinstance(shape, ObjectShape):
            return self._inline_object(shape, schema, scope)
        if own in self._pointing and own not in self.drafting:
            self.drafting.open(_nested(own, schema, scope))
        if own in self.drafting:
            return provisional(own)
        self._pointing.add(own)
        converted = self._convert_shape(shape, schema, scope)
        self._pointing.discard(own)
        draft = self.drafting.get(own)
        if draft is None:
            return converted
        self.drafting.close(draft, type=converted)
        return provisional(own)

    def _tuple(self, shape: TupleShape, scope: Scope) -> TypeExpr:
        inner = scope.item(self.schemas.casings)
        items = tuple(self.convert(item, inner.inside(str(i))) for i, item in enumerate(shape.items, 1))
        rest = None if shape.rest is None else self.convert(shape.rest, inner.inside("rest"))
        return TupleOf(items=items, rest=rest)

    def _scalar(self, shape: ScalarShape, schema: Schema, scope: Scope) -> TypeExpr:
        if shape.type == "string":
            kind = self.schemas.formats.kind(shape.format, schema)
            is_file = shape.format == "binary" and scope.files
            return Primitive(kind=PrimitiveKind.FILE) if is_file else Primitive(kind=kind, format=shape.format)
        found = _KINDS.get(shape.type)
        return Primitive(kind=found, format=shape.format) if found is not None else _ANYTHING

    # --- enums

    def _enum(self, shape: EnumShape, schema: Schema, scope: Scope) -> TypeExpr:
        """An inline enum; as a class it stands where answers have it, else where it is sent."""
        literal = _literal(shape)
        if not scope.words or not self.schemas.enums.is_class(shape, schema):
            self.schemas.enums.note_literal(shape, schema, "it has no name", schema.location)
            return literal
        key = draft_key(f"enum {self.schemas.place(schema)}", Face.RESPONSE)
        if key not in self.drafting:
            owning = self._owning_scope(schema, scope)
            owner = self._receiving(schema) or owning.owner.key
            nested = _nested(key, schema, owning, type=literal)
            self.drafting.add(replace(nested, face=Face.RESPONSE, owner=owner, is_enum=True))
        elif self.drafting[key].type != literal:
            self.schemas.enums.note_literal(shape, schema, "it has other values elsewhere", schema.location)
            return literal
        return provisional(key) if scope.face is Face.RESPONSE else _member_or_value(key, literal)

    def _receiving(self, schema: Schema) -> str | None:
        """The draft of what is received that a schema is written in, where that has a module of its own."""
        found = _COMPONENT.match("#" + schema.location.pointer)
        if found is None or found[0] not in self._document.components or "#" in self.schemas.place(schema):
            return None
        key = self.schemas.component_key(found[0], Face.RESPONSE)
        return key if key in self.drafting else None

    # --- objects

    def _inline_object(self, shape: ObjectShape, schema: Schema, scope: Scope) -> TypeExpr:
        scope = self._owning_scope(schema, scope)
        key = self._free_key(draft_key(self.schemas.place(schema), scope.face), shape, scope)
        if key not in self.drafting:
            draft = self.drafting.open(_nested(key, schema, scope, shape=shape))
            self._close_object(draft, shape, replace(scope, files=False))  # which is sent as one text
        return provisional(key)

    def _free_key(self, key: str, shape: ObjectShape, scope: Scope) -> str:
        """A merged object can be met at one place with different other halves; those get keys of their own."""
        known = self.drafting.get(key)
        if known is None or known.shape is None or known.shape.properties == shape.properties:
            return key
        return f"{key} in {scope.owner.key}"

    def _owning_scope(self, schema: Schema, scope: Scope) -> Scope:
        """A schema met through `allOf` belongs to the component it is written in, when that component has a module
        of its own."""
        at = schema.location
        found = _COMPONENT.match("#" + at.pointer)
        if found is None or found[0] not in self._document.components or at.file != self._document.location.file:
            return scope
        if at.pointer.startswith(f"{scope.owner.pointer}/"):
            return scope
        home = self.schemas.component_key(found[0], scope.face)
        if home == scope.owner.key or home not in self.drafting:
            return scope
        self.fill(home)
        return replace(scope, owner=Owner(home, self.drafting[home].location.pointer))

    def fields(self, shape: ObjectShape, scope: Scope) -> list[Field]:
        """The fields of an object in one direction: read-only properties are not sent, write-only ones not received."""
        found = []
        for name, schema in shape.properties.items():
            target = self._document.target(schema)
            if is_made_by_sdks(target):
                self.schemas.ledger.dropped(
                    "keyword", "schema.x-oaiSupportedSDKs", "the API does not send what SDKs make", schema.location
                )
                continue
            hidden = target.read_only if scope.face is Face.REQUEST else target.write_only
            if not (hidden or (schema.read_only and scope.face is Face.REQUEST)):
                found.append(self._field(name, schema, name in shape.required, scope))
        return found

    def _field(self, name: str, schema: Schema, required: bool, scope: Scope) -> Field:
        """One field of an object, or member of a body, under the name that it wants. The final one is given later."""
        target = self._document.target(schema)
        return Field(
            name=naming(schema.extensions).property_name or name,
            wire_name=name,
            type=self.convert(schema, scope.at(name)),
            required=required,
            location=schema.location,
            doc=describe(schema) or brief(target),
            default=default_of(schema),
            deprecated=schema.deprecated,
            limits=limits_of(schema) or limits_of(target),
        )

    # --- unions

    def _union(self, shape: UnionShape, schema: Schema, scope: Scope, *, named: bool) -> TypeExpr:
        nullable = False
        converted: list[TypeExpr] = []
        names = [tag.name for tag in shape.tags] or [""] * len(shape.variants)
        for number, (variant, name) in enumerate(zip(shape.variants, names, strict=True), 1):
            word = variant_word(variant, shape, self._shapes) or name or None
            inner = scope.inside(f"variant {number}") if word is None else scope.inside(word, told=True)
            item = self._written_out(variant, shape, scope) or self.convert(variant, inner)
            if isinstance(item, Nullable):
                nullable, item = True, item.inner
            converted.append(item)
        if shape.discriminator is not None:
            self._note_tags(shape, shape.discriminator, converted)
        discriminator = shape.discriminator or inferred_discriminator(shape.variants, self._shapes)
        called = variants_called(shape, schema, discriminator, self._shapes)
        union = union_of(converted, discriminator, open=shape.open, has_default=shape.has_default, called=called)
        if named and isinstance(union, UnionOf) and discriminator is not None and scope.words:
            union = self._inline_union(union, schema, scope)
        return _nullable(union) if nullable else union

    def _written_out(self, variant: Schema, union: UnionShape, scope: Scope) -> TypeExpr | None:
        """A variant that is an enum beside other variants of the same types, which only literals can tell apart; None
        for any other, and for one with a name that callers hand in."""
        shaped = self._shapes.resolved(variant)
        target = self._document.target(variant)
        if not isinstance(shaped.shape, EnumShape) or not self.schemas.enums.is_class(shaped.shape, target):
            return None
        is_named = variant.ref is not None and scope.face is Face.REQUEST
        if is_named or not self.schemas.enums.is_beside_others(variant, union.variants):
            return None
        reason = "values of the same type stand beside it"
        self.schemas.enums.note_literal(shaped.shape, target, reason, variant.location)
        literal = _literal(shaped.shape)
        return _nullable(literal) if shaped.nullable else literal

    def _note_tags(self, shape: UnionShape, discriminator: str, converted: Sequence[TypeExpr]) -> None:
        """Remember which values stand for each variant."""
        for tag, type in zip(shape.tags, converted, strict=True):
            if tag.values and isinstance(type, Named):
                self.drafting.note(Tag(type.name, discriminator, tag.values, tag.only))

    def _inline_union(self, union: UnionOf, schema: Schema, scope: Scope) -> TypeExpr:
        """A union of objects met inside something gets a name of its own, so that code can speak of it."""
        way = f"union {schema.location.pointer} {'/'.join(scope.words)}"
        key = f"{draft_key(way, scope.face)} {scope.owner.key}"
        existing = self.drafting.get(key)
        if existing is None:
            self.drafting.add(_nested(key, schema, scope, type=union))
        elif existing.type != union:
            return union
        return provisional(key)


def _nested(
    key: str, schema: Schema, scope: Scope, *, shape: ObjectShape | None = None, type: TypeExpr | None = None
) -> Draft:
    """The draft of a schema met inside something."""
    return Draft(
        key=key,
        face=scope.face,
        owner=scope.owner.key,
        location=schema.location,
        words=scope.words,
        told=scope.told,
        doc=describe(schema),
        deprecated=schema.deprecated,
        shape=shape,
        type=type,
    )


_KINDS = {
    "integer": PrimitiveKind.INTEGER,
    "number": PrimitiveKind.NUMBER,
    "boolean": PrimitiveKind.BOOLEAN,
    "null": PrimitiveKind.NULL,
}


def _literal(shape: EnumShape) -> LiteralOf:
    return LiteralOf(values=shape.values, meanings=shape.meanings)


def _member_or_value(key: str, literal: LiteralOf) -> TypeExpr:
    """What callers hand in for an enum whose class is the draft of that key, where its meanings are told."""
    return UnionOf(variants=(provisional(key), LiteralOf(values=literal.values)))


def _nullable(type: TypeExpr) -> TypeExpr:
    if isinstance(type, (Nullable, Anything)) or type == Primitive(kind=PrimitiveKind.NULL):
        return type
    return Nullable(inner=type)

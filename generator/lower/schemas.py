"""Schemas to type expressions and drafts of declarations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import assert_never

from generator.document.model import Document, Schema
from generator.ir.declarations import Default, Field, Limits
from generator.ir.types import (
    Anything,
    ListOf,
    LiteralOf,
    MapOf,
    Named,
    Nullable,
    Primitive,
    PrimitiveKind,
    TypeExpr,
    UnionOf,
    join_literals,
)
from generator.ledger import Ledger
from generator.lower.directions import Face
from generator.lower.drafts import Draft, Drafts, draft_key, provisional
from generator.lower.shapes import (
    AnyShape,
    ArrayShape,
    EnumShape,
    MapShape,
    ObjectShape,
    ReferenceShape,
    ScalarShape,
    Shape,
    Shapes,
    UnionShape,
)
from generator.lower.type_names import TypeName
from generator.python.identifiers import Casings, pascal_case, snake_case

_STRING = Primitive(kind=PrimitiveKind.STRING)
_ANYTHING = Anything()
_COMPONENT = re.compile(r"#/components/schemas/[^/]+")
_DISCRIMINATORS = ("type", "event", "object", "kind", "role", "status")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a schema is met: in which direction, in which root draft, and the words that lead there (`told`: at least
    one of them is the document's)."""

    face: Face
    owner: str
    words: tuple[str, ...] = ()
    files: bool = False
    told: bool = False

    def at(self, name: str) -> Scope:
        """Inside the property `name`."""
        return self.inside(name, told=True)

    def inside(self, word: str, *, told: bool = False) -> Scope:
        """Inside something that has no name of its own: a variant, an item, a map's values."""
        return Scope(self.face, self.owner, (*self.words, word), self.files, self.told or told)


@dataclass(slots=True)
class Schemas:
    """Converts schemas; drafts for what needs a name are added on the way."""

    document: Document
    shapes: Shapes
    ledger: Ledger
    drafts: Drafts
    chosen: Mapping[str, TypeName] = field(default_factory=dict)
    _unfilled: dict[str, Schema] = field(default_factory=dict)
    _objects: dict[str, ObjectShape] = field(default_factory=dict)
    _faced: dict[str, bool] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _pointing: set[str] = field(default_factory=set)
    _tags: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)

    # --- components

    def component_key(self, key: str, face: Face) -> str:
        """The draft key of a component's face."""
        return draft_key(key, self.face_of(key, face))

    def face_of(self, key: str, face: Face) -> Face:
        """The face under which a component is declared for one direction; one whose faces do not differ has a single
        draft."""
        return face if self.has_two_faces(key) else Face.RESPONSE

    def has_two_faces(self, key: str) -> bool:
        """Whether what callers build differs from what they are given: everything with objects or arrays inside."""
        known = self._faced.get(key)
        if known is not None:
            return known
        if key in self._asked:
            return True
        self._asked.add(key)
        self._faced[key] = found = self._differs(self.document.schemas[key])
        return found

    def _differs(self, schema: Schema) -> bool:
        match self.shapes.of(schema).shape:
            case ReferenceShape(key):
                return self.has_two_faces(key)
            case ObjectShape() | ArrayShape():
                return True
            case MapShape(value):
                return value is not None and self._differs(value)
            case UnionShape(variants):
                return any(self._differs(v) for v in variants)
            case ScalarShape(type=_, format=format):
                return format == "binary"
            case EnumShape() | AnyShape():
                return False
            case other:
                assert_never(other)

    def announce(self, key: str, said: TypeName, face: Face) -> None:
        """Add the draft of one face of a component; `fill_announced` gives it its contents."""
        schema = self.document.schemas[key]
        own_key = self.component_key(key, face)
        if own_key in self.drafts.by_key:
            return
        self.drafts.add_root(
            own_key,
            self.face_of(key, face),
            said,
            schema.location,
            component=self.document.components.get(key, key),
            doc=describe(schema),
            deprecated=schema.deprecated,
        )
        self._unfilled[own_key] = schema

    def fill_announced(self) -> None:
        """Give every announced draft its contents."""
        while self._unfilled:
            self._fill_component(next(iter(self._unfilled)))

    def _fill_component(self, own_key: str) -> None:
        draft = self.drafts.by_key[own_key]
        self.fill(draft, self._unfilled.pop(own_key), Scope(draft.face, own_key))

    def fill(self, draft: Draft, schema: Schema, scope: Scope) -> None:
        """Give a draft its fields or its type."""
        shaped = self.shapes.of(schema)
        if isinstance(shaped.shape, ObjectShape):
            self._fill_object(draft, shaped.shape, scope)
        else:
            converted = self._convert_shape(shaped.shape, schema, scope, naming_unions=False)
            draft.type = _nullable(converted) if shaped.nullable else converted

    # --- types

    def convert(self, schema: Schema, scope: Scope) -> TypeExpr:
        """The type of a value that `schema` describes."""
        shaped = self.shapes.of(schema)
        converted = self._under_chosen_name(shaped.shape, schema, scope)
        if converted is None:
            converted = self._convert_shape(shaped.shape, schema, scope)
        behind = self.shapes.resolved(schema) if isinstance(shaped.shape, ReferenceShape) else shaped
        return _nullable(converted) if behind.nullable or shaped.nullable else converted

    def _under_chosen_name(self, shape: Shape, schema: Schema, scope: Scope) -> TypeExpr | None:
        """An inline schema that the config names has a module of its own, like a component; None for any other."""
        chosen = self.chosen.get(self._place(schema)) if self.chosen else None
        if chosen is None or isinstance(shape, ReferenceShape):
            return None
        two_faced = self._differs(schema)
        face = scope.face if two_faced else Face.RESPONSE
        said = chosen.in_requests() if face is Face.REQUEST and not chosen.name.endswith("Param") else chosen
        key = draft_key(f"named {self._place(schema)}", face)
        if key not in self.drafts.by_key:
            self.declare(key, face, said, schema, files=scope.files)
        return provisional(key)

    def declare(self, key: str, face: Face, said: TypeName, schema: Schema, *, files: bool = False) -> None:
        """Add the draft of an inline schema that gets a module of its own, with its contents."""
        draft = self.drafts.add_root(
            key, face, said, schema.location, doc=describe(schema), deprecated=schema.deprecated
        )
        self.fill(draft, schema, Scope(face, key, files=files))

    def _convert_shape(self, shape: Shape, schema: Schema, scope: Scope, *, naming_unions: bool = True) -> TypeExpr:
        match shape:
            case ReferenceShape(key):
                return self._reference(key, scope)
            case ScalarShape():
                return _scalar(shape, scope)
            case EnumShape(values):
                return LiteralOf(values=values)
            case ArrayShape(items):
                return self._list(items, schema, scope)
            case MapShape(value):
                inner = _singular(scope)
                return MapOf(value=self.convert(value, inner) if value is not None else _ANYTHING)
            case ObjectShape():
                return self._inline_object(shape, schema, scope)
            case UnionShape():
                return self._union(shape, schema, scope, named=naming_unions)
            case AnyShape():
                return _ANYTHING
            case other:
                assert_never(other)

    def _reference(self, key: str, scope: Scope) -> TypeExpr:
        if key not in self.document.components:
            return self._pointed_at(key, scope)
        shape = self.shapes.resolved(self.document.schemas[key]).shape
        if isinstance(shape, ScalarShape):
            return _scalar(shape, scope)
        return provisional(self.component_key(key, scope.face))

    def _pointed_at(self, key: str, scope: Scope) -> TypeExpr:
        """What a reference into the middle of something names; what contains itself there gets a name of its own."""
        schema, own = self.document.schemas[key], draft_key(f"reference {key}", scope.face)
        shape, scope = self.shapes.of(schema).shape, Scope(scope.face, scope.owner, (_last_word(key),), scope.files)
        named = self._under_chosen_name(shape, schema, scope)
        if named is not None:
            return named
        if isinstance(shape, ObjectShape):
            return self._inline_object(shape, schema, scope)
        if own in self._pointing and own not in self.drafts.by_key:
            self._nest(own, schema, scope)
        if own in self.drafts.by_key:
            return provisional(own)
        self._pointing.add(own)
        converted = self._convert_shape(shape, schema, scope)
        self._pointing.discard(own)
        draft = self.drafts.by_key.get(own)
        if draft is None:
            return converted
        draft.type = converted
        return provisional(own)

    def _nest(self, key: str, schema: Schema, scope: Scope) -> Draft:
        """Add the draft of a schema met inside something."""
        return self.drafts.add(
            Draft(
                key=key,
                face=scope.face,
                owner=scope.owner,
                location=schema.location,
                words=scope.words,
                told=scope.told,
                doc=describe(schema),
                deprecated=schema.deprecated,
            )
        )

    def _list(self, items: Sequence[Schema], schema: Schema, scope: Scope) -> TypeExpr:
        inner = _singular(scope)
        if not items:
            return ListOf(item=_ANYTHING)
        converted = [
            self.convert(item, inner if len(items) == 1 else inner.inside(str(i + 1))) for i, item in enumerate(items)
        ]
        if len(items) > 1:
            self.ledger.approximated("keyword", "schema.prefixItems", "positions share one item type", schema.location)
        return ListOf(item=_union_of(converted, None))

    # --- objects

    def _inline_object(self, shape: ObjectShape, schema: Schema, scope: Scope) -> TypeExpr:
        scope = self._owning_scope(schema, scope)
        key = self._free_key(draft_key(self._place(schema), scope.face), shape, scope)
        if key not in self.drafts.by_key:
            self._fill_object(self._nest(key, schema, scope), shape, scope)
        return provisional(key)

    def _place(self, schema: Schema) -> str:
        at = schema.location
        return at.pointer if at.file == self.document.location.file else f"{at.file}#{at.pointer}"

    def _free_key(self, key: str, shape: ObjectShape, scope: Scope) -> str:
        """A merged object can be met at one place with different other halves; those get keys of their own."""
        known = self._objects.setdefault(key, shape)
        return key if known.properties == shape.properties else f"{key} in {scope.owner}"

    def _owning_scope(self, schema: Schema, scope: Scope) -> Scope:
        """A schema met through `allOf` belongs to the component it is written in, when that component has a module
        of its own."""
        found = _COMPONENT.match("#" + schema.location.pointer)
        if (
            found is None
            or found[0] not in self.document.components
            or schema.location.file != self.document.location.file
        ):
            return scope
        if schema.location.pointer.startswith(f"{self.drafts.by_key[scope.owner].location.pointer}/"):
            return scope
        home = self.component_key(found[0], scope.face)
        if home == scope.owner or home not in self.drafts.by_key:
            return scope
        if home in self._unfilled:
            self._fill_component(home)
        return replace(scope, owner=home)

    def _fill_object(self, draft: Draft, shape: ObjectShape, scope: Scope) -> None:
        draft.fields = tuple(self.fields(shape, scope))
        if shape.extra is not None:
            draft.extra = self.convert(shape.extra, scope.inside("extra"))

    def fields(self, shape: ObjectShape, scope: Scope) -> list[Field]:
        """The fields of an object in one direction: read-only properties are not sent, write-only ones not received."""
        found = []
        for name, schema in shape.properties.items():
            target = self.document.target(schema)
            if _is_made_by_sdks(target):
                self.ledger.dropped(
                    "keyword", "schema.x-oaiSupportedSDKs", "the API does not send what SDKs make", schema.location
                )
                continue
            hidden = target.read_only if scope.face is Face.REQUEST else target.write_only
            if not (hidden or (schema.read_only and scope.face is Face.REQUEST)):
                found.append(self.field(name, schema, name in shape.required, scope))
        return found

    def field(self, name: str, schema: Schema, required: bool, scope: Scope) -> Field:
        """One field of an object, or member of a body. Its final Python name is given later."""
        return Field(
            name=name,
            wire_name=name,
            type=self.convert(schema, scope.at(name)),
            required=required,
            location=schema.location,
            doc=describe(schema) or describe(self.document.target(schema)),
            default=default_of(schema),
            deprecated=schema.deprecated,
            limits=limits_of(schema) or limits_of(self.document.target(schema)),
        )

    # --- unions

    def _union(self, shape: UnionShape, schema: Schema, scope: Scope, *, named: bool) -> TypeExpr:
        nullable = False
        converted: list[TypeExpr] = []
        for number, variant in enumerate(shape.variants, 1):
            word = self._variant_word(variant, shape)
            inner = scope.inside(f"variant {number}") if word is None else scope.inside(word, told=True)
            item = self.convert(variant, inner)
            if isinstance(item, Nullable):
                nullable, item = True, item.inner
            converted.append(item)
        if shape.discriminator is not None:
            self._note_tags(shape, shape.discriminator, converted)
        discriminator = shape.discriminator or self._inferred_discriminator(shape)
        union = _union_of(converted, discriminator)
        if named and isinstance(union, UnionOf) and discriminator is not None and scope.words:
            union = self._inline_union(union, schema, scope)
        return _nullable(union) if nullable else union

    def _note_tags(self, shape: UnionShape, discriminator: str, converted: Sequence[TypeExpr]) -> None:
        """Remember which values stand for a variant: those mapped to it, else its name."""
        for variant, type in zip(shape.variants, converted, strict=True):
            component = self.document.components.get(variant.ref or "")
            if component is not None and isinstance(type, Named):
                values = [value for value, key in shape.mapping if key == variant.ref] or [component]
                self._tags.setdefault((type.name, discriminator), {}).update(dict.fromkeys(values))

    def tag_variants(self) -> None:
        """Where a variant leaves open what its discriminator says, list the values that stand for it.

        To be called once, when everything is converted.
        """
        for (key, discriminator), values in self._tags.items():
            draft = self.drafts.by_key[key]
            tag = LiteralOf(values=tuple(values), open=True)
            draft.fields = draft.fields and tuple(
                replace(f, type=_tagged(f.type, tag)) if f.wire_name == discriminator else f for f in draft.fields
            )

    def union(self, types: Sequence[TypeExpr], variants: tuple[Schema, ...]) -> TypeExpr:
        """A union of types already converted from `variants`."""
        return _union_of(types, self._inferred_discriminator(UnionShape(variants)))

    def _inline_union(self, union: UnionOf, schema: Schema, scope: Scope) -> TypeExpr:
        """A union of objects met inside something gets a name of its own, so that code can speak of it."""
        key = (
            draft_key("union " + schema.location.pointer + " " + "/".join(scope.words), scope.face) + " " + scope.owner
        )
        existing = self.drafts.by_key.get(key)
        if existing is None:
            self._nest(key, schema, scope).type = union
        elif existing.type != union:
            return union
        return provisional(key)

    def _variant_word(self, variant: Schema, shape: UnionShape) -> str | None:
        if variant.title:
            return variant.title
        resolved = self.shapes.resolved(variant).shape
        names = (shape.discriminator,) if shape.discriminator else _DISCRIMINATORS
        if isinstance(resolved, ObjectShape):
            for name in names:
                values = self._tag_values(resolved, name)
                if len(values) == 1 and isinstance(values[0], str):
                    return values[0]
        return None

    def _tag_values(self, shape: ObjectShape, name: str) -> tuple[object, ...]:
        written = shape.properties.get(name)
        if written is None:
            return ()
        found = self.shapes.resolved(written).shape
        return found.values if isinstance(found, EnumShape) else ()

    def _inferred_discriminator(self, shape: UnionShape) -> str | None:
        """A property that has one value in each variant, all different, tells them apart although the document
        does not say so."""
        objects = [s for v in shape.variants if isinstance(s := self.shapes.resolved(v).shape, ObjectShape)]
        if len(objects) < len(shape.variants) or len(objects) < 2:
            return None
        others = [name for name in objects[0].properties if name not in _DISCRIMINATORS]
        for name in (*_DISCRIMINATORS, *others):
            values = [self._tag_values(o, name) for o in objects]
            if all(len(v) == 1 for v in values) and len({v[0] for v in values}) == len(values):
                return name
        return None


# --- pure functions


def describe(schema: Schema) -> str:
    """What the document says about a schema, or about the only thing that it can be beside null; else its title."""
    only = _only_branch(schema)
    return schema.description or schema.title or (describe(only) if only is not None else "")


def limits_of(schema: Schema) -> Limits:
    """What a schema, or the only thing that it can be beside null, demands of values beyond their type."""
    only = _only_branch(schema)
    return schema.constraints or (limits_of(only) if only is not None else ())


def _only_branch(schema: Schema) -> Schema | None:
    branches = [b for b in (*schema.any_of, *schema.one_of) if b.const is None or b.const.value is not None]
    return branches[0] if len(branches) == 1 else None


def _is_made_by_sdks(schema: Schema) -> bool:
    """Whether a property is one that SDKs add to what the API answers, as OpenAI's document marks them."""
    return any("x-oaiSupportedSDKs" in variant.extensions for variant in (schema, *schema.any_of))


def default_of(schema: Schema) -> Default | None:
    """The default of a schema where it is a scalar; structures are told in words by the document."""
    if schema.default is None or not isinstance(schema.default.value, (str, int, float, bool, type(None))):
        return None
    return Default(value=schema.default.value)


_KINDS = {
    "string": PrimitiveKind.STRING,
    "integer": PrimitiveKind.INTEGER,
    "number": PrimitiveKind.NUMBER,
    "boolean": PrimitiveKind.BOOLEAN,
    "null": PrimitiveKind.NULL,
}


def _scalar(shape: ScalarShape, scope: Scope) -> TypeExpr:
    if shape.type == "string" and shape.format == "binary" and scope.files:
        return Primitive(kind=PrimitiveKind.FILE)
    kind = _KINDS.get(shape.type)
    return Primitive(kind=kind, format=shape.format) if kind is not None else _ANYTHING


def _nullable(type: TypeExpr) -> TypeExpr:
    if isinstance(type, (Nullable, Anything)) or type == Primitive(kind=PrimitiveKind.NULL):
        return type
    return Nullable(inner=type)


def _union_of(variants: Sequence[TypeExpr], discriminator: str | None) -> TypeExpr:
    """A union without repetition: nested ones flattened where nothing tells their variants apart, literals joined."""
    flat: list[TypeExpr] = []
    for variant in variants:
        flat += variant.variants if isinstance(variant, UnionOf) and variant.discriminator is None else [variant]
    unique = list(dict.fromkeys(flat))
    literals = [v for v in unique if isinstance(v, LiteralOf)]
    if literals:
        joined = join_literals(*literals, open=_is_string(unique))
        rest = [v for v in unique if not isinstance(v, LiteralOf) and not (joined.open and _is_plain_string(v))]
        unique = [*rest[: unique.index(literals[0])], joined, *rest[unique.index(literals[0]) :]]
    if any(isinstance(v, Anything) for v in unique):
        return _ANYTHING
    return unique[0] if len(unique) == 1 else UnionOf(variants=tuple(unique), discriminator=discriminator)


def _is_plain_string(type: TypeExpr) -> bool:
    return isinstance(type, Primitive) and type.kind is PrimitiveKind.STRING


def _tagged(type: TypeExpr, tag: LiteralOf) -> TypeExpr:
    if isinstance(type, Nullable):
        return Nullable(inner=_tagged(type.inner, tag))
    return tag if _is_plain_string(type) else type


def _is_string(types: Sequence[TypeExpr]) -> bool:
    return any(_is_plain_string(t) for t in types)


def _last_word(key: str) -> str:
    """What the place of a schema is called: the last part of its pointer, or the file that it is the whole of."""
    file, _, pointer = key.partition("#")
    return pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~") or PurePosixPath(file).stem


def _singular(scope: Scope) -> Scope:
    if not scope.words:
        return scope.inside("item")
    *before, last = scope.words
    return replace(scope, words=(*before, singular(last)))


def singular(word: str) -> str:
    """`choices` -> `choice`, `categories` -> `category`; what has no plural form stays."""
    lower = word.lower()
    if len(word) > 4 and lower.endswith("ies"):
        return word[:-3] + "y"
    if lower.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if lower.endswith("s") and not lower.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def words_to_class_name(words: Sequence[str], casings: Casings) -> str:
    """`("choices", "logprobs")` -> `ChoicesLogprobs`."""
    return "".join(pascal_case(snake_case(w) if w.islower() else w, casings) for w in words)


def either(a: TypeExpr, b: TypeExpr) -> TypeExpr:
    """One of two types; literals join."""
    if a == b:
        return a
    if isinstance(a, LiteralOf) and isinstance(b, LiteralOf):
        return join_literals(a, b)
    variants = [*(a.variants if isinstance(a, UnionOf) else (a,)), *(b.variants if isinstance(b, UnionOf) else (b,))]
    return UnionOf(variants=tuple(dict.fromkeys(variants)))

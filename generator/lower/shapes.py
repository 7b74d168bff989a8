"""What a schema amounts to, whatever keywords it is written with.

`Shapes.of` folds references beside siblings, `allOf`, one-branch unions and null branches into one of a few shapes. It
knows nothing of names, directions or the SDK. Every simplification that changes meaning is entered in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from generator.document.model import Discriminator, Document, Schema
from generator.document.nodes import ListNode, MapNode
from generator.ir.types import LiteralOf, Meaning, join_literals
from generator.ledger import Ledger
from generator.lower.families import Families, Family, lineage
from generator.lower.written import is_reference, says_shape
from generator.values import Value, field, replace

_MOST_COMBINATIONS = 64


class ReferenceShape(Value):
    """A component, or another schema something refers to, by its key. `exact`: itself, and nothing that extends it."""

    key: str
    exact: bool = False


class ScalarShape(Value):
    """One of string, integer, number, boolean, null."""

    type: str
    format: str | None = None


class EnumShape(Value):
    """Literal values (strings, integers, booleans), and what is said of them."""

    values: tuple[Any, ...]
    meanings: tuple[Meaning, ...] = ()


class ArrayShape(Value):
    """An array; without `items` anything goes."""

    items: Schema | None


class TupleShape(Value):
    """An array whose positions differ; `rest` is what may follow them, None where nothing may."""

    items: tuple[Schema, ...]
    rest: Schema | None


class MapShape(Value):
    """An object without known properties."""

    value: Schema | None


class ObjectShape(Value):
    """An object with known properties. `extra` is the schema of further ones, where the document gives one."""

    properties: Mapping[str, Schema]
    required: frozenset[str]
    extra: Schema | None = None


class TagValues(Value):
    """What a discriminator says of a variant, the component `name` with or without more properties.

    `only`: the variant says nothing else, wherever it stands.
    """

    name: str
    values: tuple[str, ...] = ()
    only: bool = False


class UnionShape(Value):
    """Alternatives, without null. `tags` says for each what the discriminator says.

    `open`: an object whose discriminator says something unknown is the last of the variants; `has_default`: so is one
    that lacks it.
    """

    variants: tuple[Schema, ...]
    discriminator: str | None = None
    tags: tuple[TagValues, ...] = ()
    open: bool = False
    has_default: bool = False


class AnyShape(Value):
    """Anything: the document does not say."""


Shape: TypeAlias = (
    ReferenceShape | ScalarShape | EnumShape | ArrayShape | TupleShape | MapShape | ObjectShape | UnionShape | AnyShape
)


class Shaped(Value):
    """A shape, and whether null is allowed beside it."""

    shape: Shape
    nullable: bool = False


_ANY = Shaped(AnyShape())


class Shapes(Value):
    """Finds and remembers the shape of every schema of a document."""

    document: Document
    ledger: Ledger
    families: Families
    _known: dict[int, tuple[Schema, Shaped]] = field(default_factory=dict)
    _resolved: dict[int, tuple[Schema, Shaped]] = field(default_factory=dict)
    _open: set[int] = field(default_factory=set)
    _wholes: dict[str, Schema] = field(default_factory=dict)
    _bare: dict[int, Schema] = field(default_factory=dict)
    _originals: dict[int, Schema] = field(default_factory=dict)
    _lineages: dict[int, frozenset[int]] = field(default_factory=dict)

    def of(self, schema: Schema) -> Shaped:
        """The shape of a schema as it is written: a reference stays a reference."""
        known = self._known.get(id(schema))
        if known is not None:
            return known[1]
        if id(schema) in self._open:
            self.ledger.approximated("keyword", "schema.allOf", "a schema contains itself", schema.location)
            return _ANY
        self._open.add(id(schema))
        shaped = self._find(schema)
        self._open.discard(id(schema))
        self._known[id(schema)] = (schema, shaped)
        return shaped

    def knows(self, schema: Schema) -> bool:
        """Whether anything asked for the shape of a schema."""
        return id(schema) in self._known

    def resolved(self, schema: Schema) -> Shaped:
        """The shape behind any chain of references; null counts wherever in the chain it is allowed.

        What others extend is a choice among all of these.
        """
        known = self._resolved.get(id(schema))
        if known is not None:
            return known[1]
        shaped, key = self._followed(schema)
        if key is not None and not isinstance(shaped.shape, UnionShape) and (whole := self.whole(key)) is not None:
            shaped = Shaped(self.of(whole).shape, shaped.nullable)
        if not self._open:  # else it may be that of a schema which is still being looked at
            self._resolved[id(schema)] = (schema, shaped)
        return shaped

    def _followed(self, schema: Schema) -> tuple[Shaped, str | None]:
        """The shape at the end of a chain of references, and the key of that end where it may be what extends it."""
        shaped, key = self.of(schema), self.families.keys.get(id(schema))
        nullable, seen = shaped.nullable, 0
        while isinstance(shaped.shape, ReferenceShape) and seen < len(self.document.schemas):
            key = None if shaped.shape.exact else shaped.shape.key
            shaped = self.of(self.document.schemas[shaped.shape.key])
            nullable, seen = nullable or shaped.nullable, seen + 1
        return shaped if shaped.nullable == nullable else Shaped(shaped.shape, nullable), key

    # --- families

    def whole(self, key: str) -> Schema | None:
        """What stands for a component that others extend: a choice among these and itself; None for any other."""
        family = self.families.by_key.get(key)
        if family is None:
            return None
        if key not in self._wholes:
            base = self.document.schemas[key]
            made = self._wholes[key] = replace(
                _EMPTY, location=replace(base.location, pointer=f"{base.location.pointer}/discriminator")
            )
            self._known[id(made)] = (made, Shaped(self._choice(family)))
        return self._wholes[key]

    def _choice(self, family: Family) -> UnionShape:
        taken = {value for member in family.members for value in family.values[member]}
        tag = family.discriminator.property_name
        own = self.of(self.document.schemas[family.base]).shape
        written = own.properties.get(tag) if isinstance(own, ObjectShape) else None
        listed = self.resolved(written).shape if written is not None else None
        occurs = not (isinstance(listed, EnumShape) and taken.issuperset(listed.values))
        keys = (*family.members, family.base) if occurs else family.members
        tags = tuple(TagValues(self._name(key), family.values[key], only=True) for key in keys)
        found = UnionShape(tuple(map(self._exactly, keys)), tag, tags, open=occurs)
        return self._with_default(found, family.discriminator, keys)

    def _exactly(self, key: str) -> Schema:
        """A schema that is a component itself, and nothing that extends it."""
        made = replace(_EMPTY, location=self.document.schemas[key].location, ref=key)
        self._known[id(made)] = (made, Shaped(ReferenceShape(key, exact=True)))
        return made

    def _adds(self, schema: Schema, part: Schema) -> bool:
        """Whether a schema is told apart from the one that it extends, although it may say nothing more."""
        target = self.document.target(part)
        return id(schema) in self._lineage(target) or (id(schema), id(target)) in self.families.ties

    def _lineage(self, base: Schema) -> frozenset[int]:
        """The schemas through which the variants of a union extend the schema that it stands in."""
        base = self._originals.get(id(base), base)
        branches = (*base.any_of, *base.one_of)
        if not branches:
            return frozenset()
        if id(base) not in self._lineages:
            self._lineages[id(base)] = lineage(base, branches, self.document)
        return self._lineages[id(base)]

    def _part(self, part: Schema, schema: Schema) -> Shaped:
        """What `part` gives to a `schema` that extends it: without the choice that leads back to that."""
        target = self.document.target(part)
        if id(self._originals.get(id(schema), schema)) not in self._lineage(target):
            return self._followed(part)[0]
        if id(target) not in self._bare:
            bare = self._bare[id(target)] = _without_union(target)
            self._originals[id(bare)] = target
        return self.of(self._bare[id(target)])

    def _find(self, schema: Schema) -> Shaped:
        if schema.always is not None:
            if schema.always is False:
                self.ledger.approximated(
                    "keyword", "schema.false", "no value is allowed; any is accepted", schema.location
                )
            return _ANY
        if schema.not_ is not None:
            self.ledger.approximated("keyword", "schema.not", "the exclusion is not expressed", schema.location)
        if schema.ref is not None and is_reference(schema):
            return Shaped(ReferenceShape(schema.ref), schema.nullable)
        if schema.ref is not None:
            return self._all_of(schema, (replace(_EMPTY, location=schema.location, ref=schema.ref), *schema.all_of))
        if schema.all_of:
            return self._all_of(schema, schema.all_of)
        if schema.any_of or schema.one_of:
            return self._union(schema)
        return self._plain(schema)

    # --- plain schemas

    def _plain(self, schema: Schema) -> Shaped:
        if schema.const is not None or schema.enum is not None:
            return self._enum(schema)
        types = schema.types or self._implied_types(schema)
        if len(types) > 1:
            variants = tuple(replace(schema, types=(t,), nullable=False, description=None, title=None) for t in types)
            return Shaped(UnionShape(variants), schema.nullable)
        if not types:
            return Shaped(AnyShape(), schema.nullable)
        return Shaped(self._typed(schema, types[0]), schema.nullable)

    def _implied_types(self, schema: Schema) -> tuple[str, ...]:
        if schema.properties or schema.additional_properties not in (None, True) or schema.pattern_properties:
            return ("object",)
        if schema.items is not None or schema.prefix_items:
            return ("array",)
        return ()

    def _typed(self, schema: Schema, type: str) -> Shape:
        if type == "array":
            return self._tuple(schema) if schema.prefix_items else ArrayShape(schema.items)
        if type == "object":
            return self._object(schema)
        encoded = "base64" if (schema.content_encoding or "").lower() == "base64" else None
        return ScalarShape(type, schema.format or (encoded if type == "string" else None))

    def _tuple(self, schema: Schema) -> Shape:
        limits = dict(schema.constraints)
        most = limits.get("maxItems")
        items = schema.prefix_items[:most]
        if not items:
            return ArrayShape(None)
        if limits.get("minItems", 0) < len(items):
            reason = "arrays may be shorter; the types say that every position is there"
            self.ledger.approximated("keyword", "schema.prefixItems", reason, schema.location)
        is_closed = most == len(items) or (schema.items is not None and schema.items.always is False)
        rest = None if is_closed else schema.items or replace(_EMPTY, location=schema.location)
        return TupleShape(items, rest)

    def _object(self, schema: Schema) -> Shape:
        further = [*schema.pattern_properties.values()]
        if isinstance(schema.additional_properties, Schema):
            further.append(schema.additional_properties)
        several = replace(_EMPTY, location=schema.location, any_of=tuple(further))
        extra = several if len(further) > 1 else next(iter(further), None)
        if schema.pattern_properties:
            self.ledger.approximated(
                "keyword", "schema.patternProperties", "the patterns of the names are not checked", schema.location
            )
        if schema.properties:
            return ObjectShape(schema.properties, frozenset(schema.required), extra)
        closed = schema.additional_properties is False and not schema.pattern_properties
        if closed or schema.extensions.get("x-stainless-empty-object") is True:
            return ObjectShape({}, frozenset())
        return MapShape(extra)

    def _enum(self, schema: Schema) -> Shaped:
        listed = (schema.const.value,) if schema.const is not None else schema.enum or ()
        nullable = schema.nullable or None in listed
        values = tuple({(v.__class__, v): v for v in listed if isinstance(v, (str, int))}.values())
        lost = [v for v in listed if v is not None and not isinstance(v, (str, int))]
        if nullable and not values and not lost:
            return Shaped(ScalarShape("null"))
        if lost or not values:
            if schema.told:
                reason = "names of values that are no literals"
                self.ledger.dropped("keyword", "schema.x-enum-varnames", reason, schema.location)
            if lost:
                self.ledger.approximated(
                    "keyword", "schema.enum", "fractions and structures are no literals", schema.location
                )
            base = replace(schema, enum=None, const=None, types=schema.types or _types_of(listed))
            return Shaped(self._plain(base).shape, nullable)
        told = zip(listed, schema.told, strict=True) if schema.told else ()
        meanings = {(value.__class__, value): Meaning(value=value, name=t.name, doc=t.description) for value, t in told}
        kept = (meanings.get((value.__class__, value)) for value in values)
        return Shaped(EnumShape(values, tuple(one for one in kept if one is not None and _says_more(one))), nullable)

    # --- unions

    def _union(self, schema: Schema) -> Shaped:
        written = (*schema.any_of, *schema.one_of)
        if schema.any_of and schema.one_of:
            self.ledger.approximated(
                "keyword", "schema.oneOf", "anyOf and oneOf together are taken as one choice", schema.location
            )
        present = [v for v in written if not self._is_null(v)]
        nullable = schema.nullable or len(present) < len(written)
        telling = self._telling(schema, present)
        if not telling:
            rest = self._plain(replace(schema, any_of=(), one_of=()))
            return Shaped(rest.shape, nullable or rest.nullable)
        if schema.discriminator is None and not schema.properties:
            telling = list(map(self._constant, telling))
            literals = [shape for b in telling if isinstance(shape := self._inline(b), EnumShape)]
            if len(literals) == len(telling):
                joined = join_literals(*(LiteralOf(values=one.values, meanings=one.meanings) for one in literals))
                return Shaped(EnumShape(joined.values, joined.meanings), nullable or self._allows_null(telling))
        variants = [self._variant(schema, branch) for branch in telling]
        if len(variants) == 1:
            only = self.of(variants[0])
            return Shaped(only.shape, nullable or only.nullable)
        if schema.discriminator is None:
            return Shaped(UnionShape(tuple(variants)), nullable)
        tags = tuple(
            TagValues(
                self._name(branch.ref),
                self._mapped(schema.discriminator, branch),
                only=variant is not branch or self._is_heir(schema, branch),
            )
            for branch, variant in zip(telling, variants, strict=True)
        )
        found = UnionShape(tuple(variants), schema.discriminator.property_name, tags)
        return Shaped(self._with_default(found, schema.discriminator, [branch.ref for branch in telling]), nullable)

    def _with_default(self, union: UnionShape, discriminator: Discriminator, keys: Sequence[str | None]) -> UnionShape:
        """The union with the variant last that stands for objects of which the discriminator says nothing known."""
        if discriminator.default is None:
            return union
        if discriminator.default not in keys:
            reason = "it is none of the variants"
            self.ledger.dropped("keyword", "discriminator.defaultMapping", reason, discriminator.location)
            return union
        order = sorted(range(len(keys)), key=lambda index: keys[index] == discriminator.default)
        variants = tuple(union.variants[index] for index in order)
        tags = tuple(union.tags[index] for index in order)
        return replace(union, variants=variants, tags=tags, open=True, has_default=True)

    def _inline(self, branch: Schema) -> Shape | None:
        """The shape of a branch that is written where it stands."""
        return self.of(branch).shape if branch.ref is None else None

    def _allows_null(self, branches: Iterable[Schema]) -> bool:
        return any(self.of(branch).nullable for branch in branches)

    def _constant(self, branch: Schema) -> Schema:
        """A branch that stands for one value, where its title and description are what is said of that."""
        shape = self._inline(branch)
        if not isinstance(shape, EnumShape) or len(shape.values) > 1:
            return branch
        meaning = Meaning(value=shape.values[0], name=branch.title or "", doc=branch.description or "")
        if shape.meanings or not _says_more(meaning):
            return branch
        made = replace(branch)
        self._known[id(made)] = (made, replace(self.of(branch), shape=replace(shape, meanings=(meaning,))))
        return made

    def _telling(self, schema: Schema, branches: Sequence[Schema]) -> Sequence[Schema]:
        """The branches of a union that say what values look like.

        Branches that only demand members count where the properties beside the union tell whose they are, and others
        say more.
        """
        telling = [b for b in branches if self._says_something(b)]
        if telling and schema.properties:
            return branches
        for branch in branches:
            if branch not in telling:
                self.ledger.approximated(
                    "keyword", "schema.anyOf", "a branch that only requires properties or sets limits", branch.location
                )
        return telling

    def _variant(self, schema: Schema, branch: Schema) -> Schema:
        """A branch with the properties that stand beside its union, unless it has them itself."""
        if not schema.properties or self._is_heir(schema, branch) or self._has(branch, schema):
            return branch
        return replace(
            branch,
            ref=None,
            all_of=(_without_union(schema), branch),
            description=branch.description or self.document.target(branch).description,
            **_NO_SHAPE,
        )

    def _is_heir(self, schema: Schema, branch: Schema) -> bool:
        """Whether a branch of a union extends the schema that the union stands in."""
        return id(self.document.target(branch)) in self._lineage(schema)

    def _has(self, branch: Schema, schema: Schema) -> bool:
        """Whether what a branch refers to states all properties that stand beside the union, and requires as many."""
        target = self.document.target(branch)
        return (
            branch is not target
            and schema.properties.keys() <= target.properties.keys()
            and set(schema.required) <= set(target.required)
        )

    def _mapped(self, discriminator: Discriminator, branch: Schema) -> tuple[str, ...]:
        """The values that stand for a branch: those mapped to it, else its name."""
        name = self._name(branch.ref)
        if not name:
            return ()
        return tuple(value for value, key in discriminator.mapping if key == branch.ref) or (name,)

    def _name(self, key: str | None) -> str:
        return self.document.components.get(key or "", "")

    def _is_null(self, schema: Schema) -> bool:
        if schema.ref is not None or schema.any_of or schema.one_of or schema.all_of:
            return False
        shape = self.of(schema).shape
        return shape == ScalarShape("null") or (schema.nullable and isinstance(shape, AnyShape))

    def _says_something(self, schema: Schema) -> bool:
        return (
            schema.ref is not None
            or schema.always is not None
            or says_shape(schema)
            or not (schema.required or schema.constraints)
        )

    # --- allOf

    def _all_of(self, schema: Schema, written: Sequence[Schema]) -> Shaped:
        own = replace(schema, ref=None, all_of=(), nullable=False, description=None, title=None)
        parts = [p for p in written if p.ref is not None or says_shape(p)]
        nullable = schema.nullable or any(p.nullable for p in written if p not in parts)
        if says_shape(own) and not (parts and _is_only_type(own)):
            parts.append(own)
            self._originals[id(own)] = self._originals.get(id(schema), schema)
        required = {name for p in (*written, own) for name in p.required}
        if not parts:
            return Shaped(AnyShape(), nullable)
        if len(parts) == 1 and not required - set(parts[0].required) and not self._adds(schema, parts[0]):
            only = self.of(parts[0])
            return Shaped(only.shape, nullable or only.nullable)
        return self._merge(schema, parts, required, nullable)

    def _merge(self, schema: Schema, parts: Sequence[Schema], required: set[str], nullable: bool) -> Shaped:
        shapes = [self._part(part, schema) for part in parts]
        nullable = nullable or all(s.nullable for s in shapes)
        for index, shaped in enumerate(shapes):
            if isinstance(shaped.shape, UnionShape):
                return Shaped(self._distribute(schema, parts, index, shaped.shape), nullable)
        objects = [s.shape for s in shapes if isinstance(s.shape, (ObjectShape, MapShape))]
        if len(objects) == len(shapes):
            return Shaped(self._merge_objects(objects, required), nullable)
        known = [s.shape for s in shapes if not isinstance(s.shape, AnyShape)]
        enums = [s for s in known if isinstance(s, EnumShape)]
        counting = (enums or known or [AnyShape()])[-1]
        if not all(_covers(s, counting) for s in known):
            self.ledger.approximated(
                "keyword", "schema.allOf", "parts that differ: the last counts, or the last enum", schema.location
            )
        return Shaped(counting, nullable)

    def _merge_objects(self, objects: Sequence[ObjectShape | MapShape], required: set[str]) -> Shape:
        properties: dict[str, Schema] = {}
        extra: Schema | None = None
        for part in objects:
            if isinstance(part, MapShape):
                extra = part.value or extra
                continue
            for name, written in part.properties.items():
                if name not in properties:
                    properties[name] = written
                elif written.ref is not None or says_shape(written):
                    properties[name] = self._both(properties[name], written)
            required |= part.required
            extra = part.extra or extra
        return ObjectShape(properties, frozenset(required), extra) if properties else MapShape(extra)

    def _both(self, earlier: Schema, later: Schema) -> Schema:
        """A property that two parts of an `allOf` have: of objects, what either says; otherwise what the later says."""
        if earlier is later or self._is_open(earlier) or self._is_open(later):
            return later
        before, after = self.resolved(earlier).shape, self.resolved(later).shape
        if _covers(before, after):
            return later
        if isinstance(before, ObjectShape) and isinstance(after, ObjectShape):
            return replace(_EMPTY, location=later.location, description=later.description, all_of=(earlier, later))
        self.ledger.approximated(
            "keyword", "schema.allOf", "a property is stated twice: the last counts", later.location
        )
        return later

    def _is_open(self, schema: Schema) -> bool:
        """Whether a schema, or what it refers to, is just being shaped."""
        seen = 0
        while schema.ref is not None and id(schema) not in self._open and seen < len(self.document.schemas):
            schema, seen = self.document.schemas[schema.ref], seen + 1
        return id(schema) in self._open

    def _distribute(self, schema: Schema, parts: Sequence[Schema], index: int, union: UnionShape) -> Shape:
        """`allOf [A, oneOf [B, C]]` is `oneOf [allOf [A, B], allOf [A, C]]`."""
        others = (*parts[:index], *parts[index + 1 :])
        if len(union.variants) > _MOST_COMBINATIONS:
            self.ledger.approximated("keyword", "schema.allOf", "too many combinations with a union", schema.location)
            return AnyShape()
        variants = tuple(
            v
            if self._is_heir(schema, v)  # which has what the others say already
            else replace(_EMPTY, location=v.location, title=v.title, all_of=(*others, v))
            for v in union.variants
        )
        return replace(union, variants=variants)


_NO_SHAPE: dict[str, Any] = {
    "types": (),
    "enum": None,
    "const": None,
    "properties": {},
    "additional_properties": None,
    "items": None,
    "any_of": (),
    "one_of": (),
    "required": (),
}
_TYPES: dict[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    MapNode: "object",
    ListNode: "array",
}
_EMPTY = Schema(location=None)  # type: ignore[arg-type]  # a blank that is only ever copied with a location of its own


def _says_more(meaning: Meaning) -> bool:
    """Whether what is said of a value is more than the value."""
    return bool(meaning.doc) or meaning.name not in ("", str(meaning.value))


def _without_union(schema: Schema) -> Schema:
    """What a schema says of every value, whichever branch of its union that is."""
    return replace(schema, any_of=(), one_of=(), discriminator=None, nullable=False, description=None, title=None)


def _types_of(values: Sequence[object]) -> tuple[str, ...]:
    """The types of the values that are not null, each once."""
    types = dict.fromkeys(_TYPES[value.__class__] for value in values if value is not None)
    return tuple(t for t in types if t != "integer" or "number" not in types)


def _covers(shape: Shape, narrower: Shape) -> bool:
    """Whether every value of the `narrower` shape has the other shape too, as far as both are known."""
    match shape, narrower:
        case ScalarShape(), ScalarShape():
            return shape.type == narrower.type
        case ScalarShape(), EnumShape():
            return _types_of(narrower.values) == (shape.type,)
        case EnumShape(), EnumShape():
            return set(narrower.values) <= set(shape.values)
        case AnyShape(), _:
            return True
        case _:
            return shape == narrower


def _is_only_type(schema: Schema) -> bool:
    """`type: object` beside an allOf repeats what its parts say."""
    return not says_shape(replace(schema, types=()))


def inline_schemas(shape: Shape) -> Iterator[Schema]:
    """The schemas directly inside a shape."""
    match shape:  # the most frequent ones first
        case ScalarShape() | ReferenceShape() | EnumShape():
            return
        case ArrayShape(items=Schema() as inner) | MapShape(value=Schema() as inner):
            yield inner
        case TupleShape():
            yield from (*shape.items, *((shape.rest,) if shape.rest is not None else ()))
        case ObjectShape():
            yield from (*shape.properties.values(), *((shape.extra,) if shape.extra is not None else ()))
        case UnionShape():
            yield from shape.variants
        case _:
            return

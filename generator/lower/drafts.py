"""Declarations before they have names.

Types are gathered first, with provisional references by key, and named once everything is known: so a name never
depends on the order in which things were found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from generator.ir.declarations import Field
from generator.ir.types import Named, TypeExpr
from generator.lower.faces import Face
from generator.lower.shapes import ObjectShape
from generator.lower.type_names import TypeName
from generator.source import Location
from generator.values import Value, field

PROVISIONAL = "?"
"""The module of a `Named` whose `name` is still a draft's key."""


class Draft(Value, kw_only=True):
    """A declaration without its name.

    `owner` is the key of the root draft whose module it lives in (its own key for a root); `words` the way from the
    owner to it, as names, of which at least one is the document's where `told`. A draft has `fields` when it
    declares an object, beside those of `base`, else `type`; `shape` is what the fields of an inline object are made of.
    `is_enum`: the literals of `type` are the members of a class. `chosen`: the config has said what it is called.
    `after_method`: it is called after a method, whose answer or arguments it is, rather than by what is told of it.
    What was `published` has that name, and its module; `members` are the published names of its fields, or of the
    members of an enum, by what they stand for. `is_earlier`: it is but a published name of what `type` refers to.
    """

    key: str
    face: Face
    owner: str
    location: Location
    words: tuple[str, ...] = ()
    told: bool = False
    wanted_name: str = ""
    package: tuple[str, ...] = ()
    component: str = ""
    doc: str = ""
    deprecated: bool = False
    shape: ObjectShape | None = None
    fields: tuple[Field, ...] | None = None
    base: Named | None = None
    extra: TypeExpr | None = None
    type: TypeExpr | None = None
    is_enum: bool = False
    chosen: bool = False
    after_method: bool = False
    published: Named | None = None
    is_earlier: bool = False
    members: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def said_name(self) -> str:
        """The name that it was published under, else the one that something says."""
        return self.published.name if self.published is not None else self.wanted_name

    @property
    def is_root(self) -> bool:
        """Whether it has a module of its own; then the types package exports it, too."""
        return self.owner == self.key


class Tag(Value):
    """What the discriminator of a union says for one of its variants, a draft's key; `only`: it never says more."""

    variant: str
    discriminator: str
    values: tuple[str, ...]
    only: bool = False


class Drafts(Value):
    """What one step drafted, or several: drafts by key, and the tags of the unions among them.

    Nothing in it ever changes: what is made of two, `first | second`, is a third.
    """

    by_key: Mapping[str, Draft] = field(default_factory=lambda: MappingProxyType({}))
    tags: tuple[Tag, ...] = ()

    def __or__(self, other: Drafts) -> Drafts:
        twice = self.by_key.keys() & other.by_key.keys()
        if twice:
            raise AssertionError(f"drafts {sorted(twice)} exist already")
        return drafts_of((*self.by_key.values(), *other.by_key.values()), (*self.tags, *other.tags))

    def with_changed(self, drafts: Iterable[Draft]) -> Drafts:
        """The same with these in place of those that have their keys."""
        return Drafts(MappingProxyType({**self.by_key, **{draft.key: draft for draft in drafts}}), self.tags)


def drafts_of(drafts: Iterable[Draft], tags: tuple[Tag, ...] = ()) -> Drafts:
    """These drafts by their keys."""
    return Drafts(MappingProxyType({draft.key: draft for draft in drafts}), tags)


def root_draft(
    key: str,
    face: Face,
    said: TypeName,
    location: Location,
    *,
    component: str = "",
    doc: str = "",
    deprecated: bool = False,
    fields: tuple[Field, ...] | None = None,
    type: TypeExpr | None = None,
) -> Draft:
    """A draft that gets a module of its own, under the name and in the package that are `said`."""
    return Draft(
        key=key,
        face=face,
        owner=key,
        location=location,
        wanted_name=said.name,
        package=said.package,
        component=component,
        doc=doc,
        deprecated=deprecated,
        fields=fields,
        type=type,
        chosen=said.chosen,
    )


def provisional(key: str) -> Named:
    """A reference to a draft."""
    return Named(module=PROVISIONAL, name=key)


def draft_key(pointer: str, face: Face) -> str:
    """The key of the `face` of what stands at a pointer or has a schema key."""
    return f"{face.value} {pointer}"

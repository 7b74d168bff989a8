"""Declarations before they have names.

Types are gathered first, with provisional references by key, and named once everything is known: so a name never
depends on the order in which things were found.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.ir.declarations import Field
from generator.ir.types import Named, TypeExpr
from generator.lower.directions import Face
from generator.lower.type_names import TypeName
from generator.source import Location

PROVISIONAL = "?"
"""The module of a `Named` whose `name` is still a draft's key."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """A declaration in the making.

    `owner` is the key of the root draft whose module it lives in (its own key for a root); `words` the way from the
    owner to it, as names, of which at least one is the document's where `told`. A draft has `fields` when it
    declares an object, beside those of `base`, else `type`.
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
    fields: tuple[Field, ...] | None = None
    base: Named | None = None
    extra: TypeExpr | None = None
    type: TypeExpr | None = None

    @property
    def is_root(self) -> bool:
        """Whether it has a module of its own; then the types package exports it, too."""
        return self.owner == self.key


@dataclass(slots=True)
class Drafts:
    """All drafts of a run by key."""

    by_key: dict[str, Draft] = field(default_factory=dict)

    def add_root(
        self,
        key: str,
        face: Face,
        said: TypeName,
        location: Location,
        *,
        component: str = "",
        doc: str = "",
        deprecated: bool = False,
        type: TypeExpr | None = None,
    ) -> Draft:
        """Register a draft that gets a module of its own, under the name and in the package that are `said`."""
        return self.add(
            Draft(
                key=key,
                face=face,
                owner=key,
                location=location,
                wanted_name=said.name,
                package=said.package,
                component=component,
                doc=doc,
                deprecated=deprecated,
                type=type,
            )
        )

    def add(self, draft: Draft) -> Draft:
        """Register a draft; the key must be new."""
        if draft.key in self.by_key:
            raise AssertionError(f"draft {draft.key} exists already")
        self.by_key[draft.key] = draft
        return draft


def provisional(key: str) -> Named:
    """A reference to a draft."""
    return Named(module=PROVISIONAL, name=key)


def draft_key(pointer: str, face: Face) -> str:
    """The key of the `face` of what stands at a pointer or has a schema key."""
    return f"{face.value} {pointer}"

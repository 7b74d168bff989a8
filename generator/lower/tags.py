"""What the variants of a union say of themselves, as far as the union tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.ir.types import LiteralOf, Named, Nullable, TypeExpr
from generator.lower.drafts import Draft, Drafts, Tag
from generator.lower.unions import is_plain_string
from generator.values import replace


def with_tags(drafts: Drafts) -> Drafts:
    """The drafts, where variants that leave open what their discriminator says list the values that stand for them."""
    return drafts.with_changed(_tagged_drafts(drafts))


def _tagged_drafts(drafts: Drafts) -> Iterator[Draft]:
    found: dict[str, dict[str, list[Tag]]] = defaultdict(lambda: defaultdict(list))
    for tag in drafts.tags:
        found[tag.variant][tag.discriminator].append(tag)
    for key, by_discriminator in found.items():
        draft = drafts.by_key[key]
        if draft.fields:
            fields = (
                replace(f, type=_tagged(f.type, by_discriminator[f.wire_name], drafts))
                if f.wire_name in by_discriminator
                else f
                for f in draft.fields
            )
            yield replace(draft, fields=tuple(fields))


def _tagged(type: TypeExpr, tags: Sequence[Tag], drafts: Drafts) -> TypeExpr:
    if isinstance(type, Nullable):
        return Nullable(inner=_tagged(type.inner, tags, drafts))
    values = tuple(dict.fromkeys(value for tag in tags for value in tag.values))
    only = any(tag.only for tag in tags)
    if is_plain_string(type):
        return LiteralOf(values=values, open=not only)
    listed = _listed(type, drafts)
    if isinstance(type, Named) and listed is not None and drafts.by_key[type.name].is_enum:
        type = listed  # what tells variants apart is a literal
    if not only or listed is None:
        return type
    if listed.open:
        return LiteralOf(values=values)
    kept = tuple(value for value in listed.values if value in values)
    return listed.among(kept) if kept and kept != listed.values else type


def _listed(type: TypeExpr, drafts: Drafts) -> LiteralOf | None:
    """The values that a property may have, also where they are those of a component."""
    draft = drafts.by_key.get(type.name) if isinstance(type, Named) else None
    found = draft.type if draft is not None else type
    return found if isinstance(found, LiteralOf) else None

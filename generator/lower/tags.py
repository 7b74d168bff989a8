"""What the variants of a union say of themselves, as far as the union tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from generator.ir.types import LiteralOf, Nullable, TypeExpr
from generator.lower.drafts import Draft, Drafts
from generator.lower.unions import is_plain_string


def with_tags(drafts: Drafts) -> Drafts:
    """The drafts, where variants that leave open what their discriminator says list the values that stand for them."""
    return drafts.with_changed(_tagged_drafts(drafts))


def _tagged_drafts(drafts: Drafts) -> Iterator[Draft]:
    values: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for tag in drafts.tags:
        values[tag.variant][tag.discriminator] |= dict.fromkeys(tag.values)
    for key, by_discriminator in values.items():
        draft = drafts.by_key[key]
        tags = {name: LiteralOf(values=tuple(found), open=True) for name, found in by_discriminator.items()}
        if draft.fields:
            fields = (
                replace(f, type=_tagged(f.type, tags[f.wire_name])) if f.wire_name in tags else f for f in draft.fields
            )
            yield replace(draft, fields=tuple(fields))


def _tagged(type: TypeExpr, tag: LiteralOf) -> TypeExpr:
    if isinstance(type, Nullable):
        return Nullable(inner=_tagged(type.inner, tag))
    return tag if is_plain_string(type) else type

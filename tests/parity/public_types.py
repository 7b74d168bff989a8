"""Public types of the official package beside ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.compare.expressions import NULL, Expression, Relation, spelled
from tests.measures.tally import ABSENT, PRESENT, Comparison, Tally, in_both, presence, tally

from .catalogue import READABLE, WRITABLE, Catalogue
from .facts import Field, PublicType
from .introspection import LiveType

Types = Sequence[tuple[PublicType, LiveType | None]]


def compare_kinds(group: str, types: Types) -> Iterator[Tally]:
    """Which types can be imported, and whether they are of the same kind."""
    yield presence(group, ((official.path, live is not None) for official, live in types))
    yield tally(f"{group}.kind", (_kind(*pair) for pair in types))


def _kind(official: PublicType, live: LiveType | None) -> Comparison:
    ours = live.kind if live else None
    return Comparison(subject=official.path, official=official.kind, ours=ours, same=ours == official.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class _FieldPair:
    """A field on both sides, as far as they have it; `compared` when the types are of one kind."""

    owner: PublicType
    name: str
    compared: bool
    official: Field | None
    ours: Field | None

    @property
    def subject(self) -> str:
        return f"{self.owner.path}.{self.name}"


def compare_fields(group: str, types: Types) -> Iterator[Tally]:
    """Which fields the types of one kind have on both sides, and whether those are required in both."""
    pairs = list(_all_pairs(types))
    theirs = [pair for pair in pairs if pair.official is not None]
    yield tally(group, map(_has_field, theirs))
    yield tally(f"{group}.extra", (in_both(pair.subject, pair.official is not None) for pair in pairs if pair.ours))
    yield tally(f"{group}.required", (_requiredness(pair) for pair in theirs))


def compare_field_types(types: Types, catalogue: Catalogue) -> Tally:
    pairs = (pair for pair in _all_pairs(types) if pair.official is not None)
    return tally("fields.type", (_field_type(pair, catalogue) for pair in pairs))


def _all_pairs(types: Types) -> Iterator[_FieldPair]:
    return (pair for official, live in types for pair in _field_pairs(official, live))


def _field_pairs(official: PublicType, live: LiveType | None) -> Iterator[_FieldPair]:
    compared = live is not None and live.kind == official.kind
    ours = live.fields if compared and live else {}
    for name in {**official.fields, **ours}:
        yield _FieldPair(
            owner=official, name=name, compared=compared, official=official.fields.get(name), ours=ours.get(name)
        )


def _has_field(pair: _FieldPair) -> Comparison:
    ours = (PRESENT if pair.ours else ABSENT) if pair.compared else None
    return Comparison(subject=pair.subject, official=PRESENT, ours=ours, same=pair.ours is not None)


def _requiredness(pair: _FieldPair) -> Comparison:
    theirs, ours = (_required(field) if field else None for field in (pair.official, pair.ours))
    return Comparison(subject=pair.subject, official=str(theirs), ours=ours, same=theirs == ours)


def _required(field: Field) -> str:
    return "required" if field.required else "optional"


def _field_type(pair: _FieldPair, catalogue: Catalogue) -> Comparison:
    assert pair.official is not None
    if pair.ours is None:
        return Comparison(subject=pair.subject, official=spelled(pair.official.type), ours=None, same=False)
    theirs, ours = _value_type(pair.owner, pair.official), _value_type(pair.owner, pair.ours)
    compatible = WRITABLE if pair.owner.is_sent else READABLE
    verdict = catalogue.judge(theirs, ours)
    return Comparison(subject=pair.subject, official=spelled(theirs), ours=spelled(ours), same=verdict in compatible)


def _value_type(owner: PublicType, field: Field) -> Expression:
    """What a field holds when it is there: a model shows an absent field as None."""
    return field.type if field.required or owner.is_sent else field.type - {NULL}


def compare_aliases(aliases: Types, catalogue: Catalogue) -> Tally:
    return tally("aliases.type", (_alias(*pair, catalogue) for pair in aliases))


def _alias(official: PublicType, live: LiveType | None, catalogue: Catalogue) -> Comparison:
    assert official.type is not None
    if live is None or live.kind != official.kind:
        return Comparison(subject=official.path, official=spelled(official.type), ours=None, same=False)
    compatible = WRITABLE if official.is_sent else (Relation.EQUAL,)
    return Comparison(
        subject=official.path,
        official=spelled(official.type),
        ours=spelled(live.type),
        same=catalogue.judge(official.type, live.type) in compatible,
    )

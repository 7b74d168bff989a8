"""What a value may be, then and now: two type expressions to the changes between them, each judged by direction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Final, TypeAlias, assert_never

from generator.diff.codes import Code, Reason
from generator.diff.model import Finding
from generator.diff.pairing import Pairing
from generator.diff.spelling import type_words, value_words
from generator.ir.types import (
    READ_FROM_TEXT,
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
    join_literals,
    parts,
)
from generator.values import Value, replace


class Direction(Enum):
    """Which way a value travels: callers hand it in, or are given it."""

    REQUEST = "request"
    RESPONSE = "response"


Directions: TypeAlias = frozenset[Direction]
REQUEST: Final[Directions] = frozenset({Direction.REQUEST})
RESPONSE: Final[Directions] = frozenset({Direction.RESPONSE})

# Code: the reason where callers hand the value in, and where they are given it.
_JUDGED: Final[Mapping[Code, tuple[Reason, Reason]]] = {
    Code.NULL_ALLOWED: (Reason.ACCEPTS_MORE, Reason.MAY_BE_NULL),
    Code.NULL_FORBIDDEN: (Reason.REFUSED_NOW, Reason.PROMISES_MORE),
    Code.VALUES_ADDED: (Reason.ACCEPTS_MORE, Reason.UNKNOWN_IS_KEPT),
    Code.VALUES_REMOVED: (Reason.REFUSED_NOW, Reason.STILL_READS),
    Code.VALUES_OPENED: (Reason.ACCEPTS_MORE, Reason.UNKNOWN_IS_KEPT),
    Code.VALUES_CLOSED: (Reason.REFUSED_NOW, Reason.PROMISES_MORE),
    Code.VARIANTS_ADDED: (Reason.ACCEPTS_MORE, Reason.UNKNOWN_IS_KEPT),
    Code.VARIANTS_REMOVED: (Reason.REFUSED_NOW, Reason.STILL_READS),
    Code.VARIANTS_EXTENDED: (Reason.ACCEPTS_MORE, Reason.OTHER_CLASS),
    Code.DISCRIMINATOR_CHANGED: (Reason.SAME_CALL, Reason.STILL_READS),
    Code.TYPE_WIDENED: (Reason.ACCEPTS_MORE, Reason.MAY_BE_MORE),
    Code.TYPE_NARROWED: (Reason.REFUSED_NOW, Reason.PROMISES_MORE),
    Code.TYPE_CHANGED: (Reason.OTHER_TYPE, Reason.OTHER_TYPE),
    Code.TEXT_READ: (Reason.ACCEPTS_MORE, Reason.OTHER_TYPE),
    Code.TEXT_LEFT: (Reason.REFUSED_NOW, Reason.OTHER_TYPE),
    Code.FORMAT_CHANGED: (Reason.WORDS_ONLY, Reason.WORDS_ONLY),
}
_REASONS: Final = {reason: number for number, reason in enumerate(Reason)}
_SCALARS: Final[Mapping[PrimitiveKind, tuple[type, ...]]] = {
    PrimitiveKind.INTEGER: (int,),
    PrimitiveKind.NUMBER: (int, float),
    PrimitiveKind.BOOLEAN: (bool,),
}
_STRING: Final = Primitive(kind=PrimitiveKind.STRING)


def worst(reasons: Iterable[Reason]) -> Reason:
    """The reason that decides where several hold: of equally bad ones the first in the registry."""
    return min(reasons, key=lambda reason: (reason.verdict.rank, _REASONS[reason]))


class _Difference(Value, kw_only=True):
    """One way in which two types differ. `where` leads from the whole type to the part: `("items",)`.

    `any_string`: every string is a value of it, before and after.
    """

    code: Code
    where: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    any_string: bool = False

    def reason(self, direction: Direction, *, absent: bool) -> Reason:
        """Why it matters, or not, in one direction."""
        sent, received = _JUDGED[self.code]
        match direction:
            case Direction.REQUEST:
                return Reason.ANY_STRING if self.any_string else sent
            case Direction.RESPONSE:
                known = absent and not self.where and self.code is Code.NULL_ALLOWED
                return Reason.COULD_BE_MISSING if known else received
            case _:
                assert_never(direction)


class TypeChanges(Value):
    """Compares types of two SDKs whose declarations are paired."""

    pairing: Pairing

    def between(
        self, old: TypeExpr, new: TypeExpr, directions: Directions, *, absent: bool = False
    ) -> Iterator[Finding]:
        """What changed from `old` to `new`, both as their own SDK writes them.

        `absent`: what is read could be missing already, which reads like null.
        """
        found = list(self._differences(self.pairing.of_old(old), self.pairing.of_new(new), ()))
        if not found and _formats(old) != _formats(new):
            found.append(_Difference(code=Code.FORMAT_CHANGED, before=_formats(old), after=_formats(new)))
        for one in found:
            yield Finding(
                code=one.code,
                reason=worst(one.reason(direction, absent=absent) for direction in directions),
                part=" of ".join(reversed(one.where)),
                before=one.before,
                after=one.after,
                brings=(new,),
                takes=(old,),
            )

    def _differences(self, old: TypeExpr, new: TypeExpr, where: tuple[str, ...]) -> Iterator[_Difference]:
        if old == new:
            return
        before, after = _Choice.of(old), _Choice.of(new)
        shared = set(before.members) & set(after.members)
        before = before.expanded(self.pairing.old_alias, shared)
        after = after.expanded(self.pairing.new_alias, shared)
        if before.null != after.null:
            yield _Difference(code=Code.NULL_ALLOWED if after.null else Code.NULL_FORBIDDEN, where=where)
        if before.discriminator and after.discriminator and before.discriminator != after.discriminator:
            yield _Difference(
                code=Code.DISCRIMINATOR_CHANGED,
                where=where,
                before=(value_words(before.discriminator),),
                after=(value_words(after.discriminator),),
            )
        lost = [member for member in before.members if member not in after.members]
        gained = [member for member in after.members if member not in before.members]
        for inner_old, inner_new, word in _containers(lost, gained):
            yield from self._differences(inner_old, inner_new, (*where, word))
        yield from self._extended(lost, gained, where)
        if before.literal is not None and after.literal is not None:
            yield from _values(before.literal, after.literal, where)
        else:
            lost += [before.literal] if before.literal is not None else []
            gained += [after.literal] if after.literal is not None else []
        yield from _members(before, after, lost, gained, where)

    def _extended(self, lost: list[TypeExpr], gained: list[TypeExpr], where: tuple[str, ...]) -> Iterator[_Difference]:
        """Variants for which others stand that have more fields; they are taken out of both sides."""
        replaced: list[str] = []
        fields: dict[str, None] = {}
        for old in list(lost):
            for new in gained:
                more = self.pairing.extension(old, new)
                if more:
                    lost.remove(old)
                    gained.remove(new)
                    replaced.append(type_words(old))
                    fields |= dict.fromkeys(more)
                    break
        if replaced:
            yield _Difference(
                code=Code.VARIANTS_EXTENDED, where=where, before=tuple(replaced), after=tuple(sorted(fields))
            )


class _Choice(Value, kw_only=True):
    """A type as a flat choice. Strings are a set of literals: an open one without values is any string."""

    members: tuple[TypeExpr, ...]
    literal: LiteralOf | None
    null: bool
    discriminator: str | None

    @classmethod
    def of(cls, type: TypeExpr) -> _Choice:
        members: dict[TypeExpr, None] = {}
        literals: list[LiteralOf] = []
        null = False
        pending = [type]
        while pending:
            one = pending.pop()
            match one:
                case Nullable():
                    null = True
                    pending.append(one.inner)
                case UnionOf():
                    pending += one.variants[::-1]
                case LiteralOf():
                    literals.append(one)
                case Primitive(kind=PrimitiveKind.STRING):
                    literals.append(LiteralOf(values=(), open=True))
                case Primitive(kind=PrimitiveKind.NULL):
                    null = True
                case _:
                    members[one] = None
        literal = join_literals(*literals, open=any(one.open for one in literals)) if literals else None
        plain = type.inner if isinstance(type, Nullable) else type
        return cls(
            members=tuple(members),
            literal=literal,
            null=null,
            discriminator=plain.discriminator if isinstance(plain, UnionOf) else None,
        )

    def expanded(self, alias: Callable[[Named], TypeExpr | None], shared: set[TypeExpr]) -> _Choice:
        """With the aliases replaced by what they stand for that the other side does not mention."""
        choice, seen = self, set(shared)
        while True:
            found = next(
                (
                    (one, type)
                    for one in choice.members
                    if isinstance(one, Named) and one not in seen and (type := alias(one)) is not None
                ),
                None,
            )
            if found is None:
                return choice
            one, type = found
            seen.add(one)
            rest = tuple(other for other in choice.members if other != one)
            literal = (choice.literal,) if choice.literal is not None else ()
            null: tuple[TypeExpr, ...] = (Primitive(kind=PrimitiveKind.NULL),) if choice.null else ()
            opened = _Choice.of(UnionOf(variants=(*rest, *literal, *null, type)))
            own = opened.discriminator or _Choice.of(type).discriminator or choice.discriminator
            choice = replace(opened, discriminator=own)

    @property
    def size(self) -> int:
        """How many alternatives there are, null aside."""
        return len(self.members) + (self.literal is not None)


def _containers(lost: list[TypeExpr], gained: list[TypeExpr]) -> Iterator[tuple[TypeExpr, TypeExpr, str]]:
    """What is inside of lists and of maps that differ only there; they are taken out of both sides."""
    for old in list(lost):
        new = next((one for one in gained if type(one) is type(old)), None)
        match old, new:
            case ListOf(), ListOf():
                inner = [(old.item, new.item, "items")]
            case TupleOf(), TupleOf() if _positions(old) == _positions(new):
                pairs = zip(old.every, new.every, strict=True)
                inner = [(one, other, f"position {number}") for number, (one, other) in enumerate(pairs, 1)]
            case MapOf(), MapOf():
                inner = [(old.value, new.value, "values")]
            case _:
                continue
        lost.remove(old)
        gained.remove(new)
        yield from inner


def _positions(type: TupleOf) -> tuple[int, bool]:
    return len(type.items), type.rest is None


def _values(old: LiteralOf, new: LiteralOf, where: tuple[str, ...]) -> Iterator[_Difference]:
    """What changed in a set of values."""
    if old.open != new.open:
        yield _Difference(
            code=Code.VALUES_OPENED if new.open else Code.VALUES_CLOSED,
            where=where,
            before=(_literal_words(old),),
            after=(_literal_words(new),),
        )
        return
    for code, one, other in ((Code.VALUES_REMOVED, old, new), (Code.VALUES_ADDED, new, old)):
        known = {(value.__class__, value) for value in other.values}
        words = tuple(value_words(value) for value in one.values if (value.__class__, value) not in known)
        if words:
            added = code is Code.VALUES_ADDED
            yield _Difference(
                code=code,
                where=where,
                before=() if added else words,
                after=words if added else (),
                any_string=old.open,
            )


def _members(
    before: _Choice, after: _Choice, lost: Sequence[TypeExpr], gained: Sequence[TypeExpr], where: tuple[str, ...]
) -> Iterator[_Difference]:
    """What the alternatives that only one side has amount to."""
    whole = _whole(before), _whole(after)
    if not lost and not gained:
        return
    code = _reading(lost, gained) or _shift(before, after, lost, gained)
    if code is not None:
        yield _Difference(code=code, where=where, before=whole[:1], after=whole[1:])
        return
    if lost:
        yield _Difference(code=Code.VARIANTS_REMOVED, where=where, before=tuple(map(_words, lost)))
    if gained:
        yield _Difference(code=Code.VARIANTS_ADDED, where=where, after=tuple(map(_words, gained)))


def _reading(lost: Sequence[TypeExpr], gained: Sequence[TypeExpr]) -> Code | None:
    """Whether text became an object that is read from it, or the other way round."""
    any_text = [LiteralOf(values=(), open=True)]
    if lost == any_text and gained and all(map(_is_read, gained)):
        return Code.TEXT_READ
    return Code.TEXT_LEFT if gained == any_text and lost and all(map(_is_read, lost)) else None


def _is_read(type: TypeExpr) -> bool:
    return isinstance(type, Primitive) and type.kind in READ_FROM_TEXT


def _shift(before: _Choice, after: _Choice, lost: Sequence[TypeExpr], gained: Sequence[TypeExpr]) -> Code | None:
    """Whether the type as a whole became wider, narrower or another; None where a choice of several gained or lost."""
    if (not lost and before.size == 1) or (lost and all(any(_covers(new, old) for new in gained) for old in lost)):
        return Code.TYPE_WIDENED
    if (not gained and after.size == 1) or (gained and all(any(_covers(old, new) for old in lost) for new in gained)):
        return Code.TYPE_NARROWED
    return Code.TYPE_CHANGED if len(lost) == before.size and len(gained) == after.size else None


def _covers(wide: TypeExpr, narrow: TypeExpr) -> bool:
    """Whether every value of one type is a value of the other, as far as that can be said without declarations."""
    match wide, narrow:
        case Anything(), _:
            return True
        case Primitive(kind=PrimitiveKind.NUMBER), Primitive(kind=PrimitiveKind.INTEGER):
            return True
        case Primitive(), LiteralOf():
            return not narrow.open and all(value.__class__ in _SCALARS.get(wide.kind, ()) for value in narrow.values)
        case _:
            return False


def _whole(choice: _Choice) -> str:
    """A choice in words, null left out: it is a change of its own."""
    members = (*choice.members, *((choice.literal,) if choice.literal is not None else ()))
    return " or ".join(map(_words, members))


def _words(type: TypeExpr) -> str:
    return _literal_words(type) if isinstance(type, LiteralOf) else type_words(type)


def _literal_words(literal: LiteralOf) -> str:
    return type_words(_STRING if literal.open and not literal.values else literal)


def _formats(type: TypeExpr) -> tuple[str, ...]:
    return tuple(sorted({part.format for part in parts((type,)) if isinstance(part, Primitive) and part.format}))

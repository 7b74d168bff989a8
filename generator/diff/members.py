"""Arguments of methods and fields of types, side by side: what both have, and what changed of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import partial
from typing import Final, TypeAlias, assert_never

from generator.diff.codes import Code, Reason
from generator.diff.model import Finding
from generator.diff.spelling import default_words, value_words
from generator.diff.type_changes import Direction, Directions, TypeChanges, worst
from generator.ir.declarations import Default, Field, JsonScalar, Limits
from generator.ir.operations import IDEMPOTENCY_KEY, FormBody, JsonBody, Operation, Parameter, WholeBody
from generator.ir.types import Nullable, Primitive, PrimitiveKind, TypeExpr, meanings
from generator.source import Location
from generator.values import Value

_ALIKE = 0.6
"""How alike two names must be for one to have replaced the other."""
_INCOMPARABLE: Final = frozenset({"multipleOf"})


class Member(Value, kw_only=True):
    """An argument of a method, or a field of a type.

    `travels` says how an argument reaches the wire (empty for a field); `position` is its place among the positional
    arguments, None for one given by name.
    """

    name: str
    wire_name: str
    type: TypeExpr
    required: bool
    location: Location
    doc: str
    default: Default | None = None
    deprecated: bool = False
    limits: Limits = ()
    travels: tuple[str, ...] = ()
    position: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same member: where it travels, and its name there."""
        return self.travels[0] if self.travels else "", self.wire_name


def field_member(field: Field, *travels: str) -> Member:
    """A field, or a member of a body that travels so."""
    return Member(
        name=field.name,
        wire_name=field.wire_name,
        type=field.type,
        required=field.required,
        location=field.location,
        doc=field.doc,
        default=field.default,
        deprecated=field.deprecated,
        limits=field.limits,
        travels=travels,
    )


def arguments(operation: Operation) -> tuple[Member, ...]:
    """What a method takes."""
    positions = {p.wire_name: number for number, p in enumerate(p for p in operation.parameters if p.positional)}
    found = [_parameter_member(p, positions.get(p.wire_name) if p.positional else None) for p in operation.parameters]
    match operation.body:
        case JsonBody() | FormBody() as body:
            found += [field_member(field, "body") for field in body.fields]
        case WholeBody() as body:
            found.append(
                Member(
                    name=body.name,
                    wire_name="",
                    type=body.type,
                    required=body.required,
                    location=body.location,
                    doc=body.doc,
                    travels=("body",),
                )
            )
        case None:
            pass
    if operation.takes_key:
        found.append(_KEY(location=operation.location))
    return tuple(found)


_KEY: Final = partial(
    Member,
    name=IDEMPOTENCY_KEY,
    wire_name=IDEMPOTENCY_KEY,
    type=Nullable(inner=Primitive(kind=PrimitiveKind.STRING)),
    required=False,
    doc="",
    travels=("header",),
)


def _parameter_member(parameter: Parameter, position: int | None) -> Member:
    style = parameter.style.value if parameter.style is not None else None
    reserved = "reserved" if parameter.reserved else None
    return Member(
        name=parameter.name,
        wire_name=parameter.wire_name,
        type=parameter.type,
        required=parameter.required,
        location=parameter.location,
        doc=parameter.doc,
        default=parameter.default,
        deprecated=parameter.deprecated,
        limits=parameter.limits,
        travels=(parameter.place.value, *(word for word in (style, reserved) if word)),
        position=position,
    )


class Matched(Value, kw_only=True):
    """Members of both sides: those that belong together, those that one side lacks."""

    pairs: tuple[tuple[Member, Member], ...]
    removed: tuple[Member, ...]
    added: tuple[Member, ...]


def match(old: Sequence[Member], new: Sequence[Member], same_type: Callable[[TypeExpr, TypeExpr], bool]) -> Matched:
    """Members by name, then those of which one has replaced the other."""
    pairs: list[tuple[Member, Member]] = []
    rest_old, rest_new = list(old), list(new)
    for alike in (_same_key, _same_name, _same_position, lambda a, b: _successor(a, b, same_type)):
        for one in list(rest_old):
            other = next((candidate for candidate in rest_new if alike(one, candidate)), None)
            if other is not None:
                pairs.append((one, other))
                rest_old.remove(one)
                rest_new.remove(other)
    return Matched(pairs=tuple(pairs), removed=tuple(rest_old), added=tuple(rest_new))


def _same_key(old: Member, new: Member) -> bool:
    return old.key == new.key


def _same_name(old: Member, new: Member) -> bool:
    return old.name == new.name


def _same_position(old: Member, new: Member) -> bool:
    return old.position is not None and old.position == new.position


def _successor(old: Member, new: Member, same_type: Callable[[TypeExpr, TypeExpr], bool]) -> bool:
    """Whether a member has taken the place of another: of the same type, and told or called alike."""
    if old.key[0] != new.key[0] or not same_type(old.type, new.type):
        return False
    if old.doc and old.doc == new.doc:
        return True
    one, other = set(old.wire_name.split("_")), set(new.wire_name.split("_"))
    return one <= other or other <= one or SequenceMatcher(None, old.name, new.name).ratio() >= _ALIKE


class MemberChecks(Value, kw_only=True):
    """What the checks below need to know besides the two members."""

    types: TypeChanges
    directions: Directions


MemberCheck: TypeAlias = Callable[[Member, Member, MemberChecks], Iterator[Finding]]


def renamed(old: Member, new: Member, _: MemberChecks) -> Iterator[Finding]:
    """Code has to use another name."""
    if old.name != new.name:
        code = Code.PARAMETER_RENAMED if old.travels else Code.FIELD_RENAMED
        yield Finding(code=code, reason=Reason.OTHER_NAME, before=(old.name,), after=(new.name,))


def repositioned(old: Member, new: Member, _: MemberChecks) -> Iterator[Finding]:
    """An argument stands at another position, or is given by name now, or by position."""
    if old.position != new.position:
        reason = Reason.SAME_CALL if old.position is None else Reason.OTHER_POSITION
        before, after = (_position_words(member) for member in (old, new))
        yield Finding(code=Code.PARAMETER_REPOSITIONED, reason=reason, before=(before,), after=(after,))


def encoded(old: Member, new: Member, _: MemberChecks) -> Iterator[Finding]:
    """An argument reaches the wire another way."""
    if old.name == new.name and (old.travels, old.wire_name) != (new.travels, new.wire_name):
        before, after = (_travel_words(member) for member in (old, new))
        code = Code.ENCODING_CHANGED
        yield Finding(code=code, reason=Reason.SAME_CALL, before=(before,), after=(after,))


def presence(old: Member, new: Member, checks: MemberChecks) -> Iterator[Finding]:
    """It has to be there, or has not any more."""
    if old.required != new.required:
        reason = worst(_presence_reason(old, new, direction) for direction in checks.directions)
        yield Finding(code=Code.BECAME_REQUIRED if new.required else Code.BECAME_OPTIONAL, reason=reason)


def _presence_reason(old: Member, new: Member, direction: Direction) -> Reason:
    match direction:
        case Direction.REQUEST:
            return Reason.MUST_BE_GIVEN if new.required else Reason.NEED_NOT_BE_GIVEN
        case Direction.RESPONSE:
            if new.required:
                return Reason.PROMISES_MORE
            return Reason.COULD_BE_NULL if isinstance(old.type, Nullable) else Reason.MAY_BE_MISSING
        case _:
            assert_never(direction)


def retyped(old: Member, new: Member, checks: MemberChecks) -> Iterator[Finding]:
    """What it may be has changed."""
    yield from checks.types.between(old.type, new.type, checks.directions, absent=not old.required)


def default(old: Member, new: Member, checks: MemberChecks) -> Iterator[Finding]:
    """The document says another value for where it is left out."""
    before, after = default_words(old.default), default_words(new.default)
    if before != after:
        sent = Direction.REQUEST in checks.directions
        reason = Reason.OTHER_WHEN_LEFT_OUT if sent and before and after else Reason.STATED
        yield Finding(code=Code.DEFAULT_CHANGED, reason=reason, before=before, after=after)


def limited(old: Member, new: Member, checks: MemberChecks) -> Iterator[Finding]:
    """The API demands something else of its values."""
    before, after = dict(old.limits), dict(new.limits)
    if before != after:
        sent = Direction.REQUEST in checks.directions
        tighter = sent and any(_is_tighter(keyword, before.get(keyword), after[keyword]) for keyword in after)
        reason = Reason.REFUSED_NOW if tighter else Reason.UNCHECKED
        yield Finding(
            code=Code.LIMITS_CHANGED,
            reason=reason,
            before=_limit_words(before, after),
            after=_limit_words(after, before),
        )


def _limit_words(limits: Mapping[str, JsonScalar], others: Mapping[str, JsonScalar]) -> tuple[str, ...]:
    """The limits that others lack or put elsewhere."""
    differing = {keyword: value for keyword, value in limits.items() if value != others.get(keyword)}
    return tuple(f"{keyword} {value_words(value)}" for keyword, value in sorted(differing.items()))


def _is_tighter(keyword: str, old: JsonScalar, new: JsonScalar) -> bool:
    """Whether a limit allows less than before. Nobody can tell of patterns and multiples: any other one may."""
    if old == new:
        return False
    if isinstance(old, int | float) and isinstance(new, int | float) and keyword not in _INCOMPARABLE:
        return new < old if keyword.startswith(("max", "exclusiveMax")) else new > old
    return True


def deprecation(old: Member, new: Member, _: MemberChecks) -> Iterator[Finding]:
    """It is on its way out, or is not any more."""
    if old.deprecated != new.deprecated:
        yield Finding(code=Code.DEPRECATED if new.deprecated else Code.RESTORED, reason=Reason.STILL_WORKS)


def described(old: Member, new: Member, _: MemberChecks) -> Iterator[Finding]:
    """The document says something else about it."""
    if old.doc != new.doc or meanings((old.type,)) != meanings((new.type,)):
        yield Finding(code=Code.DOCS_CHANGED, reason=Reason.WORDS_ONLY)


MEMBER_CHECKS: Final[tuple[MemberCheck, ...]] = (
    renamed,
    repositioned,
    encoded,
    presence,
    retyped,
    default,
    limited,
    deprecation,
    described,
)


def _position_words(member: Member) -> str:
    return "by name" if member.position is None else f"position {member.position + 1}"


def _travel_words(member: Member) -> str:
    return " ".join((*member.travels, member.wire_name))

"""Types, then and now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias, assert_never

from generator.diff.codes import Code, Reason
from generator.diff.hand_written import extension_changes
from generator.diff.model import Finding
from generator.diff.spelling import type_path, type_words
from generator.diff.type_changes import Directions, TypeChanges
from generator.ir.declarations import (
    Alias,
    Declaration,
    EnumAlias,
    EnumClass,
    ObjectModel,
    ObjectParams,
    PlainAlias,
    UnionAlias,
)
from generator.ir.types import Meaning, TypeExpr, meanings
from generator.values import replace

DeclarationCheck: TypeAlias = Callable[[Declaration, Declaration, TypeChanges, Directions], Iterator[Finding]]


def named(old: Declaration, new: Declaration, _: TypeChanges, __: Directions) -> Iterator[Finding]:
    """It is imported from elsewhere, or under another name."""
    before, after = type_path(old), type_path(new)
    if before != after:
        yield Finding(code=Code.TYPE_RENAMED, reason=Reason.OTHER_NAME, before=(before,), after=(after,))
    elif old.module != new.module:
        modules = (f"types.{old.module}",), (f"types.{new.module}",)
        yield Finding(code=Code.TYPE_MOVED, reason=Reason.SAME_IMPORT, before=modules[0], after=modules[1])


def kind(old: Declaration, new: Declaration, _: TypeChanges, __: Directions) -> Iterator[Finding]:
    """It is another kind of type, so that nothing of the two can be compared."""
    before, after = _kind_words(old), _kind_words(new)
    if before != after:
        yield Finding(code=Code.TYPE_KIND_CHANGED, reason=Reason.OTHER_TYPE, before=(before,), after=(after,))


def standing_for(old: Declaration, new: Declaration, types: TypeChanges, directions: Directions) -> Iterator[Finding]:
    """What an alias stands for has changed, or the values of an enum."""
    if isinstance(old, Alias | EnumClass) and isinstance(new, Alias | EnumClass):
        yield from types.between(old.type, new.type, directions)


def member_names(old: Declaration, new: Declaration, _: TypeChanges, __: Directions) -> Iterator[Finding]:
    """Values of an enum are members under other names."""
    if not isinstance(old, EnumClass) or not isinstance(new, EnumClass):
        return
    before = {(member.value.__class__, member.value): member.name for member in old.members}
    for member in new.members:
        name = before.get((member.value.__class__, member.value), member.name)
        if name != member.name:
            yield Finding(code=Code.MEMBER_RENAMED, reason=Reason.OTHER_NAME, before=(name,), after=(member.name,))


def further_fields(old: Declaration, new: Declaration, types: TypeChanges, directions: Directions) -> Iterator[Finding]:
    """What fields beyond the named ones may be has changed."""
    if not isinstance(old, (ObjectModel, ObjectParams)) or not isinstance(new, (ObjectModel, ObjectParams)):
        return
    yield from changed_extra(old.extra, new.extra, types, directions)


def changed_extra(
    old: TypeExpr | None, new: TypeExpr | None, types: TypeChanges, directions: Directions
) -> Iterator[Finding]:
    """What members under any other name may be has changed."""
    match old, new:
        case (None, None):
            return
        case (None, after) if after is not None:
            yield Finding(
                code=Code.EXTRA_FIELDS_CHANGED, reason=Reason.ONLY_NEW, after=(type_words(after),), brings=(after,)
            )
        case (before, None) if before is not None:
            yield Finding(
                code=Code.EXTRA_FIELDS_CHANGED, reason=Reason.GONE, before=(type_words(before),), takes=(before,)
            )
        case (before, after) if before is not None and after is not None:
            for finding in types.between(before, after, directions):
                yield finding.inside("further fields")


def extended(old: Declaration, new: Declaration, _: TypeChanges, __: Directions) -> Iterator[Finding]:
    """Hand-written code adds to it, or does no more."""
    if isinstance(old, ObjectModel) and isinstance(new, ObjectModel):
        yield from extension_changes(old.custom, new.custom)


def deprecation(old: Declaration, new: Declaration, _: TypeChanges, __: Directions) -> Iterator[Finding]:
    """It is on its way out, or is not any more."""
    if old.deprecated != new.deprecated:
        yield Finding(code=Code.DEPRECATED if new.deprecated else Code.RESTORED, reason=Reason.STILL_WORKS)


def described(old: Declaration, new: Declaration, _: TypeChanges, __: Directions) -> Iterator[Finding]:
    """The document says something else about it."""
    if old.doc != new.doc or _meanings(old) != _meanings(new):
        yield Finding(code=Code.DOCS_CHANGED, reason=Reason.WORDS_ONLY)


DECLARATION_CHECKS: Final[tuple[DeclarationCheck, ...]] = (
    named,
    kind,
    standing_for,
    member_names,
    further_fields,
    extended,
    deprecation,
    described,
)


def _meanings(declaration: Declaration) -> tuple[Meaning, ...]:
    """What an alias or an enum says of values; what fields say is theirs."""
    if isinstance(declaration, EnumClass):
        return tuple(replace(member.meaning, name="") for member in declaration.members if member.doc)
    return meanings((declaration.type,)) if isinstance(declaration, Alias) else ()


def _kind_words(declaration: Declaration) -> str:
    match declaration:
        case ObjectModel():
            return "a model"
        case ObjectParams():
            return "a typed dictionary"
        case EnumClass():
            return "an enum"
        case EnumAlias() | UnionAlias() | PlainAlias():
            return "an alias"
        case _:
            assert_never(declaration)

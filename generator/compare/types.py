"""Types: names, modules, kinds and fields."""

from __future__ import annotations

from collections.abc import Iterator

from generator.compare.judged import Judged, changed_type, gone, new, renamed
from generator.compare.matching import Matching
from generator.compare.model import Field, Type, TypeKind
from generator.diff.codes import Code, Reason
from generator.diff.model import Change


def types(matching: Matching) -> Judged:
    """The types by the packages that they are imported from."""
    ours = {type.path: type for type in matching.new.types}
    folded = {path.casefold(): path for path in ours}
    elsewhere: dict[str, list[str]] = {}
    for type in matching.new.types:
        elsewhere.setdefault(type.name, []).append(type.path)
    for type in matching.old.types:
        if type.path in ours:
            yield None
        elif other := _counterpart(type, matching, folded, elsewhere):
            yield renamed(Code.TYPE_RENAMED, type.path, type.path, other)
        else:
            yield gone(Code.TYPE_REMOVED, type.path)


def _counterpart(type: Type, matching: Matching, folded: dict[str, str], elsewhere: dict[str, list[str]]) -> str | None:
    """Where a type is that is not found under its name: written otherwise, elsewhere, or renamed in answers."""
    if other := folded.get(type.path.casefold()):
        return other
    if len(found := elsewhere.get(type.name, [])) == 1:
        return found[0]
    name = matching.renamed(type)
    return next(iter(elsewhere.get(name, [])), None) or name or None


def further_types(matching: Matching) -> Judged:
    """Types that only the new side has."""
    known = {type.path for type in matching.old.types}
    for type in matching.new.types:
        if type.path not in known:
            yield new(Code.TYPE_ADDED, type.path)


def _both(matching: Matching) -> Iterator[tuple[Type, Type]]:
    ours = {type.path: type for type in matching.new.types}
    for type in matching.old.types:
        if type.path in ours:
            yield type, ours[type.path]


def modules(matching: Matching) -> Judged:
    """The modules that types are defined in. What is imported from its package does not feel it."""
    for old, other in _both(matching):
        if old.module == other.module:
            yield None
        else:
            yield Change(
                code=Code.TYPE_MOVED,
                reason=Reason.SAME_IMPORT,
                subject=old.path,
                before=(old.module,),
                after=(other.module,),
            )


def kinds(matching: Matching) -> Judged:
    """What types are made of."""
    for old, other in _both(matching):
        if old.kind is other.kind:
            yield None
        else:
            yield Change(
                code=Code.TYPE_KIND_CHANGED,
                reason=Reason.OTHER_CLASS,
                subject=old.path,
                before=(_KINDS[old.kind],),
                after=(_KINDS[other.kind],),
            )


_KINDS = {
    TypeKind.MODEL: "a model",
    TypeKind.DICT: "a typed dictionary",
    TypeKind.ENUM: "an enum",
    TypeKind.ALIAS: "an alias",
    TypeKind.CLASS: "a class",
}


def _once(matching: Matching) -> Iterator[tuple[Type, Type]]:
    """Types with fields, each once, wherever it is imported from."""
    seen = set()
    for old, other in _both(matching):
        if (old.module, old.name) not in seen and old.fields is not None and other.fields is not None:
            seen.add((old.module, old.name))
            yield old, other


def fields(matching: Matching) -> Judged:
    """The fields by name."""
    for old, other in _once(matching):
        ours = {field.name for field in other.fields or ()}
        free = {_word(field): field.name for field in other.fields or () if field.name not in _names(old)}
        for field in old.fields or ():
            subject = f"{old.path}.{field.name}"
            if field.name in ours:
                yield None
            elif (found := free.get(_word(field))) is not None:
                yield renamed(Code.FIELD_RENAMED, subject, field.name, found)
            else:
                yield gone(Code.FIELD_REMOVED, subject)


def _names(type: Type) -> set[str]:
    return {field.name for field in type.fields or ()}


def _word(field: Field) -> str:
    return field.name.strip("_").replace("_", "").casefold()


def further_fields(matching: Matching) -> Judged:
    """Fields that only the new side has."""
    for old, other in _once(matching):
        words = {_word(field) for field in old.fields or ()}
        for field in other.fields or ():
            if field.name in _names(old) or _word(field) in words:
                continue
            subject = f"{old.path}.{field.name}"
            if other.kind is TypeKind.DICT and field.required:
                yield Change(code=Code.FIELD_ADDED, reason=Reason.MUST_BE_GIVEN, subject=subject)
            else:
                yield new(Code.FIELD_ADDED, subject)


def required_fields(matching: Matching) -> Judged:
    """Whether fields must be given, or are always there."""
    for old, other in _once(matching):
        ours = {field.name: field for field in other.fields or ()}
        sent = old.kind is TypeKind.DICT
        for field in old.fields or ():
            if field.name not in ours:
                continue
            subject = f"{old.path}.{field.name}"
            match field.required, ours[field.name].required:
                case False, True:
                    reason = Reason.MUST_BE_GIVEN if sent else Reason.COULD_BE_MISSING
                    yield Change(code=Code.BECAME_REQUIRED, reason=reason, subject=subject)
                case True, False:
                    reason = Reason.NEED_NOT_BE_GIVEN if sent else Reason.MAY_BE_MISSING
                    yield Change(code=Code.BECAME_OPTIONAL, reason=reason, subject=subject)
                case _:
                    yield None


def field_types(matching: Matching) -> Judged:
    """What fields are, and what aliases stand for."""
    for old, other in _once(matching):
        ours = {field.name: field for field in other.fields or ()}
        for field in old.fields or ():
            if field.name in ours:
                words = (field.annotation, ours[field.name].annotation)
                yield _typed(matching, f"{old.path}.{field.name}", old.kind, *words)
    for old, other in _both(matching):
        if old.annotation and other.annotation:
            yield _typed(matching, old.path, old.kind, old.annotation, other.annotation)


def _typed(matching: Matching, subject: str, kind: TypeKind, before: str, after: str) -> Change | None:
    relation = matching.relation(before, after)
    return changed_type(subject, before, after, relation, given=kind is TypeKind.DICT)
